"""Settings for polling an address: how often, how long, how much, and where it may redirect."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import ConfigurationError
from bot.core.settings import read_number

INTERVAL_VARIABLE = "PROGRAMM_TAKT"
HOSTS_VARIABLE = "PROGRAMM_HOSTS"
SHORTEST, LONGEST = 5, 3600
SIZE_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class Polling:
    """Seconds between two requests, seconds and bytes of one answer, and other hosts allowed."""

    seconds: float = 30.0
    longest_pause: float = 300.0
    timeout: float = 10.0
    size_limit: int = SIZE_LIMIT
    hosts: frozenset[str] = frozenset()


def polling_from_environment(environment: Mapping[str, str] = os.environ) -> Polling:
    """Read PROGRAMM_TAKT (seconds) and PROGRAMM_HOSTS (host names, separated by commas).

    Raises:
        ConfigurationError: no number of seconds, or no names of hosts.
    """
    usual = int(Polling.seconds)
    seconds = float(read_number(environment, INTERVAL_VARIABLE, usual, LONGEST, "nicht möglich", SHORTEST, "Sekunden"))
    return Polling(
        seconds=seconds,
        longest_pause=max(Polling.longest_pause, seconds),
        hosts=frozenset(_hosts(environment.get(HOSTS_VARIABLE, ""))),
    )


def _hosts(raw: str) -> list[str]:
    names = [name.strip().lower() for name in raw.split(",") if name.strip()]
    wrong = next((name for name in names if "/" in name or ":" in name or "*" in name), None)
    if wrong is not None:
        message = (
            f"{HOSTS_VARIABLE}: „{wrong}“ ist kein Rechnername – bitte wie programm.example.org schreiben, mit Kommas."
        )
        raise ConfigurationError(message)
    return names
