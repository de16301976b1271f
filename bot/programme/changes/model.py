"""The values of organisers' changes: a change with its author, time and reason, and its target."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from bot.fair.model import Frozen
from bot.programme.model import BoothHours, Session


class TargetKind(str, Enum):
    """Kinds of things that can be changed."""

    SESSION = "sitzung"
    BOOTH = "stand"


class ChangeKind(str, Enum):
    """Kinds of changes; the values are stored in the log and named in the API."""

    CANCEL = "absage"
    MOVE = "zeit"
    DELAY = "verspaetung"
    ROOM = "raum"
    SWAP = "raumtausch"
    SEATS = "plaetze"
    ADD = "neu"
    HOURS = "zeiten"
    NOTE = "hinweis"


SESSION_KINDS = frozenset(ChangeKind) - {ChangeKind.HOURS}
BOOTH_KINDS = frozenset({ChangeKind.CANCEL, ChangeKind.ROOM, ChangeKind.HOURS, ChangeKind.NOTE})
TITLES = {
    ChangeKind.CANCEL: "Absage",
    ChangeKind.MOVE: "Neue Zeit",
    ChangeKind.DELAY: "Verspätung",
    ChangeKind.ROOM: "Neuer Raum",
    ChangeKind.SWAP: "Raumtausch",
    ChangeKind.SEATS: "Freie Plätze",
    ChangeKind.ADD: "Neue Sitzung",
    ChangeKind.HOURS: "Standzeiten",
    ChangeKind.NOTE: "Hinweis",
}


class Target(Frozen):
    """A session by its id or a booth by its number."""

    kind: TargetKind
    key: str


class ChangeContent(Frozen):
    """The content of a change. Only the fields of its ``kind`` are set; ``note`` may come with any.

    ``label`` is the target's title when the change was made: it stays readable when the target is gone.
    """

    kind: ChangeKind
    target: Target
    label: str = ""
    start: datetime | None = None
    end: datetime | None = None
    minutes: int | None = None
    room: str | None = None
    partner: str | None = None
    seats: int | None = None
    seats_free: int | None = None
    session: Session | None = None
    hours: tuple[BoothHours, ...] | None = None
    note: str | None = None

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everything that this change touches; a swap of rooms touches two sessions."""
        if self.partner is None:
            return (self.target,)
        return (self.target, Target(kind=TargetKind.SESSION, key=self.partner))


class LogEntry(Frozen):
    """Author, time and reason of an entry; ``reason`` is for the organisers, never shown to visitors."""

    number: int
    author: str
    reason: str
    made_at: datetime


class Change(LogEntry):
    """A change; once ``undone`` is set, it has been taken back and has no effect."""

    content: ChangeContent
    undone: LogEntry | None = None

    @property
    def last_number(self) -> int:
        """The number of this change's latest log entry: its own, or that of its undoing."""
        return self.undone.number if self.undone is not None else self.number


def as_of(changes: Iterable[Change], number: int) -> tuple[Change, ...]:
    """Return the changes as they were when ``number`` was the last."""
    return tuple(
        change.copy(update={"undone": None}) if change.last_number > number else change
        for change in changes
        if change.number <= number
    )


def revisions(changes: Iterable[Change]) -> dict[Target, int]:
    """Return the number of the last change (or undoing) of every target that has one; all others are at 0."""
    latest: dict[Target, int] = {}
    for change in changes:
        for target in change.content.targets:
            latest[target] = max(latest.get(target, 0), change.last_number)
    return latest
