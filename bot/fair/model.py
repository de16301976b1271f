"""The fair as messe.yml describes it: plain values without any reading or checking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from bot.fair.emergency_texts import EmergencyTexts


@dataclass(frozen=True)
class FairDay:
    """A day of the fair with its opening hours (aware datetimes in the fair's time zone)."""

    opens: datetime
    closes: datetime

    @property
    def day(self) -> date:
        """The calendar day."""
        return self.opens.date()


@dataclass(frozen=True)
class Contact:
    """Where visitors reach the fair's staff: information desk, telephone, mail address."""

    desk: str
    phone: str
    mail: str


@dataclass(frozen=True)
class Fair:
    """The content of messe.yml. ``days`` are in ascending order; ``clock_start`` is None when the real clock counts."""

    name: str
    motto: str
    organiser: str
    audience: str
    zone: ZoneInfo
    clock_start: datetime | None
    days: tuple[FairDay, ...]
    venue: str
    address: str
    contact: Contact
    rooms: tuple[Place, ...]
    facts: Mapping[str, str]
    retention_days: int = 14  # how long a chat is kept
    emergency: EmergencyTexts = EmergencyTexts()

    def day_of(self, day: date) -> FairDay | None:
        """Return the fair day on this calendar day, or None when it is closed."""
        return next((fair_day for fair_day in self.days if fair_day.day == day), None)


class Frozen(BaseModel):
    """Base of value objects: compared by content, immutable, unknown fields refused."""

    class Config:
        """Pydantic settings."""

        frozen = True
        extra = "forbid"


class Place(Frozen):
    """A room with its floor, other names and the way from the entrance."""

    name: str
    floor: str = ""
    also: tuple[str, ...] = ()
    way: str = ""
