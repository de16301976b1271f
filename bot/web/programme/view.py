"""The programme as its pages show it: filtered, by day, with words for everything that has changed. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.fair.model import Fair
from bot.german.phrases import clock_time, day_name
from bot.programme.model import Catalogue, Session

OVER, RUNNING, AHEAD = "vorbei", "laeuft", "kommt"


@dataclass(frozen=True)
class Filter:
    """One way to narrow the programme: the name in the address, its label and what can be chosen."""

    name: str
    label: str
    every: str
    values: Callable[[Session], Iterable[str]]


FILTERS = (
    Filter("thema", "Thema", "Alle Themen", lambda session: session.topics),
    Filter("raum", "Raum", "Alle Räume", lambda session: filter(None, [session.room])),
    Filter("art", "Format", "Alle Formate", lambda session: filter(None, [session.kind])),
)
DAY = "tag"


@dataclass(frozen=True)
class FilterChoice:
    """A filter with its options, ready for a select element; ``chosen`` is "" for everything."""

    name: str
    label: str
    every: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True)
class SessionRow:
    """A session with its words: ``marks`` are what visitors must notice."""

    session: Session
    begins: str
    ends: str
    state: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """A day; ``now_before`` is the place of the now-line: before this row, or -1 when it is not today."""

    title: str
    rows: tuple[SessionRow, ...]
    now_before: int


def offer(catalogue: Catalogue, fair: Fair) -> tuple[FilterChoice, ...]:
    """Day, topic, room and format, each with what the programme has, set to everything."""
    days = sorted({_day_of(session, fair) for session in catalogue.sessions})
    options = tuple((day.isoformat(), day_name(day)) for day in days)
    found = [FilterChoice(DAY, "Tag", "Alle Tage", options)]
    for each in FILTERS:
        values = sorted({value for session in catalogue.sessions for value in each.values(session)}, key=str.casefold)
        pairs = tuple((value, value) for value in values)
        found.append(FilterChoice(each.name, each.label, each.every, pairs))
    return tuple(found)


class OfferedFilters:
    """The filters' options, found once per version of the programme."""

    def __init__(self, fair: Fair) -> None:
        self._fair = fair
        self._found: tuple[str, tuple[FilterChoice, ...]] = ("", ())

    def of(self, catalogue: Catalogue) -> tuple[FilterChoice, ...]:
        """The filters of this programme, set to everything."""
        if self._found[0] != catalogue.version:
            self._found = (catalogue.version, offer(catalogue, self._fair))
        return self._found[1]


def choose(offered: Sequence[FilterChoice], wanted: Mapping[str, str]) -> tuple[FilterChoice, ...]:
    """The choices set to what is wanted; a value that the programme lacks counts as everything."""
    return tuple(replace(each, chosen=_known(wanted.get(each.name, ""), each.options)) for each in offered)


def days_of(catalogue: Catalogue, fair: Fair, now: datetime, chosen: Mapping[str, str]) -> tuple[Day, ...]:
    """The sessions that fit, by day and time.

    Args:
        chosen: values by name as in :class:`FilterChoice`; "" lets everything through.
    """
    fitting = [session for session in catalogue.sessions if _fits(session, fair, chosen)]
    ordered = sorted(fitting, key=lambda session: (session.start, session.end, session.room, session.id))
    days = sorted({_day_of(session, fair) for session in ordered})
    return tuple(_day(day, [each for each in ordered if _day_of(each, fair) == day], fair, now) for day in days)


def _known(value: str, options: Sequence[tuple[str, str]]) -> str:
    return value if value in (option for option, _ in options) else ""


def _fits(session: Session, fair: Fair, chosen: Mapping[str, str]) -> bool:
    if chosen.get(DAY) and _day_of(session, fair).isoformat() != chosen[DAY]:
        return False
    return all(not chosen.get(each.name) or chosen[each.name] in each.values(session) for each in FILTERS)


def _day_of(session: Session, fair: Fair) -> date:
    return session.start.astimezone(fair.zone).date()


def _day(day: date, sessions: Sequence[Session], fair: Fair, now: datetime) -> Day:
    rows = tuple(_row(session, fair, now) for session in sessions)
    is_today = now.astimezone(fair.zone).date() == day
    place = sum(1 for session in sessions if session.start <= now)
    return Day(day_name(day), rows, place if is_today else -1)


def _row(session: Session, fair: Fair, now: datetime) -> SessionRow:
    begins, ends = (f"{moment.astimezone(fair.zone):%H:%M}" for moment in (session.start, session.end))
    return SessionRow(session, begins, ends, _state(session, now), tuple(_marks(session, fair)))


def _state(session: Session, now: datetime) -> str:
    if session.end <= now:
        return OVER
    return RUNNING if session.start <= now and not session.cancelled else AHEAD


def _marks(session: Session, fair: Fair) -> Iterable[str]:
    if session.cancelled:
        yield "Entfällt"
        return
    if session.is_new:
        yield "Neu im Programm"
    if session.original.start is not None:
        yield f"Neue Zeit, vorher {_moment(session.original.start, session, fair)}"
    if session.original.room is not None:
        yield f"Neuer Raum, vorher {session.original.room or 'ohne Raum'}"


def _moment(original: datetime, session: Session, fair: Fair) -> str:
    before = original.astimezone(fair.zone)
    if before.date() == _day_of(session, fair):
        return f"{clock_time(before)} Uhr"
    return f"{day_name(before)}, {clock_time(before)} Uhr"


def seats_text(session: Session) -> str:
    """Like "noch 3 von 20 Plätzen frei"; "" when seats are not counted."""
    if session.seats_free is None or session.cancelled:
        return ""
    if session.seats_free == 0:
        return "ausgebucht"
    of_all = f" von {session.seats}" if session.seats is not None else ""
    places = "Platz" if session.seats_free == 1 and not of_all else "Plätzen" if of_all else "Plätze"
    return f"noch {session.seats_free}{of_all} {places} frei"
