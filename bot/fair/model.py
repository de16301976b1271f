"""The fair as plain data: its days, contacts and rooms with all their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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


_WORDS = re.compile(r"\w+")


def find_room(name: str, rooms: Iterable[Place]) -> Place | None:
    """Return the room called ``name``, by its own name first, then by its others; letter case does not matter."""
    wanted = _fold(name)
    places = list(rooms)
    # A room's own name wins over another room's nickname.
    by_name = (place for place in places if _fold(place.name) == wanted)
    by_other_name = (place for place in places if wanted in map(_fold, place.also))
    return next(by_name, None) or next(by_other_name, None)


def room_called(text: str, rooms: Iterable[Place]) -> str:
    """Return the name of the first room that a word in ``text`` names („Was läuft im Saal?“); "" for none."""
    places = list(rooms)
    found = (find_room(word, places) for word in _WORDS.findall(text))
    return next((place.name for place in found if place is not None), "")


def settle_room(name: str, rooms: Iterable[Place]) -> str:
    """Return the room's name as messe.yml writes it; an unknown name stays as it is."""
    place = find_room(name, rooms)
    return place.name if place is not None else name


def add_unknown_rooms(rooms: Sequence[Place], names: Iterable[str]) -> tuple[Place, ...]:
    """Return ``rooms`` and behind them a bare place for every other name, in order of appearance."""
    all_rooms = list(rooms)
    for name in names:
        if name and find_room(name, all_rooms) is None:
            all_rooms.append(Place(name=name))
    return tuple(all_rooms)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
