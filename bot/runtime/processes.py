"""The three processes: their commands and the environment they share."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.core.addresses import (
    ACTIONS_VARIABLE,
    SCHEME,
    SOCKET_KEY,
    base_url,
    inner_interface,
    load_addresses,
    socket_path,
)
from bot.core.errors import ConfigurationError
from bot.core.internal_http import SEAL_KEY
from bot.core.secrets import TOKEN_VARIABLE, environment_with_token
from bot.core.settings import CONTENT_VARIABLE, RELEASE, ROOT, STATE_VARIABLE, Ports, state_folder
from bot.fair.clock import ANCHOR_VARIABLE
from bot.runtime.live_model import FOLLOW_VARIABLE
from bot.runtime.sockets import SOCKET_VARIABLE

HOST_VARIABLE = "SANIC_HOST"  # where Rasa's SDK listens
MODEL = Path("models") / "messelotse.tar.gz"
LOG_SETTINGS = RELEASE / "bot" / "protokoll.yml"
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    # Seconds; Rasa's own 60 would hold a conversation up after a message that died.
    "TICKET_LOCK_LIFETIME": "15",
}

# The sentence encoder's threads (OpenMP) gain a tenth on an idle machine and get in each other's way on a busy one:
# 210 sentences on two cores at load 4 took 147 s with two threads and 9 s with one.
ONE_THREAD = {"OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Part:
    """A process: ``key`` names its log and health entry, ``title`` is shown, ``sockets`` are descriptors for it."""

    key: str
    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    sockets: tuple[int, ...] = ()


def shared_environment(environment: Mapping[str, str], ports: Ports, together: bool = True) -> dict[str, str]:
    """Return the environment of all processes.

    It holds ports, token, one anchor for the fair's clock, no telemetry, loopback for all but web. An OMP_NUM_THREADS
    of the environment stays; else each process encodes sentences with one thread.

    Args:
        environment: of this process.
        ports: where each listens.
        together: whether all are started from here; else a token known here only would keep the others out.

    Raises:
        ConfigurationError: MESSE_KENNWORT cannot be used.
    """
    return {
        **ONE_THREAD,
        **environment_with_token(environment, make=together),
        **QUIET_RASA,
        **_places(environment),
        "MESSE_PORT": str(ports.web),
        "RASA_PORT": str(ports.rasa),
        "AKTION_PORT": str(ports.actions),
        HOST_VARIABLE: inner_interface(environment),
        ANCHOR_VARIABLE: environment.get(ANCHOR_VARIABLE) or repr(time.time()),
    }


def _places(environment: Mapping[str, str]) -> dict[str, str]:
    """Return where code and state lie, if content is kept apart: all parts run in the folder of the content."""
    if ROOT == RELEASE:
        return {}
    known = [each for each in environment.get("PYTHONPATH", "").split(os.pathsep) if each and each != str(RELEASE)]
    return {
        "PYTHONPATH": os.pathsep.join([str(RELEASE), *known]),
        CONTENT_VARIABLE: str(ROOT), STATE_VARIABLE: str(state_folder(environment)),
    }  # fmt: skip


def web_part(environment: Mapping[str, str], listening: socket.socket | None = None) -> Part:
    """Return the process of pages, chat API and programme service; it follows the supervisor to the live Rasa.

    Args:
        environment: of all processes.
        listening: the open port of visitors, kept over web's restarts; None: web opens its port itself.
    """
    part = Part("web", "Web", (sys.executable, "-m", "bot.web"), {**environment, FOLLOW_VARIABLE: "1"})
    if listening is None:
        return part
    number = listening.fileno()
    return replace(part, environment={**part.environment, SOCKET_VARIABLE: str(number)}, sockets=(number,))


def actions_part(environment: Mapping[str, str]) -> Part:
    """Return the action server, on loopback unless MESSE_INTERN says otherwise."""
    command = (
        sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", environment["AKTION_PORT"],
        "--logging-config_file", str(LOG_SETTINGS),
    )  # fmt: skip
    return Part("aktionen", "Aktionen", command, environment)


def on_private_sockets(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return an environment in which the action server listens on a socket in this folder."""
    address = f"{SCHEME}{folder / 'aktionen'}"
    return {**environment, HOST_VARIABLE: address, ACTIONS_VARIABLE: address}


def rasa_part(environment: Mapping[str, str], model: str, interface: str, port: int = Ports.rasa) -> Part:
    """Return Rasa with this model, on an address of this machine or on a socket (``unix:…``, no port then)."""
    command = rasa_command(
        "run", "--model", model, "--interface", interface, "--port", str(port),
        "--endpoints", str(write_endpoints(environment)),
    )  # fmt: skip
    return Part("rasa", "Rasa", command, environment)


def rasa_command(*arguments: str) -> tuple[str, ...]:
    """Return a Rasa command line of this interpreter, without TensorFlow where the command allows it."""
    return (sys.executable, "-m", "bot.rasa", *arguments)


def write_endpoints(environment: Mapping[str, str]) -> Path:
    """Write endpoints.yml with the action server's real address into the state folder; the token stays out."""
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    address, endpoint = load_addresses(environment).actions, endpoints["action_endpoint"]
    endpoint["url"] = f"{base_url(address)}/webhook"
    if socket_path(address):
        endpoint[SOCKET_KEY] = socket_path(address)  # bot.rasa goes there
    if TOKEN_VARIABLE in environment:
        endpoint[SEAL_KEY] = True  # bot.rasa seals with the token of its environment
    target = state_folder(environment) / "endpoints.yml"
    target.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return target


def require_free_ports(ports: Ports) -> None:
    """Check that our ports are free.

    Raises:
        ConfigurationError: naming the first port in use and how to choose another.
    """
    for name, port in (("MESSE_PORT", ports.web), ("RASA_PORT", ports.rasa), ("AKTION_PORT", ports.actions)):
        require_free_port(name, port)


def require_free_port(name: str, port: int) -> None:
    """Check that the port of this setting is free.

    Raises:
        ConfigurationError: naming port and setting.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the servers do it: without, connections in TIME_WAIT make a free port look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            raise ConfigurationError(
                f"Port {port} ist belegt – bitte das andere Programm beenden "
                f"oder {name}=… auf einen freien Port setzen."
            ) from error


def tail(path: Path, lines: int = 5) -> list[str]:
    """Return the last non-empty lines of a log; [] when there is none."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if line.strip()][-lines:]


def current_environment() -> dict[str, str]:
    """Return the environment of this process as a plain dictionary."""
    return dict(os.environ)
