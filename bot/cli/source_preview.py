"""The preview of a source in the terminal: sessions and booths as tables, warnings below them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.core.errors import Problem
from bot.programme.model import Booth, Session
from bot.programme.sources.base import SourceReading

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NARROW = 90
"""Columns; below it speakers and topics are left out."""


def print_reading(console: Console, name: str, reading: SourceReading) -> None:
    """Everything that would be read, the warnings last because they are to be acted on."""
    console.print(Group(*_parts(name, reading, console.width >= NARROW)))


def print_problems(console: Console, problems: Sequence[Problem], heading: str, style: str) -> None:
    """A heading and each problem with its place."""
    console.print(Text(heading, style=f"bold {style}"))
    for problem in problems:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        console.print(Text.assemble("  ", (place, style), f": {problem.what} – {problem.remedy}"), soft_wrap=True)


def summary_of(reading: SourceReading) -> str:
    """„48 Sitzungen an 2 Tagen in 5 Räumen, 30 Stände, 3 Hinweise“."""
    days = {session.start.date() for session in reading.sessions}
    rooms = {session.room for session in reading.sessions if session.room}
    parts = [
        f"{_count(len(reading.sessions), 'Sitzung', 'Sitzungen')} an {_count(len(days), 'Tag', 'Tagen')} "
        f"in {_count(len(rooms), 'Raum', 'Räumen')}"
    ]
    if reading.booths is not None:
        parts.append(_count(len(reading.booths), "Stand", "Stände"))
    parts.append(_count(len(reading.warnings), "Hinweis", "Hinweise"))
    return ", ".join(parts)


def _parts(name: str, reading: SourceReading, is_wide: bool) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"Programmquelle: {name}", style="bold")]
    ordered = sorted(reading.sessions, key=lambda session: (session.start, session.room, session.title))
    for day in dict.fromkeys(session.start.date() for session in ordered):
        own = [session for session in ordered if session.start.date() == day]
        parts.append(_sessions_table(f"{_WEEKDAYS[day.weekday()]}, {day:%d.%m.%Y}", own, is_wide))
    if reading.booths:
        parts.append(_booths_table(reading.booths))
    return parts


def _sessions_table(title: str, sessions: Sequence[Session], is_wide: bool) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=is_wide)
    table.add_column("Zeit", no_wrap=True)
    table.add_column("Titel", ratio=4)
    table.add_column("Raum", ratio=2)
    if is_wide:
        table.add_column("Art", ratio=1)
        table.add_column("Vortragende", ratio=2)
        table.add_column("Themen", ratio=2)
    for session in sessions:
        row = [_time(session), _title(session), escape(session.room) or "–"]
        if is_wide:
            row += [escape(session.kind), escape(", ".join(session.speakers)), escape(", ".join(session.topics))]
        table.add_row(*row)
    return table


def _booths_table(booths: Sequence[Booth]) -> Table:
    table = Table(title="Stände", title_justify="left", title_style="bold")
    for heading in ("Nummer", "Name", "Raum", "Organisation"):
        table.add_column(heading)
    for booth in booths:
        table.add_row(*map(escape, (booth.number, booth.name, booth.room or "–", booth.organisation)))
    return table


def _time(session: Session) -> str:
    days = (session.end.date() - session.start.date()).days
    return f"{session.start:%H:%M}–{session.end:%H:%M}" + (f" (+{days} T.)" if days else "")


def _title(session: Session) -> str:
    # square brackets in a title would be read as rich's markup
    title = escape(session.title)
    return f"[strike]{title}[/strike] (abgesagt)" if session.cancelled else title


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
