"""Times of a fair in May 2025, and short ways to read a text's times on its first day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.fair.model import FairDay
from bot.german.time.expressions import TimeExpression, find_time_expressions

ZONE = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int = 0, minute: int = 0, month: int = 5, year: int = 2025) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


NOW = at(14, 10, 5)
DAYS = (FairDay(at(14, 9), at(14, 16, 30)), FairDay(at(15, 9), at(15, 15, 30)))


def spans(text: str, now: datetime = NOW) -> list[tuple[datetime | None, datetime | None]]:
    return [(found.start, found.end) for found in find_time_expressions(text, now, DAYS)]


def starts(text: str, now: datetime = NOW) -> list[datetime | None]:
    return [found.start for found in find_time_expressions(text, now, DAYS)]


def only(text: str) -> TimeExpression:
    (found,) = find_time_expressions(text, NOW, DAYS)
    return found
