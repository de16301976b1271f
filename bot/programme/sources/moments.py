"""Moments as the programme holds them, in the fair's zone, and remarks on unusual spans."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

LONG = timedelta(hours=8)
NIGHT_ENDS = 6
"""A session that begins between midnight and this hour is told as one „nach Mitternacht“."""
WHOLE_DAY = timedelta(days=1)


def settle(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the same moment in ``zone``; a clock time that a change of the clocks skips moves on."""
    # Through UTC: within one zone Python leaves 02:30 standing on a night that has no such time.
    return moment.astimezone(timezone.utc).astimezone(zone)


def later(start: datetime, duration: timedelta) -> datetime:
    """Return ``start`` plus elapsed time, right across a change of the clocks."""
    return (start.astimezone(timezone.utc) + duration).astimezone(start.tzinfo)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the real time between two moments; Python's difference within one zone is that of the wall clocks."""
    return end.astimezone(timezone.utc) - start.astimezone(timezone.utc)


def odd_wall_time(moment: datetime) -> str:
    """Return a remark on a clock time that a change of the clocks skips or repeats (German); "" if none.

    Args:
        moment: as written in the source, not yet settled.
    """
    clock = f"{moment:%H:%M} Uhr am {moment:%d.%m.%Y}"
    # Both folds agree on every moment that exists exactly once.
    if moment.tzinfo is None or moment.utcoffset() == moment.replace(fold=1).utcoffset():
        return ""
    back = moment.astimezone(timezone.utc).astimezone(moment.tzinfo)
    if back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0):
        return f"{clock} gibt es wegen der Zeitumstellung zweimal, das erste Mal gilt"
    return f"{clock} gibt es wegen der Zeitumstellung nicht, es gilt {back:%H:%M} Uhr"


def odd_offset(moment: datetime, zone: ZoneInfo) -> str:
    """Return a remark on a moment written with another offset than the fair's at that time; "" if it is the same."""
    local = moment.astimezone(zone)
    if moment.utcoffset() == local.utcoffset():
        return ""
    return f"Zeit in anderer Zeitzone ({moment:%H:%M} Uhr, UTC{_offset(moment)}), hier {local:%d.%m., %H:%M} Uhr"


def odd_span(start: datetime, end: datetime) -> list[str]:
    """Return remarks on sessions at night and long ones; a whole day is remarked where its missing time is noticed."""
    is_whole_days = start == _midnight(start) and end == _midnight(end)
    if is_whole_days and end - start == WHOLE_DAY:
        return []
    is_night = start.hour < NIGHT_ENDS and not is_whole_days
    remarks = [f"beginnt nach Mitternacht ({start:%d.%m., %H:%M} Uhr)"] if is_night else []
    if elapsed(start, end) > LONG:
        remarks.append(f"dauert länger als 8 Stunden (bis {end:%d.%m., %H:%M} Uhr)")
    elif end.date() > start.date() and end != _midnight(end):
        remarks.append(f"geht über Mitternacht (bis {end:%d.%m., %H:%M} Uhr)")
    return remarks


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _offset(moment: datetime) -> str:
    raw = f"{moment:%z}"
    return f"{raw[:3]}:{raw[3:5]}"
