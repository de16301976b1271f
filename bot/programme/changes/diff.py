"""Differences from the announced programme: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.programme.model import Original, Session

VANISHED = "steht nicht mehr im Programm"


def mark_changes(
    announced: Sequence[Session], current: Sequence[Session], now: datetime, previous: Sequence[Session] = ()
) -> tuple[Session, ...]:
    """Return ``current`` with its differences to ``announced`` marked, then the vanished sessions as cancelled.

    A session's own statement (original, changed_at, is_new, note) wins. A change that is taken back leaves no mark.

    Args:
        announced: the programme as first published.
        current: the programme as read now.
        now: becomes ``changed_at`` of changes seen for the first time.
        previous: the last result of this function: a change seen earlier keeps its moment.
    """
    before = {session.id: session for session in announced}
    seen = {session.id: session for session in previous}
    present = {session.id for session in current}
    # The announced programme is never updated by this: an earlier change stays marked until it is taken back.
    marked = [_mark(before.get(session.id), session) for session in current]
    vanished = [_vanish(session) for session in announced if session.id not in present]
    return tuple(_date(session, seen.get(session.id), now, before.get(session.id)) for session in marked + vanished)


def _mark(announced: Session | None, session: Session) -> Session:
    if announced is None:
        return session.copy(update={"is_new": True})
    return session.copy(update={"original": _original(announced, session)})


def _original(announced: Session, session: Session) -> Original:
    stated = session.original
    start = stated.start if stated.start is not None else _announced_start(announced, session)
    room = stated.room if stated.room is not None else _announced_room(announced, session)
    return Original(start=None if start == session.start else start, room=None if room == session.room else room)


def _announced_start(announced: Session, session: Session) -> datetime | None:
    """None where the session is back at a time it was announced for."""
    # A source may itself name the original start, which then counts as announced, too.
    return None if session.start in (announced.start, announced.original.start) else announced.start


def _announced_room(announced: Session, session: Session) -> str | None:
    """None also where no room was announced: a room that becomes known is no move."""
    return None if session.room in (announced.room, announced.original.room) else announced.room or None


def _vanish(session: Session) -> Session:
    return session.copy(update={"cancelled": True, "note": VANISHED, "changed_at": None})


def _date(session: Session, seen: Session | None, now: datetime, announced: Session | None) -> Session:
    if session.changed_at is not None or not _differs(session, announced):
        return session
    if seen is not None and seen.changed_at is not None and _facts(seen) == _facts(session):
        # A demo clock starts anew with every process: what was seen "later" counts as seen now.
        return session.copy(update={"changed_at": min(seen.changed_at, now)})
    return session.copy(update={"changed_at": now})


def _differs(session: Session, announced: Session | None) -> bool:
    was_cancelled = announced is not None and announced.cancelled
    return session.original != Original() or announced is None or (session.cancelled and not was_cancelled)


def _facts(session: Session) -> tuple[object, ...]:
    # Title and speakers are left out: visitors are told of where and when, not of corrected spelling.
    return session.start, session.room, session.cancelled, session.is_new, session.original
