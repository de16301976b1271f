"""Start and end of an event of a foreign schedule, with remarks on every assumption."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.programme.sources.moments import WHOLE_DAY, later, odd_offset, odd_span, odd_wall_time, settle
from bot.programme.sources.schedule_values import clock_of, day_of, duration_of, moment_of
from bot.programme.sources.schedule_walk import Json

ASSUMED = timedelta(minutes=30)
Oddities = list[str]


def read_times(
    event: Json, day: Json, zone: ZoneInfo, oddities: Oddities, fair_zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """Return start and end in ``fair_zone``; None when there is no start.

    Args:
        event: the event itself.
        day: the day it stands under ({} if none).
        zone: time zone of moments without an offset.
        oddities: collects remarks (German).
        fair_zone: time zone of the result.
    """
    written, fallback = _read_start(event, day, zone, oddities)
    if written is None:
        return None
    oddities += filter(None, (odd_offset(written, fair_zone), odd_wall_time(written)))
    # A moment with its own offset exists; only a wall-clock time may fall into a gap.
    start = settle(written, zone) if written.tzinfo is zone else written
    end = _read_end(event, start, fallback, zone, oddities)
    span = settle(start, fair_zone), settle(end, fair_zone)
    oddities += odd_span(*span)
    return span


def _read_start(event: Json, day: Json, zone: ZoneInfo, oddities: Oddities) -> tuple[datetime | None, timedelta]:
    moment = moment_of(event.get("date"), zone) or moment_of(event.get("start"), zone)
    clock = clock_of(event.get("start"))
    if moment is not None:
        if clock is not None and clock != moment.time().replace(second=0, microsecond=0):
            oddities.append(f"„start“ ({clock:%H:%M}) passt nicht zu „date“ ({moment:%H:%M}), „date“ gilt")
        return moment, ASSUMED
    own_day = day_of(event.get("date"))
    calendar_day = own_day or day_of(day.get("date"))
    if calendar_day is None:
        return None, ASSUMED
    if clock is None:
        oddities.append("Uhrzeit fehlt, angenommen wird der ganze Tag")
        return _at_midnight(calendar_day, zone), WHOLE_DAY
    start = datetime.combine(calendar_day, clock, tzinfo=zone)
    return (start if own_day else _after_midnight(start, day, zone)), ASSUMED


def _at_midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _after_midnight(start: datetime, day: Json, zone: ZoneInfo) -> datetime:
    """Move a start into the night: 00:30 on a conference day that begins at 09:00 is the next calendar day."""
    opens = moment_of(day.get("day_start") or day.get("start"), zone)
    is_early = opens is not None and opens.date() == start.date() and start < opens
    return start + WHOLE_DAY if is_early else start


def _read_end(event: Json, start: datetime, fallback: timedelta, zone: ZoneInfo, oddities: Oddities) -> datetime:
    by_duration = _end_by_duration(event, start, oddities)
    stated = _stated_end(event, start, zone, oddities)
    if stated is not None and by_duration is not None and abs(stated - by_duration) >= timedelta(minutes=1):
        oddities.append("„end“ und „duration“ widersprechen sich, „end“ gilt")
    end = stated or by_duration
    if end is not None:
        return end
    if fallback == WHOLE_DAY:
        oddities.append("Dauer fehlt, angenommen: der ganze Tag")
        return start + WHOLE_DAY  # to the next midnight, also where a day has 23 or 25 hours
    oddities.append("Dauer fehlt, angenommen: 30 Minuten")
    return later(start, fallback)


def _end_by_duration(event: Json, start: datetime, oddities: Oddities) -> datetime | None:
    duration = duration_of(event.get("duration"))
    if duration is None and event.get("duration"):
        oddities.append("„duration“ ist unverständlich")
    return None if duration is None else later(start, duration)


def _stated_end(event: Json, start: datetime, zone: ZoneInfo, oddities: Oddities) -> datetime | None:
    end = moment_of(event.get("end"), zone)
    clock = clock_of(event.get("end"))
    if clock is not None:
        same_day = datetime.combine(start.date(), clock, tzinfo=start.tzinfo)
        # An end without a date that is not after the start is on the next day.
        end = same_day if same_day > start else same_day + WHOLE_DAY
    if end is not None and end.astimezone(timezone.utc) <= start.astimezone(timezone.utc):
        oddities.append("„end“ liegt nicht nach dem Beginn")
        return None
    if end is None and event.get("end"):
        oddities.append("„end“ ist unverständlich")
    return end
