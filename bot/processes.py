"""The three processes: their commands and the environment they share."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import ConfigurationError
from bot.programme.clock import ANCHOR_VARIABLE
from bot.settings import ROOT, Ports, state_folder

MODEL = Path("models") / "messelotse.tar.gz"
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "TICKET_LOCK_LIFETIME": "15",
}


@dataclass(frozen=True)
class Part:
    """One process: ``key`` names its log and health entry, ``title`` is shown."""

    key: str
    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


def shared_environment(environment: Mapping[str, str], ports: Ports) -> dict[str, str]:
    """What all processes get: ports, one anchor for the fair's clock, no telemetry, loopback for all but web."""
    return {
        **environment,
        **QUIET_RASA,
        "MESSE_PORT": str(ports.web),
        "RASA_PORT": str(ports.rasa),
        "AKTION_PORT": str(ports.actions),
        "SANIC_HOST": "127.0.0.1",
        ANCHOR_VARIABLE: environment.get(ANCHOR_VARIABLE) or repr(time.time()),
    }


def web_part(environment: Mapping[str, str]) -> Part:
    """Pages, chat API and programme service."""
    return Part("web", "Web", (sys.executable, "-m", "bot.web"), environment)


def actions_part(environment: Mapping[str, str]) -> Part:
    """The action server, on loopback."""
    command = (sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", environment["AKTION_PORT"])
    return Part("aktionen", "Aktionen", command, environment)


def rasa_part(environment: Mapping[str, str]) -> Part:
    """Rasa with the trained model, on loopback."""
    command = rasa_command(
        "run", "--model", str(MODEL), "--interface", "127.0.0.1", "--port", environment["RASA_PORT"],
        "--endpoints", str(write_endpoints(environment)),
    )  # fmt: skip
    return Part("rasa", "Rasa", command, environment)


def rasa_command(*arguments: str) -> tuple[str, ...]:
    """A Rasa command line of this interpreter."""
    return (sys.executable, "-m", "rasa", *arguments)


def write_endpoints(environment: Mapping[str, str]) -> Path:
    """endpoints.yml with the action server's real port, in the state folder."""
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{environment['AKTION_PORT']}/webhook"
    target = state_folder(environment) / "endpoints.yml"
    target.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return target


def require_free_ports(ports: Ports) -> None:
    """Check that nobody listens on our ports.

    Raises:
        ConfigurationError: naming the first port in use and how to choose another.
    """
    for name, port in (("MESSE_PORT", ports.web), ("RASA_PORT", ports.rasa), ("AKTION_PORT", ports.actions)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", port))
            except OSError as error:
                raise ConfigurationError(
                    f"Port {port} ist belegt – bitte das andere Programm beenden "
                    f"oder {name}=… auf einen freien Port setzen."
                ) from error


def tail(path: Path, lines: int = 5) -> list[str]:
    """The last lines of a log that say something; [] when there is none."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if line.strip()][-lines:]


def current_environment() -> dict[str, str]:
    """The environment of this process as a plain dictionary."""
    return dict(os.environ)
