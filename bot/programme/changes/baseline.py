"""The programme as announced, and the differences of the present one from it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import parse_obj_as

from bot.core.files import write_json
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


FILE = "programm_angekuendigt.json"
logger = logging.getLogger(__name__)
_Sessions = tuple[Session, ...]


class Announcement:
    """The programme announced by one source, and its latest marks; ``path`` None keeps it in memory only."""

    def __init__(self, path: Path | None, source: str) -> None:
        self._path = path
        self._source = source
        self._announced, self._marked = self._load()

    def mark(self, current: Sequence[Session], now: datetime) -> _Sessions:
        """Return ``current`` with its changes marked; the first reading becomes the announced programme."""
        if not _same_programme(self._announced, current):
            # A file copied over from last year's fair would otherwise mark the whole programme as new and cancelled.
            self._announced, self._marked = tuple(current), ()
            self._save()
        marked = mark_changes(self._announced, current, now, self._marked)
        if marked != self._marked:
            self._marked = marked
            self._save()
        return marked

    def renew(self, current: Sequence[Session], now: datetime) -> _Sessions:
        """Take ``current`` as announced from now on: marks that compare with the former one disappear."""
        self._announced, self._marked = (), ()
        return self.mark(current, now)

    def _load(self) -> tuple[_Sessions, _Sessions]:
        entry = _read_all(self._path).get(self._source, {})
        try:
            return tuple(parse_obj_as(list[Session], entry.get("angekuendigt", []))), tuple(
                parse_obj_as(list[Session], entry.get("zuletzt", []))
            )
        except (ValueError, AttributeError) as error:
            logger.warning("%s: nicht lesbar, das Programm gilt als neu angekündigt (%s)", FILE, type(error).__name__)
            return (), ()

    def _save(self) -> None:
        if self._path is None:
            return
        sessions = {"angekuendigt": self._announced, "zuletzt": self._marked}
        entry = {key: [json.loads(session.json()) for session in value] for key, value in sessions.items()}
        try:
            write_json(self._path, {**_read_all(self._path), self._source: entry})
        except OSError as error:
            logger.error("%s: nicht schreibbar – bitte Rechte und Platz prüfen (%s)", self._path, error)


def _same_programme(announced: Sequence[Session], current: Sequence[Session]) -> bool:
    """Return whether one follows from the other; next year's programme in the same folder shares no session with it."""
    if not announced or not current:
        return bool(announced)
    return bool({session.id for session in announced} & {session.id for session in current})


def _read_all(path: Path | None) -> dict[str, dict[str, object]]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        logger.warning("%s: nicht lesbar, das Programm gilt als neu angekündigt (%s)", path.name, type(error).__name__)
        return {}
    return data if isinstance(data, dict) else {}
