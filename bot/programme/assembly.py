"""Put sessions, booths and rooms together into one catalogue with its version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.fair.model import Place
from bot.fair.rooms import add_unknown_rooms, settle_room
from bot.programme.model import Booth, Catalogue, Session


def settle_sessions(sessions: Iterable[Session], rooms: Sequence[Place]) -> tuple[Session, ...]:
    """Return the sessions with their rooms named as messe.yml names them."""
    return tuple(_settle_session(session, rooms) for session in sessions)


def assemble(
    sessions: Iterable[Session],
    booths: Iterable[Booth],
    rooms: Sequence[Place],
    read_at: datetime,
    stale_since: datetime | None = None,
) -> Catalogue:
    """Return the catalogue, sessions by start; rooms that only sessions or booths name are added to ``rooms``."""
    # A total order: two readings of the same programme must give the same version.
    ordered = tuple(sorted(sessions, key=lambda session: (session.start, session.room, session.title, session.id)))
    settled = tuple(booth.copy(update={"room": settle_room(booth.room, rooms)}) for booth in booths)
    names = [session.room for session in ordered] + [booth.room for booth in settled]
    draft = Catalogue(
        version="",
        read_at=read_at,
        stale_since=stale_since,
        sessions=ordered,
        booths=settled,
        rooms=add_unknown_rooms(rooms, names),
    )
    return draft.copy(update={"version": _version_of(draft)})


def _settle_session(session: Session, rooms: Sequence[Place]) -> Session:
    original = session.original
    if original.room is not None:
        original = original.copy(update={"room": settle_room(original.room, rooms)})
    return session.copy(update={"room": settle_room(session.room, rooms), "original": original})


def _version_of(catalogue: Catalogue) -> str:
    # Without read_at: reading the same programme again is no new version, and copies stay valid.
    content = catalogue.json(exclude={"version", "read_at"}, sort_keys=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:12]
