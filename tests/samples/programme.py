"""A small fair, sessions and clocks for the tests of bot/programme."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.fair.clock import FairClock
from bot.fair.model import Contact, Fair, FairDay, Place
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.sources.base import SourceReading
from bot.programme.store import assemble

ZONE = ZoneInfo("Europe/Berlin")


def at(clock_time: str, day: int = 14) -> datetime:
    """„10:30“ on that day of May 2025."""
    hour, minute = clock_time.split(":")
    return datetime(2025, 5, day, int(hour), int(minute), tzinfo=ZONE)


NOW = at("10:05")
FAIR = Fair(
    name="Hausmesse",
    motto="",
    organiser="Stadt",
    audience="Beschäftigte",
    zone=ZONE,
    clock_start=NOW,
    days=(FairDay(at("09:00"), at("16:30")), FairDay(at("09:00", 15), at("15:30", 15))),
    venue="Haus",
    address="Platz 1",
    contact=Contact("Infostand", "0202", "a@example.org"),
    rooms=(Place(name="Foyer", also=("Eingang",)), Place(name="Großer Saal", floor="1. OG", also=("Saal",))),
    facts={},
)


def session(identifier: str, start: str = "10:00", end: str = "11:00", day: int = 14, **details: Any) -> Session:
    """A session whose title is its id unless stated."""
    return Session(**{"id": identifier, "title": identifier, "start": at(start, day), "end": at(end, day), **details})


def catalogue(*sessions: Session, booths: tuple[Booth, ...] = ()) -> Catalogue:
    """A catalogue of the fair with these sessions."""
    return assemble(sessions, booths, FAIR.rooms, NOW)


def ids(sessions: tuple[Session, ...]) -> list[str]:
    """The ids in their order."""
    return [item.id for item in sessions]


class ManualTime:
    """Real seconds that only move when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """The present second."""
        return self.seconds


def clock(real_time: ManualTime | None = None) -> FairClock:
    """The fair's clock, standing at NOW until ``real_time`` moves."""
    return FairClock(ZONE, NOW, 1000.0, real_time or ManualTime())


class PreparedSource:
    """A source that gives the prepared answers one after the other, then „unchanged“."""

    def __init__(self, *answers: SourceReading | Exception | None, name: str = "x") -> None:
        self.name = name
        self.answers = list(answers)
        self.is_closed = False

    async def fetch(self) -> SourceReading | None:
        """The next answer."""
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def pause(self) -> float:
        """At once."""
        return 0.0

    async def close(self) -> None:
        """Note it."""
        self.is_closed = True
