"""Resolve a parsed phrase to an interval: which day, which half of the day, where it begins and ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from bot.fair.model import FairDay
from bot.german.time.calendar import Anchor, Days, add_months, resolve_date
from bot.german.time.model import PARTS, Clock, Grain, Phrase, TimePoint

_MINUTE = timedelta(minutes=1)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
_GRAINS: dict[str, Grain] = {"second": "second", "minute": "minute", "hour": "hour"}
_USUAL_MORNING = 7
"""Without a fair to go by, bare hours before this one mean the afternoon."""
_DAY_MINUTES = 24 * 60
_HALF_DAY = 12
_MIDDAY_END = 5
_TO_MIDNIGHT = frozenset({"abend", "spaetabend", "nacht"})
_AFTERNOON = frozenset({"nachmittag", "fruehnachmittag", "spaetnachmittag", "abend", "spaetabend"})


@dataclass(frozen=True)
class Interval:
    """Where an expression begins (inclusive) and ends (exclusive); None is open."""

    start: datetime | None
    end: datetime | None
    grain: Grain

    @property
    def is_empty(self) -> bool:
        """Whether it ends no later than it begins."""
        return self.start is not None and self.end is not None and self.start >= self.end


def resolve_phrase(phrase: Phrase, anchor: Anchor) -> Interval | None:
    """Return the interval that ``phrase`` means.

    None when there is none: 30 February, a moment beyond year 9999, a length of zero.
    """
    try:
        found = _resolve(phrase, anchor)
    except (OverflowError, ValueError):
        # datetime ends at the year 9999: "in 100000 Jahren" has no interval
        return None
    return None if found is None or found.is_empty else found


def _resolve(phrase: Phrase, anchor: Anchor) -> Interval | None:
    if phrase.unit:
        return _resolve_length(phrase, anchor)
    if phrase.relation in {"now", "next", "after", "later", "earlier"}:
        return _resolve_deictic(phrase, anchor)
    if phrase.left is None:
        return None
    if phrase.right is not None:
        return _resolve_between(phrase.left, phrase.right, anchor)
    found = resolve_point(phrase.left, anchor)
    if found is None or phrase.relation in {"at", "about"}:
        return found
    return _open(phrase, found, anchor)


def _resolve_deictic(phrase: Phrase, anchor: Anchor) -> Interval:
    now, today = anchor.now, anchor.today
    ends = {
        "now": (now, now + _MINUTE),
        "next": (now, None),
        "after": (None, None),
        "later": (now, anchor.midnight(today + timedelta(days=1))),
        "earlier": (anchor.midnight(today), now),
    }
    start, end = ends[phrase.relation]
    return Interval(start, end, "minute")


def _resolve_length(phrase: Phrase, anchor: Anchor) -> Interval | None:
    """Resolve a length of time: an instant away from now, the stretch up to it, or a duration that begins now."""
    grain = _GRAINS.get(phrase.unit, "day")
    if phrase.relation == "duration":
        return Interval(anchor.now, _add_seconds(anchor.now, phrase.amount * _SECONDS[phrase.unit]), grain)
    if phrase.unit in _GRAINS:
        there = _add_seconds(anchor.now, phrase.amount * _SECONDS[phrase.unit])
        if phrase.relation == "at":
            return Interval(there, there + _MINUTE, grain)
        if phrase.relation == "from":
            return Interval(there, None, grain)
        return Interval(min(there, anchor.now), max(there, anchor.now), grain)
    if phrase.relation == "at":
        day = _add_days(anchor.today, phrase.amount, phrase.unit)
        return Interval(anchor.midnight(day), anchor.midnight(day + timedelta(days=1)), "day")
    if phrase.relation == "from":
        return Interval(anchor.midnight(_add_days(anchor.today, phrase.amount, phrase.unit)), None, "day")
    # "die nächsten drei Tage" begin tomorrow; the last three end yesterday.
    first = anchor.today + timedelta(days=1) if phrase.amount > 0 else anchor.today
    there_day = _add_days(first, phrase.amount, phrase.unit)
    low, high = min(first, there_day), max(first, there_day)
    return Interval(anchor.midnight(low), anchor.midnight(high), "day")


def _add_seconds(moment: datetime, seconds: float) -> datetime:
    """Add elapsed time in UTC, so that an hour stays an hour across a clock change."""
    return (moment.astimezone(timezone.utc) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def _add_days(day: date, amount: float, unit: str) -> date:
    if unit in {"month", "year"}:
        return add_months(day, round(amount * (12 if unit == "year" else 1)))
    return day + timedelta(days=round(amount * (7 if unit == "week" else 1)))


def resolve_point(point: TimePoint, anchor: Anchor) -> Interval | None:
    """Return the interval of a date, a part of the day, a clock time, or a combination of them.

    A clock time is one minute long; "kurz nach" and "kurz vor" stretch it to one side. None when there is no such day.
    """
    if point.now:
        return Interval(anchor.now, anchor.now + _MINUTE, "minute")
    days = _days_of(point, anchor)
    if days is None:
        return None
    if point.clock is not None:
        return _at_clock(point, point.clock, days, anchor)
    if point.part is not None:
        part, last = PARTS[point.part], days.end - timedelta(days=1)
        return Interval(anchor.at(days.first, part.start * 60), anchor.at(last, part.end * 60), "part")
    start = anchor.midnight(days.first)
    is_rest_of_day = point.date is not None and point.date.segment == "rest" and days.grain == "day"
    return Interval(anchor.now if is_rest_of_day else start, anchor.midnight(days.end), days.grain)


def _days_of(point: TimePoint, anchor: Anchor) -> Days | None:
    if point.date is not None:
        return resolve_date(point.date, anchor)
    base = anchor.base_day()
    return Days(base, base + timedelta(days=1), "day")


def _at_clock(point: TimePoint, clock: Clock, days: Days, anchor: Anchor) -> Interval:
    minutes = _minutes(clock, point.part, anchor.fair_day(days.first))
    is_tonight = point.date is None or point.date.kind == "shift"
    # "um 1 in der Nacht" is the night that begins today, unless a calendar date was named.
    if point.part == "nacht" and is_tonight and minutes < _HALF_DAY * 60:
        minutes += _DAY_MINUTES
    return _around(anchor.at(days.first, minutes, clock.second), clock)


def _around(moment: datetime, clock: Clock) -> Interval:
    if clock.slack > 0:
        return Interval(moment, moment + timedelta(minutes=clock.slack), clock.grain)
    if clock.slack < 0:
        return Interval(moment + timedelta(minutes=clock.slack), moment, clock.grain)
    return Interval(moment, moment + _MINUTE, clock.grain)


def _minutes(clock: Clock, part: str | None, fair_day: FairDay | None) -> int:
    """Return minutes after midnight, the half of the day chosen by the part of the day, else by the fair's hours."""
    said = clock.hour * 60 + clock.minute
    if clock.fixed or clock.hour > _HALF_DAY:
        return said
    if part is not None:
        return _minutes_in_part(said, part)
    late = said + _HALF_DAY * 60 if clock.hour < _HALF_DAY else said
    if fair_day is not None:
        open_at = [minutes for minutes in (said, late) if _is_open(minutes, fair_day)]
        # The fair's hours decide between 2:00 and 14:00; where both are open, the time as said.
        if open_at:
            return open_at[0]
    return late if clock.hour < _USUAL_MORNING else said


def _is_open(minutes: int, fair_day: FairDay) -> bool:
    opens, closes = (moment.hour * 60 + moment.minute for moment in (fair_day.opens, fair_day.closes))
    return opens <= minutes <= closes


def _minutes_in_part(said: int, part: str) -> int:
    """Return an hour up to 12 within a part of the day: 8 in the evening is 20:00, 12 at night the day's end."""
    hour = said // 60
    if hour == _HALF_DAY:
        is_late = part in _TO_MIDNIGHT
    elif part == "nacht":
        is_late = hour >= _USUAL_MORNING
    else:
        is_late = part in _AFTERNOON or (part.startswith("mittag") and hour < _MIDDAY_END)
    return said + _HALF_DAY * 60 if is_late else said


def _open(phrase: Phrase, found: Interval, anchor: Anchor) -> Interval:
    """Return an open-ended stretch; with a clock time or part of the day it stays on that day while any is left."""
    point = phrase.left or TimePoint()
    is_timed = point.clock is not None or point.part is not None or point.now
    day = found.start.date() if found.start is not None else anchor.today
    if phrase.relation == "from":
        start = _over(point, found, anchor) if phrase.is_after else found.start
        day_end = anchor.midnight(day + timedelta(days=1))
        return Interval(start, day_end if is_timed and start is not None and start < day_end else None, found.grain)
    end = found.start if is_timed or phrase.is_after else found.end
    day_start = anchor.midnight(day)
    return Interval(day_start if is_timed and end is not None and day_start < end else None, end, found.grain)


def _over(point: TimePoint, found: Interval, anchor: Anchor) -> datetime | None:
    """Return when a point is over: a day at its end, the midday at 13:00, a clock time at once."""
    if point.clock is not None or point.now:
        return found.start
    if point.part is not None and found.start is not None:
        return anchor.at(found.start.date(), PARTS[point.part].after * 60)
    return found.end


def _resolve_between(left: TimePoint, right: TimePoint, anchor: Anchor) -> Interval | None:
    first = resolve_point(left, anchor)
    if first is None or first.start is None:
        return None
    second = _second_end(left, right, anchor)
    if second is None or second.start is None:
        return None
    end = second.start if right.clock is not None or right.now else second.end
    if end is not None and end <= first.start and left.date != right.date and _are_any_weekdays(left, right):
        # "Montag bis Freitag", said on a Tuesday, is the week that is running
        first = replace(first, start=anchor.at(first.start.date() - timedelta(days=7), _wall_minutes(first.start)))
    return _ordered(first, end, right, second.grain)


def _second_end(left: TimePoint, right: TimePoint, anchor: Anchor) -> Interval | None:
    """Resolve the later end, on the day of the first and in its part of the day if nothing else was said."""
    if right.date is None:
        right = replace(right, date=left.date, part=right.part or (left.part if right.clock else None))
    return resolve_point(right, anchor)


def _are_any_weekdays(*points: TimePoint) -> bool:
    dates = [point.date for point in points]
    return all(spec is not None and spec.kind == "weekday" and spec.which is None for spec in dates)


def _wall_minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _ordered(begin: Interval, end: datetime | None, right: TimePoint, grain: Grain) -> Interval | None:
    """Return a span whose end does not lie before its beginning.

    Half a day, a day, a week or a year is added if need be: "von 10 bis 2" ends at 14:00.
    """
    if begin.start is None or end is None:
        return None
    clock = right.clock
    if end <= begin.start and clock is not None and not clock.fixed and clock.hour < _HALF_DAY:
        later = end + timedelta(hours=_HALF_DAY)
        end = later if later > begin.start else end
    if end <= begin.start:
        step = 1 if clock is not None and right.date is None else _step_days(right)
        end = end + timedelta(days=step)
    return Interval(begin.start, end, grain) if end > begin.start else None


def _step_days(right: TimePoint) -> int:
    kind = right.date.kind if right.date is not None else ""
    return {"weekday": 7, "calendar": 365}.get(kind, 0)
