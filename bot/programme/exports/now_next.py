"""Running and next sessions for screens: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.fair.model import Fair
from bot.programme.model import Catalogue, Session

SOON = timedelta(hours=12)
MAX_CHANGES = 6
Json = dict[str, object]


@dataclass(frozen=True)
class NowNext:
    """The programme as seen at ``moment``.

    Attributes:
        moment: the fair's time.
        running: sessions that have begun and not ended, by start and room.
        following: the next session of each room, by start; only those of the same day.
        changes: sessions that are not over and differ from the announced programme, by start.
    """

    moment: datetime
    running: tuple[Session, ...]
    following: tuple[Session, ...]
    changes: tuple[Session, ...]


def now_and_next(catalogue: Catalogue, now: datetime) -> NowNext:
    """Sort the sessions into running, following and changed ones, as seen at ``now``."""
    ordered = sorted(catalogue.sessions, key=lambda session: (session.start, session.room, session.id))
    ahead = [session for session in ordered if session.end > now]
    taking_place = [session for session in ahead if not session.cancelled]
    running = tuple(session for session in taking_place if session.start <= now)
    # A screen that is left on at night shows nothing rather than tomorrow's programme.
    later = [session for session in taking_place if now < session.start <= now + SOON]
    changes = tuple(session for session in ahead if session.is_changed and session.start.date() == now.date())
    return NowNext(now, running, _first_of_each_room(later, now), changes[:MAX_CHANGES])


def _first_of_each_room(sessions: Sequence[Session], now: datetime) -> tuple[Session, ...]:
    found: dict[str, Session] = {}
    for session in sessions:
        if session.start.astimezone(now.tzinfo).date() == now.date():
            # Sessions without a room are a line of their own each.
            found.setdefault(session.room or session.id, session)
    return tuple(found.values())


def to_json(state: NowNext, catalogue: Catalogue, fair: Fair) -> Json:
    """Return the state as ``jetzt.json`` shows it; all moments in ISO 8601 in the fair's zone."""
    stale = catalogue.stale_since
    return {
        "messe": fair.name,
        "zeit": state.moment.astimezone(fair.zone).isoformat(timespec="minutes"),
        "stand": (stale or catalogue.read_at).astimezone(fair.zone).isoformat(timespec="seconds"),
        "veraltet": stale is not None,
        "version": catalogue.version,
        "jetzt": [_session(session, fair) for session in state.running],
        "danach": [_session(session, fair) for session in state.following],
        "aenderungen": [_session(session, fair) for session in state.changes],
    }


def _session(session: Session, fair: Fair) -> Json:
    original = session.original
    return {
        "id": session.id,
        "titel": session.title,
        "art": session.kind,
        "beginn": _local(session.start, fair),
        "ende": _local(session.end, fair),
        "raum": session.room,
        "vortragende": list(session.speakers),
        "themen": list(session.topics),
        "abgesagt": session.cancelled,
        "neu": session.is_new,
        "beginn_vorher": _local(original.start, fair) if original.start is not None else None,
        "raum_vorher": original.room,
        "aenderung": change_text(session, fair),
        "hinweis": session.note,
        "plaetze_frei": session.seats_free,
    }


def change_text(session: Session, fair: Fair) -> str:
    """Return the difference from the announced programme, short enough for a screen: "Foyer statt Saal"; "" if none."""
    if session.cancelled:
        return "Entfällt"
    before, room = session.original.start, session.original.room
    found = ["Neu im Programm"] if session.is_new else []
    if before is not None:
        found.append(f"statt {_before(before.astimezone(fair.zone), session.start.astimezone(fair.zone))} Uhr")
    if room is not None:
        found.append(f"{session.room or 'ohne Raum'} statt {room or 'ohne Raum'}")
    elif found and session.room:
        found.append(session.room)
    return " · ".join(found)


def _before(announced: datetime, now: datetime) -> str:
    return f"{announced:%H:%M}" if announced.date() == now.date() else f"{announced:%d.%m., %H:%M}"


def _local(moment: datetime, fair: Fair) -> str:
    return moment.astimezone(fair.zone).isoformat(timespec="minutes")
