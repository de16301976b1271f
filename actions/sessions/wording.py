"""German sentences about sessions, booths and rooms; the same facts as cards for the widget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.fair.model import Place
from bot.german.phrases import (
    WEEKDAYS,
    clock_time,
    join_words,
    relative_day,
    shorten,
    span,
)
from bot.german.place_phrases import in_room as in_room
from bot.german.place_phrases import the_room as the_room
from bot.programme.model import Booth, Session

PAGE = 5
BULLET = "•"
_LED = {
    "Vortrag": ("Den Vortrag", "hält", "halten"),
    "Workshop": ("Den Workshop", "leitet", "leiten"),
    "Führung": ("Die Führung", "leitet", "leiten"),
    "Sprechstunde": ("", "hält", "halten"),
}
_A_KIND = {"Vortrag": "ein", "Workshop": "ein", "Seminar": "ein", "Führung": "eine", "Sprechstunde": "eine"}
_INFINITIVE = re.compile(r"(?:en|ern|eln)\.?$")


def floor_of(room: Place | None) -> str:
    """`` (2. Obergeschoss)``; "" when unknown."""
    return f" ({room.floor})" if room is not None and room.floor else ""


def session_line(session: Session, today: date, with_day: bool) -> str:
    """``• 10:00–10:45 Uhr: Titel (Vortrag, Großer Saal)``, with the day before it where days are mixed."""
    day = f"{_short_day(session.start, today)}, " if with_day else ""
    return f"{BULLET} {day}{span(session.start, session.end)}: {session.title}{_bracket(session)}{_mark(session)}"


def _short_day(moment: datetime, today: date) -> str:
    distance = (moment.date() - today).days
    return {0: "heute", 1: "morgen"}.get(distance, WEEKDAYS[moment.weekday()])


def _bracket(session: Session) -> str:
    facts = [fact for fact in (session.kind, session.room) if fact]
    return f" ({', '.join(facts)})" if facts else ""


def _mark(session: Session) -> str:
    if session.cancelled:
        return " – fällt aus"
    if session.seats_free == 0:
        return " – ausgebucht"
    changed = " – geändert" if session.original.start or session.original.room else ""
    return f"{changed} – {_free(session.seats_free)}" if session.seats_free else changed


def _free(seats: int) -> str:
    return "1 Platz frei" if seats == 1 else f"{seats} Plätze frei"


def booth_line(booth: Booth, today: date) -> str:
    """``• B3: Name (Großer Saal)``, with what differs from the announced booth."""
    room = f" ({booth.room})" if booth.room else ""
    if booth.cancelled:
        return f"{BULLET} {booth.number}: {booth.name} – fällt aus"
    moved = f" – vorher {in_room(booth.original_room)}" if booth.original_room else ""
    return f"{BULLET} {booth.number}: {booth.name}{room}{moved}{_staffed(booth, today)}"


def booth_change(booth: Booth) -> str:
    """What differs from the announced booth, as sentences; "" when nothing does."""
    if booth.cancelled:
        return f"Der Stand {booth.number} „{booth.name}“ fällt leider aus.{f' {booth.note}' if booth.note else ''}"
    if booth.original_room:
        return f"Der Stand ist jetzt {in_room(booth.room)}, nicht mehr {in_room(booth.original_room)}."
    return ""


def _staffed(booth: Booth, today: date) -> str:
    """When a booth with hours of its own is staffed: `` – besetzt morgen 10:00–12:00 Uhr``."""
    spans = [f"{_short_day(each.opens, today)} {span(each.opens, each.closes)}" for each in booth.hours]
    return f" – besetzt {join_words(spans)}" if spans else ""


def session_card(session: Session, today: date) -> dict[str, Any]:
    """The session for the widget."""
    return {
        "art": "sitzung",
        "id": session.id,
        "titel": session.title,
        "zeit": span(session.start, session.end),
        "tag": _short_day(session.start, today),
        "raum": session.room,
        "vortragende": list(session.speakers),
        "format": session.kind,
        "hinweis": change_words(session),
    }


def booth_card(booth: Booth) -> dict[str, Any]:
    """The booth for the widget."""
    return {
        "art": "stand",
        "nummer": booth.number,
        "name": booth.name,
        "raum": booth.room,
        "organisation": booth.organisation,
        "text": " ".join(part for part in (booth_change(booth), "" if booth.cancelled else booth.try_out) if part),
    }


def change_words(session: Session) -> str:
    """What differs from the announced programme: ``11:30 statt 11:00 Uhr, …``; "" when nothing does."""
    if session.cancelled:
        return "fällt aus"
    parts = []
    if session.original.start is not None:
        parts.append(
            f"{_when(session.start, session.original.start)} statt {_when(session.original.start, session.start)} Uhr"
        )
    if session.original.room:
        parts.append(f"{in_room(session.room)} statt {in_room(session.original.room)}")
    if session.is_new:
        parts.append("neu im Programm")
    if session.seats_free == 0:
        parts.append("ausgebucht")
    return ", ".join(parts)


def _when(moment: datetime, other: datetime) -> str:
    if moment.date() == other.date():
        return clock_time(moment)
    return f"{WEEKDAYS[moment.weekday()]} {clock_time(moment)}"


def session_time(session: Session, now: datetime) -> str:
    """``heute von 10:00 bis 10:45 Uhr``, with a word on whether it is running or over."""
    day = relative_day(session.start.date(), now.date())
    text = f"{day} von {clock_time(session.start)} bis {clock_time(session.end)} Uhr"
    if session.start <= now < session.end:
        return f"{text} (läuft gerade)"
    return f"{text} (schon vorbei)" if session.end <= now else text


def seats_sentence(session: Session) -> str:
    """How many seats are left; "" when seats are not limited."""
    if session.seats is None and session.seats_free is None:
        return ""
    if session.seats_free is None:
        return f"Es gibt {session.seats} Plätze; wie viele noch frei sind, weiß ich nicht."
    if session.seats_free == 0:
        return "Leider sind keine Plätze mehr frei."
    verb = "ist" if session.seats_free == 1 else "sind"
    if session.seats:
        return f"Es {verb} noch {session.seats_free} von {session.seats} Plätzen frei."
    return f"Es {verb} noch {session.seats_free} {'Platz' if session.seats_free == 1 else 'Plätze'} frei."


def people(names: Sequence[str]) -> str:
    """``A, B und C``."""
    return join_words(list(names))


def leaders(session: Session) -> str:
    """``Den Vortrag „…“ hält A.``, ``„…“ gestalten A und B.``: who gives a session that has somebody."""
    start, one, more = _LED.get(session.kind, ("", "gestaltet", "gestalten"))
    verb = one if len(session.speakers) == 1 else more
    return f"{start} „{session.title}“ {verb} {people(session.speakers)}.".strip()


def what_it_is(session: Session, now: datetime) -> str:
    """``„…“ ist ein Vortrag mit A, heute von 10:00 bis 10:45 Uhr im Großen Saal.``"""
    when_where = f"{session_time(session, now)} {in_room(session.room)}".rstrip()
    speakers = f" mit {people(session.speakers)}" if session.speakers else ""
    article = _A_KIND.get(session.kind, "")
    if article:
        return f"„{session.title}“ ist {article} {session.kind}{speakers}, {when_where}."
    kind = f"{session.kind}, " if session.kind and session.kind not in session.title else ""
    return f"„{session.title}“ – {kind}{when_where}{f',{speakers}' if speakers else ''}."


def try_out_sentence(booth: Booth) -> str:
    """``Dort können Sie …``; "" when nothing can be tried out."""
    text = booth.try_out.rstrip(".")
    if not text:
        return ""
    return f"Dort können Sie {text}." if _INFINITIVE.search(text) else f"Zum Ausprobieren: {text}."


def short_title(title: str, length: int = 60) -> str:
    """A title that fits a button."""
    return shorten(title, length)


def page(lines: Sequence[str], total: int) -> str:
    """Lines below each other, with a word on how many more there are."""
    more = total - len(lines)
    tail: list[str] = [f"… und {more} weitere."] if more > 1 else ["… und ein weiterer Eintrag."] if more == 1 else []
    return "\n".join([*lines, *tail])
