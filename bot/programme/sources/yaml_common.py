"""Checks that sessions and booths in YAML share."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import Problem
from bot.core.yaml_reader import Entry
from bot.fair.model import Fair
from bot.fair.rooms import find_room
from bot.programme.sources.moments import WHOLE_DAY, odd_span, odd_wall_time, settle

Warnings = list[Problem]


def warn_at(entry: Entry, key: str, what: str, remedy: str, warnings: Warnings) -> None:
    """Note an oddity that does not stop the file from being used."""
    entry.report_at(key, what, remedy)
    # Reported as a problem first, since only the entry knows the line.
    warnings.append(entry.problems.pop())


def require_list(entry: Entry, key: str) -> list[Entry]:
    """Return the entries under ``key``; a missing key is reported (an empty list is not)."""
    if not entry.has(key):
        entry.report(f"„{key}:“ fehlt", f"bitte „{key}:“ ergänzen und darunter jeden Eintrag mit „- “ beginnen")
    return entry.entries(key)


def read_room(entry: Entry, fair: Fair, warnings: Warnings) -> str:
    """Return the room under ``raum``; a name that messe.yml does not know only causes a warning."""
    room = entry.text("raum", "")
    if room and find_room(room, fair.rooms) is None:
        remedy = "bitte Schreibweise prüfen oder den Raum in messe.yml ergänzen"
        warn_at(entry, "raum", f"Raum „{room}“ steht nicht in messe.yml", remedy, warnings)
    return room


def read_span(
    entry: Entry, keys: tuple[str, str, str], fair: Fair, warnings: Warnings, last_day_key: str = ""
) -> tuple[datetime, datetime] | None:
    """Return start and end from the keys (day, from, to); None when a part is missing or wrong, which is reported.

    ``last_day_key`` may name another day for the end („ende_tag“); without it the end is on the same day.
    """
    day_key, from_key, to_key = keys
    values = [entry.text(key) for key in keys]  # reports every missing one
    if not all(values):
        return None
    day, begins, ends = entry.date(day_key), entry.time(from_key), entry.time(to_key)
    last_day = entry.date(last_day_key) if last_day_key and entry.has(last_day_key) else day
    if day is None or last_day is None or begins is None or ends is None:
        return None
    if fair.day_of(day) is None:
        remedy = "bitte mit „tage“ in messe.yml abgleichen"
        warn_at(entry, day_key, f"Am {day:%d.%m.%Y} ist keine Messe", remedy, warnings)
    if (last_day, ends) <= (day, begins):
        remedy = "bitte beide Uhrzeiten prüfen"
        if last_day_key:
            remedy += f", nach Mitternacht „{last_day_key}: {day + WHOLE_DAY}“ ergänzen"
        entry.report_at(to_key, f"„{to_key}“ liegt nicht nach „{from_key}“", remedy)
        return None
    start = _real(entry, from_key, datetime.combine(day, begins, tzinfo=fair.zone), warnings)
    end = _real(entry, to_key, datetime.combine(last_day, ends, tzinfo=fair.zone), warnings)
    return _odd_span(entry, from_key, start, max(end, start + timedelta(minutes=1)), warnings)


def _real(entry: Entry, key: str, written: datetime, warnings: Warnings) -> datetime:
    """Return the moment as it exists: on the night of a clock change some clock times are skipped, some come twice."""
    oddity = odd_wall_time(written)
    if oddity:
        warn_at(entry, key, oddity, "bitte die Uhrzeit prüfen", warnings)
    return settle(written, written.tzinfo) if isinstance(written.tzinfo, ZoneInfo) else written


def _odd_span(entry: Entry, key: str, start: datetime, end: datetime, warnings: Warnings) -> tuple[datetime, datetime]:
    for oddity in odd_span(start, end):
        warn_at(entry, key, oddity, "bitte die Zeiten prüfen, sonst bleibt es dabei", warnings)
    return start, end


def at(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return the moment on ``day`` in the fair's zone."""
    return settle(datetime.combine(day, clock_time, tzinfo=zone), zone)


def report_repeats(lines: dict[str, int], entry: Entry, key: str, value: str) -> None:
    """Report ``value`` when an earlier entry has it; ``lines`` maps each value to its line."""
    if value in lines:
        what = f"„{key}: {value}“ steht schon in Zeile {lines[value]}"
        entry.report_at(key, what, "bitte jeden Wert nur einmal vergeben")
    elif value:
        lines[value] = entry.line
