"""The content of the Programmbüro's pages: rows by room, changes in words, differences. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote, urlencode

from bot.german.phrases import clock_time, day_name
from bot.german.slugs import slug
from bot.programme.changes.model import TITLES, Change, ChangeContent, ChangeKind, Target, TargetKind
from bot.programme.model import Booth, BoothHours, Catalogue, Session

BASE = "/programmbuero"
FILTERS = ("ansicht", "tag", "raum", "suche")
BOOTHS = "staende"
NO_ROOM = "Ohne Raum"


@dataclass(frozen=True)
class OfficeRow:
    """One session or booth in the table; ``marks`` tell what differs from what was announced."""

    anchor: str
    address: str
    when: str
    title: str
    details: str
    marks: tuple[str, ...]
    seats: str
    is_cancelled: bool
    words: str


@dataclass(frozen=True)
class RoomGroup:
    """The rows of one room."""

    room: str
    rows: tuple[OfficeRow, ...]


@dataclass(frozen=True)
class ChangeRow:
    """One change in the list; ``undone`` says by whom, ``problem`` why it has no effect."""

    number: int
    title: str
    address: str
    words: str
    author: str
    reason: str
    when: str
    undone: str
    problem: str


def address_of(target: Target, filters: Mapping[str, str] | None = None) -> str:
    """The page where this session or booth is changed."""
    kind = "stand" if target.kind is TargetKind.BOOTH else "sitzung"
    query = f"?{urlencode(filters)}" if filters else ""
    return f"{BASE}/{kind}/{quote(target.key, safe='')}{query}"


def anchor_of(target: Target) -> str:
    """Where this session or booth stands in the table."""
    return f"{target.kind.value}-{slug(target.key) or 'x'}"


def days_of(catalogue: Catalogue, fair_days: Iterable[date]) -> tuple[date, ...]:
    """All days that the programme or the fair has."""
    return tuple(sorted({*fair_days, *(session.start.date() for session in catalogue.sessions)}))


def session_groups(catalogue: Catalogue, day: date, filters: Mapping[str, str]) -> tuple[RoomGroup, ...]:
    """The sessions of a day by room that fit the filters."""
    wanted = [session for session in catalogue.sessions if session.start.date() == day]
    rows = [(session.room, session_row(session, filters)) for session in wanted]
    return _grouped(rows, catalogue, filters)


def booth_groups(catalogue: Catalogue, filters: Mapping[str, str]) -> tuple[RoomGroup, ...]:
    """The booths by room that fit the filters."""
    return _grouped([(booth.room, booth_row(booth, filters)) for booth in catalogue.booths], catalogue, filters)


def session_row(session: Session, filters: Mapping[str, str]) -> OfficeRow:
    """A session as a row."""
    target = Target(kind=TargetKind.SESSION, key=session.id)
    details = " · ".join(part for part in (session.kind, ", ".join(session.speakers)) if part)
    return OfficeRow(
        anchor=anchor_of(target),
        address=address_of(target, filters),
        when=f"{session.start:%H:%M}–{session.end:%H:%M}",
        title=session.title,
        details=details,
        marks=tuple(session_marks(session)),
        seats=seats_words(session),
        is_cancelled=session.cancelled,
        words=_folded(f"{session.title} {session.room} {details} {session.id}"),
    )


def booth_row(booth: Booth, filters: Mapping[str, str]) -> OfficeRow:
    """A booth as a row."""
    target = Target(kind=TargetKind.BOOTH, key=booth.number)
    return OfficeRow(
        anchor=anchor_of(target),
        address=address_of(target, filters),
        when=booth.number,
        title=booth.name,
        details=booth.organisation,
        marks=tuple(booth_marks(booth)),
        seats=hours_words(booth.hours),
        is_cancelled=booth.cancelled,
        words=_folded(f"{booth.number} {booth.name} {booth.room} {booth.organisation}"),
    )


def session_marks(session: Session) -> Iterable[str]:
    """Yield the session's changes as visitors are told them."""
    if session.cancelled:
        yield "Fällt aus"
    if session.is_new:
        yield "Neu"
    if session.original.start is not None:
        yield f"Zeit geändert, vorher {moment_words(session.original.start, session.start)}"
    if session.original.room is not None:
        yield f"Raum geändert, vorher {session.original.room}"
    if session.seats_free == 0:
        yield "Ausgebucht"
    if session.note:
        yield f"Hinweis: {session.note}"


def booth_marks(booth: Booth) -> Iterable[str]:
    """Yield the booth's changes as visitors are told them."""
    if booth.cancelled:
        yield "Fällt aus"
    if booth.original_room:
        yield f"Raum geändert, vorher {booth.original_room}"
    if booth.note:
        yield f"Hinweis: {booth.note}"


def seats_words(session: Session) -> str:
    """``3 von 20``; "" when seats are not counted."""
    if session.seats_free is None:
        return f"von {session.seats}" if session.seats is not None else ""
    return f"{session.seats_free} von {session.seats}" if session.seats is not None else str(session.seats_free)


def hours_words(hours: Sequence[BoothHours]) -> str:
    """``14.5. 10:00–12:00``; „ganze Messe“ without hours of its own."""
    spans = [f"{_short_day(each.opens)} {clock_time(each.opens)}–{clock_time(each.closes)}" for each in hours]
    return ", ".join(spans) or "ganze Messe"


def moment_words(moment: datetime, beside: datetime) -> str:
    """``10:00 Uhr``, with the day where it is not the same."""
    day = "" if moment.date() == beside.date() else f"{_short_day(moment)} "
    return f"{day}{clock_time(moment)} Uhr"


def content_words(content: ChangeContent) -> str:
    """A change in few words: ``Verspätung um 15 Minuten``."""
    words = TITLES[content.kind]
    if content.minutes is not None:
        words += f" um {content.minutes} {'Minute' if content.minutes == 1 else 'Minuten'}"
    if content.start is not None:
        end = f"–{clock_time(content.end)}" if content.end is not None else ""
        words += f": {_short_day(content.start)} {clock_time(content.start)}{end} Uhr"
    if content.room is not None:
        words += f": {content.room}"
    if content.partner is not None:
        words += f" mit „{content.partner}“"
    if content.seats_free is not None:
        words += f": {content.seats_free}" + (f" von {content.seats}" if content.seats is not None else "")
    if content.hours is not None:
        words += f": {hours_words(content.hours)}"
    if content.session is not None:
        words += f": {_short_day(content.session.start)} {clock_time(content.session.start)} Uhr"
    if content.note is not None:
        note = f"„{content.note}“" if content.note else "gelöscht"
        words += f": {note}" if content.kind is ChangeKind.NOTE else f", Hinweis {note}"
    return words


def change_rows(changes: Iterable[Change], problems: Mapping[int, str]) -> tuple[ChangeRow, ...]:
    """The changes, the latest first."""
    return tuple(_change_row(change, problems.get(change.number, "")) for change in sorted(changes, key=_latest_first))


def differences(before: Session | Booth | None, after: Session | Booth) -> tuple[tuple[str, str, str], ...]:
    """Return the facts that have changed: name, before, after."""
    old = dict(facts(before)) if before is not None else {}
    return tuple((name, old.get(name, "–"), value) for name, value in facts(after) if old.get(name, "–") != value)


def facts(thing: Session | Booth) -> tuple[tuple[str, str], ...]:
    """Return the facts that organisers can change, in words."""
    state = "fällt aus" if thing.cancelled else "findet statt"
    common = (("Raum", thing.room or NO_ROOM), ("Zustand", state), ("Hinweis", thing.note or "keiner"))
    if isinstance(thing, Booth):
        return (("Besetzt", hours_words(thing.hours)), *common)
    time = f"{day_name(thing.start)}, {clock_time(thing.start)}–{clock_time(thing.end)} Uhr"
    return (("Zeit", time), ("Freie Plätze", seats_words(thing) or "nicht begrenzt"), *common)


def _change_row(change: Change, problem: str) -> ChangeRow:
    undone = change.undone
    return ChangeRow(
        number=change.number,
        title=change.content.label or change.content.target.key,
        address=address_of(change.content.target),
        words=content_words(change.content),
        author=change.author,
        reason=change.reason,
        when=_stamp(change.made_at),
        undone=f"{undone.author}, {_stamp(undone.made_at)}: {undone.reason}" if undone is not None else "",
        problem=problem,
    )


def _latest_first(change: Change) -> int:
    return -change.number


def _stamp(moment: datetime) -> str:
    return f"{_short_day(moment)} {clock_time(moment)} Uhr"


def _short_day(moment: datetime) -> str:
    return f"{moment.day}.{moment.month}."


def _grouped(
    rows: Sequence[tuple[str, OfficeRow]], catalogue: Catalogue, filters: Mapping[str, str]
) -> tuple[RoomGroup, ...]:
    words = _folded(filters.get("suche", "")).split()
    room = filters.get("raum", "")
    fitting = [(name, row) for name, row in rows if room in ("", name) and all(word in row.words for word in words)]
    order = [place.name for place in catalogue.rooms] + [""]
    return tuple(
        RoomGroup(name or NO_ROOM, tuple(row for own, row in fitting if own == name))
        for name in order
        if any(own == name for own, _ in fitting)
    )


def _folded(text: str) -> str:
    return text.casefold()
