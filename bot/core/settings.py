"""Settings of the process from the environment: folders and ports, decoded once into typed objects."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import ConfigurationError

CONTENT_VARIABLE, STATE_VARIABLE = "MESSE_INHALT", "MESSE_ZUSTAND"
RELEASE = Path(__file__).resolve().parent.parent.parent  # the code of this release
# The folder of messe.yml, data, programm …: the release's own unless the operator keeps content apart from it.
ROOT = Path(os.environ.get(CONTENT_VARIABLE, "").strip() or RELEASE).absolute()
HIGHEST_PORT = 65535
OWNER_ONLY = 0o077  # umask of all that runs: chats, logs and keys are private


def code_folder(root: Path) -> Path:
    """Return where the code for the content in ``root`` lies: beside it, or in this release if kept apart."""
    return root if (root / "bot").is_dir() else RELEASE


@dataclass(frozen=True)
class Ports:
    """The three TCP ports; only the web port listens beyond loopback."""

    web: int = 8080
    rasa: int = 5005
    actions: int = 5055


def load_ports(environment: Mapping[str, str] = os.environ) -> Ports:
    """Ports from MESSE_PORT, RASA_PORT and AKTION_PORT.

    Raises:
        ConfigurationError: a value is no port number.
    """
    return Ports(
        read_number(environment, "MESSE_PORT", Ports.web, HIGHEST_PORT, "kein Port"),
        read_number(environment, "RASA_PORT", Ports.rasa, HIGHEST_PORT, "kein Port"),
        read_number(environment, "AKTION_PORT", Ports.actions, HIGHEST_PORT, "kein Port"),
    )


def read_number(
    environment: Mapping[str, str], variable: str, default: int, most: int, refusal: str, least: int = 1,
    what: str = "eine Zahl",
) -> int:  # fmt: skip
    """Return the number in an environment variable; the default where it is not set.

    Raises:
        ConfigurationError: it is no number from ``least`` to ``most``: „VARIABLE=x ist ``refusal`` – bitte ``what`` von
            … bis … setzen.“
    """
    raw = environment.get(variable, "").strip() or str(default)
    if not (raw.isascii() and raw.isdigit() and least <= int(raw) <= most):
        raise ConfigurationError(f"{variable}={raw} ist {refusal} – bitte {what} von {least} bis {most} setzen.")
    return int(raw)


def state_folder(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> Path:
    """Return the folder for files that arise while running; created for its owner only.

    MESSE_ZUSTAND names it, else it is ``.messelotse`` below ``root``.

    Raises:
        ConfigurationError: it cannot be created.
    """
    folder = Path(environment.get(STATE_VARIABLE, "").strip() or root / ".messelotse").absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"Der Ordner {folder} lässt sich nicht anlegen – bitte MESSE_ZUSTAND prüfen."
        ) from error
    return folder
