"""Messages to a visitor when a session or booth is no longer as they were told. Pure.

The facts that a visitor was told are kept as :func:`facts_of`: a short text that differs exactly when there is news.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from bot.dialogue.session_names import Name, name_of
from bot.german.phrases import capitalise, clock_time, in_room, relative_day
from bot.programme.model import Booth, Session

Thing = Session | Booth
START, END, ROOM, CANCELLED, FULL, NOTE = "b", "e", "r", "x", "v", "n"


def facts_of(thing: Thing) -> str:
    """Return the facts that matter to a visitor who wants to go there."""
    # one-letter keys: this text is stored for each visitor and thing
    facts: dict[str, Any] = {ROOM: thing.room, CANCELLED: thing.cancelled, NOTE: thing.note}
    if isinstance(thing, Session):
        facts[START], facts[END] = _utc(thing.start), _utc(thing.end)
        facts[FULL] = thing.seats_free == 0
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def news_about(thing: Thing, told: str, now: datetime) -> str:
    """Return the sentences on what has changed since the visitor was told; "" when nothing is worth a message.

    Args:
        thing: as it is now.
        told: its facts as they were told.
        now: the fair's time; what is over is no news.
    """
    if not told or told == facts_of(thing):
        return ""
    before: dict[str, Any] = json.loads(told)
    if isinstance(thing, Booth):
        return _booth_news(thing, before)
    # moved from the past into the future, or the other way round: either end makes it news
    ends = max(thing.end, datetime.fromisoformat(before[END]))
    return _session_news(thing, before, now) if ends > now else ""


def _session_news(session: Session, before: dict[str, Any], now: datetime) -> str:
    name = name_of(session)
    if session.cancelled:
        return "" if before[CANCELLED] else f"{name.The} entfällt leider{_tail(session.note)}"
    if before[CANCELLED]:
        return f"{name.The} findet doch statt, {_moment(session.start, now)}{_there(session)}.{_note(session, before)}"
    start = datetime.fromisoformat(before[START]).astimezone(session.start.tzinfo)
    sentences = [
        _time_news(session, start, before, name, now),
        _room_news(session, before, name),
        _seat_news(session, before, name),
        _note(session, before, name.The).strip(),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _time_news(session: Session, start: datetime, before: dict[str, Any], name: Name, now: datetime) -> str:
    at = _moment(session.start, now)
    if session.start == start:
        return _end_news(session, before, name)
    if session.original.start is None:
        return f"{name.The} beginnt nun doch wie angekündigt {at}."
    if session.start.date() != start.date():
        return f"{name.The} ist verschoben und beginnt jetzt {at}."
    minutes = int((session.start - start).total_seconds()) // 60
    return f"{name.The} beginnt {_length(abs(minutes))} {'später' if minutes > 0 else 'früher'}, {at}."


def _end_news(session: Session, before: dict[str, Any], name: Name) -> str:
    end = datetime.fromisoformat(before[END]).astimezone(session.end.tzinfo)
    minutes = int((session.end - end).total_seconds()) // 60
    if not minutes:
        return ""
    later = "später" if minutes > 0 else "früher"
    return f"{name.The} endet {_length(abs(minutes))} {later}, um {clock_time(session.end)} Uhr."


def _room_news(session: Session, before: dict[str, Any], name: Name) -> str:
    old = before[ROOM]
    if not session.room or session.room == old:
        return ""
    if not old:
        return f"{name.The} findet {in_room(session.room)} statt."
    if session.original.room is None:
        return f"Der Raumwechsel ist zurückgenommen: {name.The} findet wie angekündigt {in_room(session.room)} statt."
    return f"{name.The} ist verlegt: jetzt {in_room(session.room)} statt {in_room(old)}."


def _seat_news(session: Session, before: dict[str, Any], name: Name) -> str:
    if not before[FULL] or session.seats_free == 0:
        return ""
    if session.seats_free is None:
        return f"Für {name.accusative} gibt es wieder freie Plätze."
    seats = "ist wieder ein Platz" if session.seats_free == 1 else f"sind wieder {session.seats_free} Plätze"
    return f"Für {name.accusative} {seats} frei."


def _booth_news(booth: Booth, before: dict[str, Any]) -> str:
    name = f"Stand {booth.number} „{booth.name}“"
    if booth.cancelled:
        return "" if before[CANCELLED] else f"{name} entfällt leider{_tail(booth.note)}"
    sentences = [f"{name} ist doch da."] if before[CANCELLED] else []
    if booth.room and booth.room != before[ROOM]:
        sentences.append(f"{name} ist jetzt {in_room(booth.room)}.")
    return " ".join([*sentences, _note(booth, before, name).strip()]).strip()


def _note(thing: Thing, before: dict[str, Any], about: str = "") -> str:
    if not thing.note or thing.note == before[NOTE]:
        return ""
    return f" Hinweis: {_sentence(thing.note)}" if not about else f"{about}: {_sentence(thing.note)}"


def _tail(reason: str) -> str:
    return f". {_sentence(reason)}" if reason else "."


def _sentence(text: str) -> str:
    text = text.strip()
    return f"{capitalise(text)}{'' if text.endswith(('.', '!', '?')) else '.'}"


def _there(session: Session) -> str:
    return f" {in_room(session.room)}" if session.room else ""


def _moment(moment: datetime, now: datetime) -> str:
    day = relative_day(moment.date(), now.date())
    return f"um {clock_time(moment)} Uhr" if day == "heute" else f"{day} um {clock_time(moment)} Uhr"


def _length(minutes: int) -> str:
    if minutes % 60 == 0:
        return "eine Stunde" if minutes == 60 else f"{minutes // 60} Stunden"
    return "eine Minute" if minutes == 1 else f"{minutes} Minuten"


def _utc(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat()
