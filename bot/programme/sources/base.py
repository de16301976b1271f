"""The interface of every source of the programme, and how often one is asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.errors import ConfigurationError, Problem
from bot.core.settings import read_number
from bot.programme.model import Booth, Session


@dataclass(frozen=True)
class SourceReading:
    """A good reading; ``booths`` is None when the source knows no booths, ``warnings`` are oddities it kept."""

    sessions: tuple[Session, ...]
    booths: tuple[Booth, ...] | None = None
    warnings: tuple[Problem, ...] = ()


ScheduleFormat = Callable[[bytes, ZoneInfo, str], SourceReading]
"""Decodes one file format: its bytes, the fair's zone, a name for messages. Raises ContentError."""


class ProgrammeSource(Protocol):
    """A place that can be asked for the programme again and again."""

    @property
    def name(self) -> str:
        """Readable name without secrets; the announced programme is kept under it."""

    async def fetch(self) -> SourceReading | None:
        """Return the programme, or None when the last good reading still holds.

        A fault is raised at every call for as long as it lasts.

        Raises:
            ContentError: the content cannot be used.
            ProgrammeUnavailable: the source does not answer.
        """

    def pause(self) -> float:
        """Return the seconds to wait before the next :meth:`fetch`."""

    async def close(self) -> None:
        """Release what the source holds open."""


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
