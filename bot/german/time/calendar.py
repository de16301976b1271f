"""Resolve a day or period as said to calendar days, seen from now and from the fair's days.

Where a day is ambiguous („Donnerstag“, „am 15.“), a day of the fair wins over the nearest one: visitors ask about the
fair.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.fair.model import FairDay
from bot.german.time.model import DateSpec, Grain

_YEARS_AHEAD = 9
"""A 29 February returns within eight years, even around 2100, which is no leap year."""
_GRAINS: dict[str, Grain] = {"week": "week", "weekend": "day", "workweek": "day", "month": "month", "year": "year"}


@dataclass(frozen=True)
class Days:
    """A half-open range of calendar days: ``first`` is included, ``end`` is not."""

    first: date
    end: date
    grain: Grain


@dataclass(frozen=True)
class Anchor:
    """The viewpoint of a question: ``now`` (aware, in the fair's zone) and the fair's days in ascending order."""

    now: datetime
    days: tuple[FairDay, ...]

    @property
    def zone(self) -> tzinfo | None:
        """The time zone in which answers are given."""
        return self.now.tzinfo

    @property
    def today(self) -> date:
        """The current day in the fair's zone."""
        return self.now.date()

    def fair_day(self, day: date) -> FairDay | None:
        """Return the fair's hours on a day, or None when it is closed."""
        return next((fair_day for fair_day in self.days if fair_day.day == day), None)

    def base_day(self) -> date:
        """Return the day that a bare clock time means: the first fair day not yet past, today after the fair."""
        upcoming = [fair_day.day for fair_day in self.days if fair_day.day >= self.today]
        return upcoming[0] if upcoming else self.today

    def prefer_fair(self, matches: Callable[[date], bool]) -> date | None:
        """Return the first fair day from today on that matches, else the last one before, else None."""
        fitting = [fair_day.day for fair_day in self.days if matches(fair_day.day)]
        return next((day for day in fitting if day >= self.today), fitting[-1] if fitting else None)

    def midnight(self, day: date) -> datetime:
        """Return the beginning of a day."""
        return self.at(day, 0)

    def at(self, day: date, minutes: int, seconds: int = 0) -> datetime:
        """Return a moment by the clock on the wall, ``minutes`` after midnight (1500 is 1:00 on the next day)."""
        days, minutes = divmod(minutes, 24 * 60)
        wall = time(minutes // 60, minutes % 60, seconds)
        # Combined by wall time, not added to midnight: on days of a clock change, three hours after midnight is not
        # 3:00.
        return datetime.combine(day + timedelta(days=days), wall, tzinfo=self.zone)


def resolve_date(spec: DateSpec, anchor: Anchor) -> Days | None:
    """Return the calendar days that ``spec`` means.

    None when there are none, such as 30 February or the third day of a fair of two days.

    Raises:
        OverflowError: the day lies beyond year 9999; :func:`bot.german.time.resolver.resolve_phrase` answers that with
            None.
    """
    days = _RESOLVERS[spec.kind](spec, anchor)
    return _segment(spec.segment, days, anchor) if days is not None else None


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _one(day: date | None) -> Days | None:
    return Days(day, day + timedelta(days=1), "day") if day is not None else None


def _shift(spec: DateSpec, anchor: Anchor) -> Days | None:
    if spec.unit == "base":
        return _one(anchor.base_day())
    if spec.unit == "fair":
        later = [fair_day.day for fair_day in anchor.days if fair_day.day > anchor.today]
        return _one(later[0] if later else anchor.today + timedelta(days=1))
    return _one(anchor.today + timedelta(days=spec.amount))


def _weekday(spec: DateSpec, anchor: Anchor) -> Days | None:
    wanted = spec.weekday or 0
    # „diesen“ and „übernächsten Freitag“ count calendar weeks; „nächsten Freitag“ is the next one to come.
    if spec.which is not None and (spec.unit == "week" or spec.which in {0, 2}):
        return _one(_monday(anchor.today) + timedelta(days=7 * spec.which + wanted))
    if spec.which is not None and spec.which < 0:
        back = (anchor.today.weekday() - wanted - 1) % 7 + 1
        return _one(anchor.today - timedelta(days=back + 7 * (-spec.which - 1)))
    # „nächsten Donnerstag“ said on a Thursday is not today, even where today is a fair day.
    fair = anchor.prefer_fair(lambda day: day.weekday() == wanted and (spec.which is None or day > anchor.today))
    if fair is not None and not spec.amount:
        return _one(fair)
    if spec.which is not None:
        return _one(_monday(anchor.today) + timedelta(days=7 * spec.which + wanted))
    return _one(anchor.today + timedelta(days=(wanted - anchor.today.weekday()) % 7 + spec.amount))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _calendar(spec: DateSpec, anchor: Anchor) -> Days | None:
    day = spec.day or 1
    if spec.which is not None:
        shifted = add_months(anchor.today.replace(day=1), spec.which)
        return _one(_valid(shifted.year, shifted.month, day))
    if spec.year is not None:
        return _one(_valid(spec.year, spec.month or 1, day))
    fair = anchor.prefer_fair(lambda found: found.day == day and spec.month in {None, found.month})
    if fair is not None:
        return _one(fair)
    # „den 2.“ on no fair day rather picks from a list of results than a day of the month.
    if spec.month is None and spec.segment == "unsure":
        return None
    # „am 2.“ where the fair is on no 2nd means its second day.
    if spec.month is None and 0 < day <= len(anchor.days):
        return _one(anchor.days[day - 1].day)
    return _one(_next_occurrence(day, spec.month, anchor.today))


def _next_occurrence(day: int, month: int | None, today: date) -> date | None:
    steps = range(12 * _YEARS_AHEAD)
    months = ((today.year + (today.month - 1 + step) // 12, (today.month - 1 + step) % 12 + 1) for step in steps)
    found = (_valid(year, number, day) for year, number in months if month in {None, number})
    return next((candidate for candidate in found if candidate is not None and candidate >= today), None)


def _valid(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _fair(spec: DateSpec, anchor: Anchor) -> Days | None:
    if not anchor.days:
        return None
    if spec.amount == 0:
        return Days(anchor.days[0].day, anchor.days[-1].day + timedelta(days=1), "day")
    # Counted from one; negative numbers count from the end („letzter Tag“).
    index = spec.amount - 1 if spec.amount > 0 else spec.amount
    return _one(anchor.days[index].day) if -len(anchor.days) <= index < len(anchor.days) else None


def _period(spec: DateSpec, anchor: Anchor) -> Days | None:
    grain, shift, monday = _GRAINS[spec.unit], spec.which or 0, _monday(anchor.today)
    if spec.unit == "year":
        return _year(DateSpec("year", year=anchor.today.year + shift), anchor)
    if spec.unit == "month":
        return _month(spec, anchor)
    first = monday + timedelta(days=7 * shift + (5 if spec.unit == "weekend" else 0))
    length = {"week": 7, "workweek": 5, "weekend": 2}[spec.unit]
    return Days(first, first + timedelta(days=length), grain)


def _month(spec: DateSpec, anchor: Anchor) -> Days:
    if spec.month is None:
        first = add_months(anchor.today.replace(day=1), spec.which or 0)
    else:
        first = date(spec.year or _year_of_month(spec.month, spec.which, anchor), spec.month, 1)
    return Days(first, add_months(first, 1), "month")


def _year_of_month(month: int, which: int | None, anchor: Anchor) -> int:
    """Return the year of a month said without one: the fair's, else the running or the coming one."""
    year, today = anchor.today.year, anchor.today.month
    fair = anchor.prefer_fair(lambda day: day.month == month)
    if which is None:
        return fair.year if fair is not None else year + (month < today)
    if which < 0:
        return year - (month >= today) + which + 1
    # „nächsten Mai“ is this year's while it is still ahead; each further step is a year more.
    return year + which - 1 + (month <= today) if which else year


def _nth_week(spec: DateSpec, anchor: Anchor) -> Days | None:
    """Return a week of a month, counted by its Thursday as in ISO 8601."""
    month = _month(DateSpec("period", unit="month", month=spec.month), anchor)
    weeks = [_monday(month.first) + timedelta(days=7 * step) for step in range(6)]
    inside = [week for week in weeks if month.first <= week + timedelta(days=3) < month.end]
    index = spec.amount - 1 if spec.amount > 0 else spec.amount
    return Days(inside[index], inside[index] + timedelta(days=7), "week") if -1 <= index < len(inside) else None


def _year(spec: DateSpec, anchor: Anchor) -> Days | None:
    year = spec.year or anchor.today.year
    return Days(date(year, 1, 1), date(year + 1, 1, 1), "year")


def _segment(segment: str, days: Days, anchor: Anchor) -> Days:
    """Return the first, middle or last third of a period, or what is left of it from today on."""
    if segment == "rest":
        return Days(max(anchor.today, days.first), days.end, days.grain)
    if segment not in _THIRDS or days.grain == "day":
        return days
    low, high = _THIRDS[segment]
    if days.grain == "year":
        return Days(add_months(days.first, 4 * low), add_months(days.first, 4 * high), days.grain)
    length = (days.end - days.first).days
    return Days(days.first + timedelta(length * low // 3), days.first + timedelta(length * high // 3), days.grain)


_THIRDS: dict[str, Sequence[int]] = {"start": (0, 1), "middle": (1, 2), "end": (2, 3)}
_RESOLVERS: dict[str, Callable[[DateSpec, Anchor], Days | None]] = {
    "shift": _shift,
    "weekday": _weekday,
    "calendar": _calendar,
    "fair": _fair,
    "period": _period,
    "nth_week": _nth_week,
    "year": _year,
}
