"""Chooses the source that ``messe.yml`` names, and the reader of a file's format."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from bot.core.errors import ConfigurationError, ContentError, Problem
from bot.fair.model import Fair
from bot.programme.sources.base import ProgrammeSource, ScheduleFormat, SourceReading, polling_from_environment
from bot.programme.sources.calendar_ics import read_calendar, window_of
from bot.programme.sources.files import schedule_file, yaml_folder
from bot.programme.sources.remote import RemoteSchedule, parse_address
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


def source_from(value: str, root: Path, fair: Fair, environment: Mapping[str, str] = os.environ) -> ProgrammeSource:
    """Return the source that ``value`` names; a relative path is meant below ``root``.

    Raises:
        ConfigurationError: neither a folder nor a file in a known format nor an http(s) or webcal address.
    """
    if "://" in value:
        format_there = schedule_format(parse_address(value).path, fair)
        return RemoteSchedule(value, fair.zone, format_there, polling=polling_from_environment(environment))
    path = root / value
    if path.is_dir():
        return yaml_folder(path, fair, _display(path, root))
    # Without a known ending the content decides: exports are often saved without one.
    if path.is_file() and (path.suffix.lower() in ENDINGS or recognise(_beginning(path))):
        return schedule_file(path, fair.zone, _display(path, root), schedule_format(path.name, fair))
    what = "ist keine Programmdatei" if path.exists() else "gibt es nicht"
    known = ", ".join(ENDINGS)
    raise ConfigurationError(
        f"Programmquelle {value} {what} – bitte einen Ordner mit programm.yml, eine Datei ({known}) "
        "oder eine Adresse mit https:// oder webcal:// angeben."
    )


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1000)
    except OSError:  # reading it whole will say so
        return b""


def _display(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
