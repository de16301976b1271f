"""The protocol of a programme source, and the reading it hands over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.errors import Problem
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
