"""Answers about what changes during the day: free seats and changes of the programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reading.session_search import Filters, find_sessions, in_time, read_filters
from actions.reading.subject import THINGS, Unclear, Unknown, ask_back, find_subject
from actions.reply import SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.listing import MORE, listing_reply
from actions.sessions.wording import (
    BULLET,
    PAGE,
    booth_card,
    booth_line,
    change_words,
    in_room,
    page,
    seats_sentence,
    session_card,
    session_time,
)
from bot.german.phrases import WEEKDAYS, clock_time
from bot.german.stop_words import ThingKind
from bot.programme import queries
from bot.programme.model import Booth, Session


def free_seats(question: Question, view: AnswerContext) -> Reply:
    """Free seats of one session, or all that still have some."""
    subject = find_subject(question, view, THINGS)
    if isinstance(subject, Unclear):
        return ask_back(question, subject, view)
    if isinstance(subject, Unknown) and subject.is_named and not question.times:
        return ask_back(question, subject, view)
    if isinstance(subject, Reference) and subject.kind == SESSION and _is_about_seats(subject, question, view):
        return _seats_of(subject, view)
    if question.names_something and not isinstance(subject, Unknown):
        return Reply("Stände können Sie jederzeit besuchen, ohne Anmeldung und ohne Platzkarte.", buttons=(WHAT_IS_ON,))
    return _all_with_seats(_candidates(question, view), view)


def _candidates(question: Question, view: AnswerContext) -> tuple[Session, ...]:
    """The sessions of the time and kind that was asked, else those listed last, else all."""
    filters = read_filters(question, view)
    if filters.time is not None or filters.family:
        sessions = find_sessions(replace(filters, words=""), question, view).sessions
        return in_time(sessions, filters.time, view.now) if filters.time is not None else sessions
    listing = question.listing
    if listing is None or listing.kind != SESSION:
        return view.catalogue.sessions
    return tuple(session for session in view.catalogue.sessions if session.id in listing.keys)


def _is_about_seats(reference: Reference, question: Question, view: AnswerContext) -> bool:
    """Whether the question means this session: it was named, or it is the conversation's subject and has limited
    seats.
    """
    session = view.session(reference.key)
    is_meant = question.names_something or question.is_button or bool(question.refers)
    return is_meant or (session is not None and session.seats is not None)


def _seats_of(reference: Reference, view: AnswerContext) -> Reply:
    session = next(session for session in view.catalogue.sessions if session.id == reference.key)
    if session.cancelled:
        return Reply(f"„{session.title}“ fällt leider aus.", focus=reference)
    if session.end <= view.now:
        return Reply(f"„{session.title}“ ist schon vorbei.", buttons=(WHAT_IS_ON,), focus=reference)
    sentence = seats_sentence(session) or "Die Plätze sind nicht begrenzt: Kommen Sie einfach vorbei."
    moved = f" Achtung, geändert: {change_words(session)}." if session.original.start or session.original.room else ""
    text = f"„{session.title}“ ist {session_time(session, view.now)}. {sentence}{moved}"
    return Reply(text, buttons=_seat_buttons(session), focus=reference, offer=_seat_buttons(session)[0])


def _seat_buttons(session: Session) -> tuple[TopicButton, ...]:
    if session.seats_free == 0 and session.topics:
        return (TopicButton(f"Anderes zu „{session.topics[0]}“", payload("programm_suche", thema=session.topics[0])),)
    return (TopicButton("Wo ist das?", payload("wo_ist", sitzung=session.id)),)


def _all_with_seats(sessions: tuple[Session, ...], view: AnswerContext) -> Reply:
    ahead = [each for each in sessions if each.seats_free and each.start > view.now and not each.cancelled]
    if not ahead:
        return Reply(
            "Was begrenzte Plätze hat, ist leider ausgebucht oder schon vorbei.", buttons=(TODAY,), offer=TODAY
        )
    ordered = tuple(sorted(ahead, key=lambda session: session.start))
    return listing_reply(ordered, "Freie Plätze gibt es noch hier:", Filters(), view)


def changes(question: Question, view: AnswerContext) -> Reply:
    """What differs from the announced programme, for one session or all."""
    subject = find_subject(question, view, frozenset({ThingKind.SESSION})) if question.names_something else None
    if isinstance(subject, Reference):
        return _change_of(subject, view)
    changed = tuple(session for session in queries.changed(view.catalogue) if session.end > view.now)
    booths = [booth for booth in view.catalogue.booths if booth.is_changed]
    if not changed and not booths:
        return Reply("Für das, was noch kommt, gibt es keine Änderungen.", buttons=(WHAT_IS_ON, TODAY))
    lines = [f"{BULLET} {change_sentence(session, view.now.date())}" for session in changed[:PAGE]]
    intro = "Das hat sich geändert:"
    return Reply(
        "\n".join([intro, *filter(None, [page(lines, len(changed))]), *_booth_lines(booths, view)]),
        intro,
        (
            *(session_card(session, view.now.date()) for session in changed[:PAGE]),
            *(booth_card(booth) for booth in booths[:PAGE]),
        ),
        (MORE,) if len(changed) > PAGE else (WHAT_IS_ON,),
        listing=Listing(SESSION, tuple(session.id for session in changed), min(PAGE, len(changed)), {}),
    )


def _booth_lines(booths: list[Booth], view: AnswerContext) -> list[str]:
    """The changed booths, with a word on how many more there are."""
    lines = [booth_line(booth, view.now.date()) for booth in booths[:PAGE]]
    return [page(lines, len(booths))] if lines else []


def _change_of(reference: Reference, view: AnswerContext) -> Reply:
    session = next(session for session in view.catalogue.sessions if session.id == reference.key)
    if session.is_changed:
        return Reply(change_sentence(session, view.now.date()), focus=reference, buttons=(WHAT_IS_ON,))
    text = f"„{session.title}“ findet wie angekündigt statt: {session_time(session, view.now)} {in_room(session.room)}"
    button = TopicButton("Alle Änderungen", payload("aenderungen"))
    return Reply(f"{text.rstrip()}.", buttons=(button,), focus=reference)


def change_sentence(session: Session, today: date) -> str:
    """One sentence on what changed, with the organisers' note."""
    note = f" {session.note}" if session.note else ""
    day = "" if session.start.date() == today else f" am {WEEKDAYS[session.start.weekday()]}"
    if session.cancelled:
        return f"„{session.title}“{day} ({clock_time(session.original.start or session.start)} Uhr) fällt aus.{note}"
    if session.is_new:
        place = f" {in_room(session.room)}" if session.room else ""
        return f"Neu: „{session.title}“{day} um {clock_time(session.start)} Uhr{place}.{note}"
    parts = []
    if session.original.start is not None:
        before = session.original.start
        weekday = "" if before.date() == session.start.date() else f"{WEEKDAYS[before.weekday()]} "
        parts.append(f"beginnt um {clock_time(session.start)} statt {weekday}{clock_time(before)} Uhr")
    if session.original.room:
        parts.append(f"ist jetzt {in_room(session.room)} (vorher: {session.original.room})")
    return f"„{session.title}“{day} {' und '.join(parts) or 'ist geändert'}.{note}"
