"""The catalogue of sessions and booths, and the questions that one can ask it; no input and output here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.fair.model import Frozen, Place, settle_room


class Original(Frozen):
    """The announced start and room of a changed session; only what differs is set."""

    start: datetime | None = None
    room: str | None = None


class Session(Frozen):
    """An item of the programme. Times are aware, ``start`` ≤ ``end``; ``room`` is "" when unknown."""

    id: str
    title: str
    kind: str = ""
    start: datetime
    end: datetime
    room: str = ""
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    abstract: str = ""
    seats: int | None = None
    seats_free: int | None = None
    cancelled: bool = False
    is_new: bool = False
    original: Original = Original()
    changed_at: datetime | None = None
    note: str = ""
    url: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether visitors must be told that something differs from the announced programme."""
        return self.cancelled or self.is_new or self.changed_at is not None


class BoothHours(Frozen):
    """When a booth is staffed, where that differs from the fair's hours (aware datetimes)."""

    opens: datetime
    closes: datetime


class Booth(Frozen):
    """A booth of the fair, e.g. number "B3"."""

    number: str
    name: str
    room: str = ""
    organisation: str = ""
    description: str = ""
    try_out: str = ""
    topics: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    hours: tuple[BoothHours, ...] = ()
    note: str = ""
    cancelled: bool = False
    original_room: str = ""
    changed_at: datetime | None = None

    @property
    def is_changed(self) -> bool:
        """Whether visitors must be told that something differs from the announced booth."""
        return self.cancelled or self.changed_at is not None


class Catalogue(Frozen):
    """Everything that visitors can ask for, as of ``read_at``. ``version`` changes exactly with the content.

    ``stale_since`` is set while the source fails: the moment of its last good reading.
    """

    version: str
    read_at: datetime
    stale_since: datetime | None = None
    sessions: tuple[Session, ...] = ()
    booths: tuple[Booth, ...] = ()
    rooms: tuple[Place, ...] = ()

    def session(self, identifier: str) -> Session | None:
        """The session with this id."""
        return next((session for session in self.sessions if session.id == identifier), None)

    def booth(self, number: str) -> Booth | None:
        """The booth with this number."""
        return next((booth for booth in self.booths if booth.number == number), None)

    def room(self, name: str) -> Place | None:
        """The room with this name."""
        return next((room for room in self.rooms if room.name == name), None)


Sessions = tuple[Session, ...]


def overlapping(catalogue: Catalogue, start: datetime, end: datetime) -> Sessions:
    """Sessions that run at some moment between ``start`` and ``end``; touching is not overlapping."""
    return _select(catalogue, lambda session: session.start < end and start < session.end)


def by_room(catalogue: Catalogue, room: str) -> Sessions:
    """Sessions in this room, under any of its names."""
    wanted = settle_room(room, catalogue.rooms).casefold()
    return _select(catalogue, lambda session: session.room.casefold() == wanted)


def by_speaker(catalogue: Catalogue, name: str) -> Sessions:
    """Sessions with a speaker in whose name every word of ``name`` occurs („Talbach“, „miriam talbach“)."""
    wanted = set(name.casefold().split())

    def speaks(session: Session) -> bool:
        return bool(wanted) and any(wanted <= set(speaker.casefold().split()) for speaker in session.speakers)

    return _select(catalogue, speaks)


def changed(catalogue: Catalogue) -> Sessions:
    """Sessions that differ from the announced programme, cancelled ones included."""
    return _select(catalogue, lambda session: session.is_changed, with_cancelled=True)


def _select(catalogue: Catalogue, keep: Callable[[Session], bool], with_cancelled: bool = False) -> Sessions:
    kept = (session for session in catalogue.sessions if keep(session) and (with_cancelled or not session.cancelled))
    return tuple(sorted(kept, key=lambda session: (session.start, session.room, session.title)))
