"""Dates of a calendar's events: single ones, series that end, and series that never do.

A series without an end has its dates during the fair, or else the next one after its beginning: so none is lost, and a
weekly meeting does not fill the programme for years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any

import recurring_ical_events
from icalendar import Calendar

MAX_DATES = 1000
"""Most dates of one series that are read."""
LONGEST_YEARS = 5
"""A series that runs longer counts as one without an end."""
SERIES_KEYS = ("RRULE", "RDATE")
_TOO_OFTEN = {"SECONDLY", "MINUTELY"}
Window = tuple[date, date]


@dataclass(frozen=True)
class CalendarComponent:
    """A VEVENT with its line in the file (0 if unknown); icalendar types its values too widely to help."""

    event: Any
    line: int


@dataclass(frozen=True)
class Occurrence:
    """One date: ``event`` has its times, ``source`` is the VEVENT it comes from; ``key`` names it within a series.

    ``is_struck`` means that the calendar itself takes all dates back; only the remark is left.
    """

    event: Any
    source: CalendarComponent
    key: str = ""
    oddity: str = ""
    is_struck: bool = False


def occurrences(components: Sequence[CalendarComponent], window: Window | None) -> Iterator[Occurrence]:
    """Yield all dates of these VEVENTs, in the order of the file.

    Args:
        components: the VEVENTs of one calendar.
        window: first and last day of the fair, for series without an end; None: only their first date.
    """
    groups: dict[str, list[CalendarComponent]] = defaultdict(list)
    for component in components:
        groups[_uid(component)].append(component)
    done: set[str] = set()
    for component in components:
        uid = _uid(component)
        masters = [item for item in groups[uid] if _is_series(item)]
        if len(masters) != 1 or not uid:
            # Without exactly one rule for the name, every entry stands for itself.
            yield from _alone(component, window) if _is_series(component) else [_single(component)]
        elif uid not in done:
            done.add(uid)
            yield from _expand(masters[0], groups[uid], window)


def value_in(prop: Any, name: str) -> Any:
    """Return an attribute of a property; None where it is missing or the property is unreadable."""
    try:
        return getattr(prop, name, None)
    except ValueError:  # a broken property says so only when it is asked
        return None


def _alone(component: CalendarComponent, window: Window | None) -> Iterator[Occurrence]:
    yield from _expand(component, [component], window)


def _single(component: CalendarComponent, oddity: str = "") -> Occurrence:
    return Occurrence(component.event, component, _day_key(component.event.get("RECURRENCE-ID")), oddity)


def _expand(
    master: CalendarComponent, group: Sequence[CalendarComponent], window: Window | None
) -> Iterator[Occurrence]:
    fault = _fault(master)
    if fault:
        yield from (_single(item, fault if item is master else "") for item in group)
        return
    try:
        dates, oddity = _dates(master, group, window)
    except Exception as error:  # a rule the library cannot follow must not cost the other events
        fault = f"Wiederholung ist unverständlich ({type(error).__name__}), nur der erste Termin gilt"
        yield from (_single(item, fault if item is master else "") for item in group)
        return
    yield from _described(dates, master, group, oddity)


def _described(
    dates: Sequence[Any], master: CalendarComponent, group: Sequence[CalendarComponent], oddity: str
) -> Iterator[Occurrence]:
    changed = {_day_key(item.event.get("RECURRENCE-ID")): item for item in group if item is not master}
    seen: set[str] = set()
    if not dates:
        struck = "alle Termine der Serie sind gestrichen, keiner wird gezeigt"
        yield Occurrence(master.event, master, oddity=struck, is_struck=True)
    for number, event in enumerate(dates):
        key = _day_key(event.get("RECURRENCE-ID"))
        seen.add(key)
        yield Occurrence(event, changed.get(key, master), key, oddity if number == 0 else "")
    yield from (_single(item) for key, item in changed.items() if key not in seen)


def _dates(
    master: CalendarComponent, group: Sequence[CalendarComponent], window: Window | None
) -> tuple[list[Any], str]:
    query = recurring_ical_events.of(_calendar(group))
    if _ends(master.event):
        # One more than allowed, to notice that there are more.
        dates = list(islice(query.all(), MAX_DATES + 1))
        if len(dates) > MAX_DATES:
            return dates[:MAX_DATES], f"mehr als {MAX_DATES} Termine, gelesen sind die ersten {MAX_DATES}"
        return dates, ""
    if window is not None:
        first, last = window
        dates = list(islice(query.between(first, last + timedelta(days=1)), MAX_DATES))
        if dates:
            return dates, f"Serie ohne Ende, gelesen sind die Termine vom {first:%d.%m.%Y} bis {last:%d.%m.%Y}"
        following = next(iter(query.after(datetime(first.year, first.month, first.day))), None)
        if following is not None:
            return [following], "Serie ohne Ende, keiner der Termine liegt in der Messezeit, gezeigt wird der nächste"
    return list(islice(query.all(), 1)), "Serie ohne Ende, gezeigt wird der erste Termin"


def _calendar(group: Sequence[CalendarComponent]) -> Calendar:
    calendar = Calendar()
    for component in group:
        calendar.add_component(component.event)
    return calendar


def _fault(master: CalendarComponent) -> str:
    rules = _rules(master.event)
    if any(not isinstance(rule, dict) for rule in rules):
        return "Wiederholung ist unverständlich, nur der erste Termin gilt"
    if any(_TOO_OFTEN & set(map(str, rule.get("FREQ", []))) for rule in rules):
        return "wiederholt sich öfter als stündlich, nur der erste Termin gilt"
    return ""


def _ends(event: Any) -> bool:
    return all(rule.get("COUNT") or _ends_soon(rule.get("UNTIL"), event) for rule in _rules(event))


def _ends_soon(until: Any, event: Any) -> bool:
    """Return whether UNTIL lies near; some tools write „until 9999“ for a series without an end."""
    return bool(until) and until[0].year - event["DTSTART"].dt.year <= LONGEST_YEARS


def _rules(event: Any) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _is_series(component: CalendarComponent) -> bool:
    return "RECURRENCE-ID" not in component.event and any(key in component.event for key in SERIES_KEYS)


def _uid(component: CalendarComponent) -> str:
    return str(component.event.get("UID", ""))


def _day_key(value: Any) -> str:
    """Return a date within its series as text, the same before and after it is moved, in whatever zone."""
    moment = value_in(value, "dt")
    if isinstance(moment, datetime):
        utc = moment if moment.tzinfo is None else moment.astimezone(timezone.utc)
        return f"{utc:%Y%m%d-%H%M}"
    return f"{moment:%Y%m%d}" if isinstance(moment, date) else ""
