"""Recognise the format of a programme by its file ending, else by its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from bot.core.errors import ContentError, Problem
from bot.fair.model import Fair
from bot.programme.sources.base import ScheduleFormat, SourceReading
from bot.programme.sources.calendar_ics import read_calendar, window_of
from bot.programme.sources.schedule_json import read_schedule
from bot.programme.sources.schedule_xml import read_schedule_xml

FORMATS: Mapping[str, Callable[[Fair], ScheduleFormat]] = {
    ".json": lambda fair: read_schedule,
    ".xml": lambda fair: read_schedule_xml,
    ".ics": lambda fair: partial(read_calendar, window=window_of(day.day for day in fair.days)),
}
ENDINGS = tuple(FORMATS)
_SHOWN = 40


def schedule_format(path: str, fair: Fair) -> ScheduleFormat:
    """Return the format for ``path``; without a known ending, each reading looks at the content."""
    formats = {ending: make(fair) for ending, make in FORMATS.items()}
    return formats.get(PurePosixPath(path).suffix.lower(), partial(_read_any, formats))


def recognise(raw: bytes) -> str:
    """Return the ending that fits this content, e.g. ".json"; "" when it is none of ours."""
    # Windows programs write a byte order mark.
    start = raw[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return ".json"
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return ".ics"
    return ".xml" if start[:1] == b"<" and not _is_page(start) else ""


def _read_any(formats: dict[str, ScheduleFormat], raw: bytes, zone: ZoneInfo, name: str) -> SourceReading:
    ending = recognise(raw)
    if ending:
        return formats[ending](raw, zone, name)
    raise ContentError([Problem(name, 0, _what_it_is(raw), "erwartet wird schedule.json, schedule.xml oder iCalendar")])


def _what_it_is(raw: bytes) -> str:
    start = raw[:1000].lstrip()
    if not start:
        return "kein Programm: die Antwort ist leer"
    if _is_page(start):
        return "kein Programm, sondern eine Webseite (vielleicht eine Anmeldung)"
    return f"kein Programm, beginnt mit „{_printable(start)}“"


def _is_page(start: bytes) -> bool:
    return start[:14].lower().startswith((b"<!doctype html", b"<html"))


def _printable(start: bytes) -> str:
    text = start[:_SHOWN].decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "·" for letter in text)
