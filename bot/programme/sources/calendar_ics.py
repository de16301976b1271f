"""Programmes as iCalendar (.ics): VEVENTs become sessions, series are unrolled.

Attendees and organisers are personal data and are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.core.errors import ContentError, Problem
from bot.programme.model import Session
from bot.programme.sources.base import SourceReading
from bot.programme.sources.calendar_event import EventReader
from bot.programme.sources.calendar_series import CalendarComponent, Window, occurrences
from bot.programme.sources.schedule_values import zone_of

REMEDY = "bitte den Export prüfen, vielleicht fehlt ein Teil"
MAX_SESSIONS = 20_000
_EVENT = re.compile(rb"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)
_EVENT_END = re.compile(rb"^END:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)
_END = re.compile(rb"END:VCALENDAR\s*\Z", re.IGNORECASE)
_BEGIN = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", re.IGNORECASE)


def read_calendar(raw: bytes, zone: ZoneInfo, name: str, window: Window | None = None) -> SourceReading:
    """Decode the bytes of a calendar, times in ``zone``; every oddity becomes a warning.

    Args:
        raw: one VCALENDAR or several.
        zone: the fair's zone; also that of times which name none.
        name: name of the source for messages.
        window: first and last day of the fair, see :mod:`bot.programme.sources.calendar_series`.

    Raises:
        ContentError: no calendar, half a calendar, or none of its events can be used.
    """
    calendars = _parse(raw, name)
    lines = _lines_of_events(raw)
    found = [component for calendar in calendars for component in calendar.walk("VEVENT")]
    if len(lines) != len(found):
        lines = [0] * len(found)  # folded or nested oddly: no line is better than a wrong one
    components = [CalendarComponent(event, line) for event, line in zip(found, lines, strict=True)]
    reader = EventReader(_zone_of(calendars, zone), zone, name, _shared_names(components))
    sessions = tuple(islice(_read_all(reader, components, window), MAX_SESSIONS + 1))
    if len(sessions) > MAX_SESSIONS:
        raise ContentError([Problem(name, 0, f"mehr als {MAX_SESSIONS} Termine", "bitte nur die Messe ausgeben")])
    if not sessions:
        what = "kein Programm gefunden (kein Termin mit Beginn)"
        raise ContentError([*reader.problems, Problem(name, 0, what, "bitte prüfen, ob dies ein Programm ist")])
    return SourceReading(sessions, None, tuple(reader.problems))


def window_of(days: Iterable[date]) -> Window | None:
    """Return the first and last of these days, or None."""
    ordered = sorted(days)
    return (ordered[0], ordered[-1]) if ordered else None


def _read_all(reader: EventReader, components: list[CalendarComponent], window: Window | None) -> Iterator[Session]:
    # Events without a start are reported in the order of the file, before any series is unrolled.
    usable = []
    for component in components:
        if reader.has_start(component):
            usable.append(component)
        else:
            reader.report_missing_start(component)
    for found in occurrences(usable, window):
        if found.is_struck:
            reader.report_struck(found)
        else:
            yield reader.read(found)


def _parse(raw: bytes, name: str) -> list[Calendar]:
    if not _BEGIN.match(raw):
        raise _failure(name, 1, "kein iCalendar (BEGIN:VCALENDAR fehlt am Anfang)")
    # The library reads half a file without a word, which would cancel the other half of the programme.
    if not _END.search(raw[-200:]):
        raise _failure(name, raw.count(b"\n") + 1, "iCalendar bricht ab (END:VCALENDAR fehlt am Ende)")
    if len(_EVENT.findall(raw)) != len(_EVENT_END.findall(raw)):
        raise _failure(name, 0, "iCalendar ist unvollständig (ein BEGIN:VEVENT ohne END:VEVENT)")
    try:
        return [item for item in Calendar.from_ical(raw.decode("utf-8-sig"), multiple=True) if item is not None]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise _failure(name, 0, "kein gültiges iCalendar") from error


def _failure(name: str, line: int, what: str) -> ContentError:
    return ContentError([Problem(name, line, what, REMEDY)])


def _zone_of(calendars: list[Calendar], zone: ZoneInfo) -> ZoneInfo:
    names = (str(calendar.get("X-WR-TIMEZONE", "")) for calendar in calendars)
    return zone_of(next(filter(None, names), ""), zone)


def _lines_of_events(raw: bytes) -> list[int]:
    lines, line, position = [], 1, 0
    for match in _EVENT.finditer(raw):
        line += raw.count(b"\n", position, match.start())
        position = match.start()
        lines.append(line)
    return lines


def _shared_names(components: list[CalendarComponent]) -> set[str]:
    """Return the names before the @ that several different UIDs have."""
    uids = {str(component.event.get("UID", "")) for component in components}
    counts = Counter(uid.partition("@")[0] for uid in uids)
    return {local for local, count in counts.items() if count > 1}
