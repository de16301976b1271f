"""The parsers that are compared: ours, and dateparser and ctparse where they are installed."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.german.time.expressions import find_time_expressions

Span = tuple[datetime | None, datetime | None]
Parser = Callable[[str, datetime], list[Span]]
_ZONE = ZoneInfo("Europe/Berlin")


def available_parsers() -> dict[str, Parser | None]:
    """The parsers by name; None where the package is not installed."""
    logging.getLogger("ctparse").setLevel(logging.ERROR)
    return {
        "Messelotse": parse_ours,
        "dateparser": _parse_dateparser if importlib.util.find_spec("dateparser") else None,
        "ctparse": _parse_ctparse if importlib.util.find_spec("ctparse") else None,
    }


def parse_ours(text: str, now: datetime) -> list[Span]:
    """Our intervals."""
    return [(item.start, item.end) for item in find_time_expressions(text, now.replace(tzinfo=_ZONE))]


def _naive(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=None) if moment is not None else None


def _parse_dateparser(text: str, now: datetime) -> list[Span]:
    """dateparser knows points in time only."""
    search = importlib.import_module("dateparser.search")
    settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"}
    found = search.search_dates(text, languages=["de"], settings=settings) or []
    return [(_naive(moment), None) for _, moment in found]


def _parse_ctparse(text: str, now: datetime) -> list[Span]:
    """ctparse gives one best reading, a time or an interval."""
    found = importlib.import_module("ctparse").ctparse(text, ts=now, timeout=2)
    resolution = getattr(found, "resolution", None)
    if resolution is None:
        return []
    try:
        return [_span(resolution, now)]
    except ValueError:
        # ctparse also hands out days that do not exist, such as 30 February
        return []


def _span(resolution: Any, now: datetime) -> Span:
    if hasattr(resolution, "t_from"):
        return _moment(resolution.t_from, "start"), _moment(resolution.t_to, "start")
    if not hasattr(resolution, "hasDate"):
        return now, now + _length(resolution)
    return _moment(resolution, "start"), _moment(resolution, "end")


def _moment(value: Any, side: str) -> datetime | None:
    """A time of ctparse as a moment; one without a date is put on any day."""
    if value is None or not (value.hasDate or value.hasTime or value.hasPOD):
        return None
    if not value.hasDate:
        return datetime(2000, 1, 1, value.hour or 0, value.minute or 0)
    moment: datetime = getattr(value, side).dt
    is_last_minute = side == "end" and moment.minute == 59
    return moment + timedelta(minutes=1) if is_last_minute else moment


def _length(duration: Any) -> timedelta:
    seconds = {"minutes": 60, "hours": 3600, "days": 86400, "nights": 86400, "weeks": 604800, "months": 2592000}
    return timedelta(seconds=duration.value * seconds[duration.unit.value])
