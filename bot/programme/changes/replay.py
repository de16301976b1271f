"""Replay the organisers' changes over the programme of the source: pure, always from the beginning.

Changes that have been taken back are left out, so nothing has ever to be computed backwards, and a new reading of the
source loses no change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.errors import Problem
from bot.programme.changes.model import TITLES, Change, ChangeContent, ChangeKind, Target, TargetKind
from bot.programme.model import Booth, Original, Session
from bot.programme.sources.moments import elapsed, later

PLACE = "Programmbüro"


@dataclass(frozen=True)
class Overlaid:
    """The programme with all changes; ``problems`` are the changes that found nothing to change, by number."""

    sessions: tuple[Session, ...]
    booths: tuple[Booth, ...]
    problems: tuple[tuple[int, Problem], ...] = ()


def lay_over(
    sessions: Sequence[Session], booths: Sequence[Booth], changes: Iterable[Change], now: datetime,
    vanished: frozenset[str] = frozenset(),
) -> Overlaid:  # fmt: skip
    """Apply all changes that are in force, oldest first.

    Args:
        sessions: the source's sessions, already compared with the announced programme.
        booths: the source's booths.
        changes: every change by number, those taken back included.
        now: the fair's time and zone; no change is dated later.
        vanished: ids among ``sessions`` that the source no longer has and that therefore cannot be changed.
    """
    replay = _Replay(sessions, booths, now, vanished)
    for change in changes:
        if change.undone is None:
            replay.apply(change)
    return replay.result()


class _Replay:
    """The programme between two changes, beside the announced one."""

    def __init__(
        self, sessions: Sequence[Session], booths: Sequence[Booth], now: datetime, vanished: frozenset[str]
    ) -> None:
        # What a change is compared with, so that undoing the last one leaves no mark behind.
        self._announced = {session.id: session for session in sessions}
        self._sessions = dict(self._announced)
        self._announced_booths = {booth.number: booth for booth in booths}
        self._booths = dict(self._announced_booths)
        self._now = now
        self._vanished = vanished
        self._problems: list[tuple[int, Problem]] = []

    def apply(self, change: Change) -> None:
        """Apply one change, or note why it cannot be applied."""
        content = change.content
        if content.kind is ChangeKind.ADD:
            self._add(change)
        elif missing := next((target for target in content.targets if not self._has(target)), None):
            self._report(change, f"betrifft {_named(missing, content)}: das steht nicht mehr im Programm")
        elif content.target.kind is TargetKind.BOOTH:
            booth = _change_booth(self._booths[content.target.key], content, self._moment(change))
            self._booths[booth.number] = _settle_booth(booth, self._announced_booths[booth.number])
        else:
            self._change_session(change)

    def result(self) -> Overlaid:
        """Return the programme and the problems met so far."""
        return Overlaid(tuple(self._sessions.values()), tuple(self._booths.values()), tuple(self._problems))

    def _has(self, target: Target) -> bool:
        if target.kind is TargetKind.BOOTH:
            return target.key in self._booths
        return target.key in self._sessions and target.key not in self._vanished

    def _report(self, change: Change, what: str) -> None:
        title = TITLES[change.content.kind]
        remedy = "bitte im Programmbüro zurücknehmen oder die Programmquelle prüfen"
        self._problems.append(
            (change.number, Problem(PLACE, 0, f"Änderung Nr. {change.number} ({title}) {what}", remedy))
        )

    def _add(self, change: Change) -> None:
        added = change.content.session
        assert added is not None  # an "add" is only ever recorded with its session
        # The source was updated after the organisers had added it by hand.
        if added.id in self._sessions:
            self._report(change, f"fügt „{added.title}“ hinzu: die Quelle hat „{added.id}“ jetzt selbst, sie gilt")
            return
        local = {"start": self._local(added.start), "end": self._local(added.end)}
        session = added.copy(update={**local, "is_new": True, "changed_at": self._moment(change)})
        self._sessions[added.id] = self._announced[added.id] = session

    def _change_session(self, change: Change) -> None:
        content = change.content
        session = self._sessions[content.target.key]
        if content.partner is not None:
            other = self._sessions[content.partner]
            self._put(other.copy(update={"room": session.room}), change)
            self._put(_with_note(session, content).copy(update={"room": other.room}), change)
            return
        self._put(_with_note(SESSION_EDITS[content.kind](session, content, self._local), content), change)

    def _put(self, session: Session, change: Change) -> None:
        announced = self._announced[session.id]
        self._sessions[session.id] = _settle(session, announced, self._sessions[session.id], self._moment(change))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._now.tzinfo)

    def _moment(self, change: Change) -> datetime:
        # A demo clock starts anew with every process: what was done "later" counts as done now.
        return min(self._local(change.made_at), self._now)


_Local = Callable[[datetime], datetime]
_Edit = Callable[[Session, ChangeContent, _Local], Session]


def _cancel(session: Session, _content: ChangeContent, _local: _Local) -> Session:
    return session.copy(update={"cancelled": True})


def _move(session: Session, content: ChangeContent, local: _Local) -> Session:
    assert content.start is not None
    start = local(content.start)
    # Only a new start was given: the session keeps its length, also across a change of the clocks.
    end = local(content.end) if content.end else later(start, elapsed(session.start, session.end))
    return session.copy(update={"start": start, "end": end})


def _delay(session: Session, content: ChangeContent, _local: _Local) -> Session:
    by = timedelta(minutes=content.minutes or 0)
    return session.copy(update={"start": later(session.start, by), "end": later(session.end, by)})


def _change_room(session: Session, content: ChangeContent, _local: _Local) -> Session:
    return session.copy(update={"room": content.room})


def _set_seats(session: Session, content: ChangeContent, _local: _Local) -> Session:
    seats = content.seats if content.seats is not None else session.seats
    free = content.seats_free if content.seats_free is not None else session.seats_free
    # The source may have fewer seats by now than were free when the change was made.
    return session.copy(update={"seats": seats, "seats_free": min(free, seats) if free and seats else free})


def _keep(session: Session, _content: ChangeContent, _local: _Local) -> Session:
    return session


SESSION_EDITS: dict[ChangeKind, _Edit] = {
    ChangeKind.CANCEL: _cancel,
    ChangeKind.MOVE: _move,
    ChangeKind.DELAY: _delay,
    ChangeKind.ROOM: _change_room,
    ChangeKind.SEATS: _set_seats,
    ChangeKind.NOTE: _keep,
}


def _with_note(session: Session, content: ChangeContent) -> Session:
    return session if content.note is None else session.copy(update={"note": content.note})


def _settle(session: Session, announced: Session, before: Session, moment: datetime) -> Session:
    """Return the session with its marks: its announced start and room, and the moment of its last change."""
    start = announced.original.start or announced.start
    room = announced.original.room or announced.room or None
    original = Original(start=None if start == session.start else start, room=None if room == session.room else room)
    settled = session.copy(update={"original": original})
    if _told(settled) == _told(before):
        return settled
    return settled.copy(update={"changed_at": announced.changed_at if _told(settled) == _told(announced) else moment})


def _told(session: Session) -> tuple[object, ...]:
    """Return the facts that visitors must be told of; free seats come and go without being a change."""
    return session.start, session.end, session.room, session.cancelled, session.note


def _change_booth(booth: Booth, content: ChangeContent, moment: datetime) -> Booth:
    update: dict[str, object] = {"changed_at": moment}
    if content.kind is ChangeKind.CANCEL:
        update["cancelled"] = True
    if content.kind is ChangeKind.ROOM:
        update["room"] = content.room
    if content.hours is not None:
        # Stored with whatever offset the client sent; shown in the fair's zone.
        zone = moment.tzinfo
        update["hours"] = tuple(
            each.copy(update={"opens": each.opens.astimezone(zone), "closes": each.closes.astimezone(zone)})
            for each in content.hours
        )
    if content.note is not None:
        update["note"] = content.note
    return booth.copy(update=update)


def _settle_booth(booth: Booth, announced: Booth) -> Booth:
    if booth.copy(update={"changed_at": announced.changed_at, "original_room": announced.original_room}) == announced:
        return announced
    return booth.copy(update={"original_room": "" if booth.room == announced.room else announced.room})


def _named(target: Target, content: ChangeContent) -> str:
    if target.kind is TargetKind.BOOTH:
        return f"Stand {target.key}"
    title = f" „{content.label}“" if content.label and target == content.target else ""
    return f"die Sitzung{title} ({target.key})"
