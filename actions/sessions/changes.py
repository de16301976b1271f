"""Answers about what changes during the day: free seats and changes of the programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions.answer_context import AnswerContext
from actions.asking_back import ask_back
from actions.cards import booth_card, session_card
from actions.phrases import common, fill, nothing_found
from actions.phrases import sessions as phrases
from actions.reading.question import Question
from actions.reading.session_filters import Filters, read_filters
from actions.reading.session_search import find_sessions, in_time
from actions.reading.subject import THINGS, Unclear, Unknown, find_subject
from actions.reply import MORE, SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.details import where_button
from actions.sessions.listing import listing_reply
from actions.wording import PAGE, booth_line, change_words, in_room, page, seats_sentence, session_time
from bot.german.phrases import WEEKDAYS, clock_time
from bot.german.stop_words import ThingKind
from bot.programme import model
from bot.programme.model import Booth, Session


def free_seats(question: Question, view: AnswerContext) -> Reply:
    """Return the free seats of one session, or all sessions that still have some."""
    subject = find_subject(question, view, THINGS)
    if isinstance(subject, Unclear):
        return ask_back(question, subject, view)
    if isinstance(subject, Unknown) and subject.is_named and not question.times:
        return ask_back(question, subject, view)
    session = view.session(subject.key) if isinstance(subject, Reference) and subject.kind == SESSION else None
    if session is not None and _is_about_seats(session, question):
        return _seats_of(session, view)
    if question.names_something and not isinstance(subject, Unknown):
        return Reply(phrases.BOOTHS_HAVE_NO_SEATS, buttons=(WHAT_IS_ON,))
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


def _is_about_seats(session: Session, question: Question) -> bool:
    """Whether the question means this session: it was named, or it is the conversation's subject and has limited
    seats.
    """
    is_meant = question.names_something or question.is_button or bool(question.refers)
    return is_meant or session.seats is not None


def _seats_of(session: Session, view: AnswerContext) -> Reply:
    focus = Reference(SESSION, session.id)
    if session.cancelled:
        return Reply(fill(common.SESSION_CANCELLED, title=session.title, note=""), focus=focus)
    if session.end <= view.now:
        return Reply(fill(phrases.IS_OVER, title=session.title), buttons=(WHAT_IS_ON,), focus=focus)
    is_moved = bool(session.original.start or session.original.room)
    text = fill(
        phrases.SEATS_ANSWER,
        title=session.title,
        time=session_time(session, view.now),
        seats=seats_sentence(session) or phrases.SEATS_UNLIMITED,
        moved=fill(phrases.BUT_MOVED, changed=change_words(session)) if is_moved else "",
    )
    button = _seat_button(session)
    return Reply(text, buttons=(button,), focus=focus, offer=button)


def _seat_button(session: Session) -> TopicButton:
    if session.seats_free == 0 and session.topics:
        topic = session.topics[0]
        return TopicButton(fill(phrases.OTHERS_ON_TOPIC, topic=topic), payload("programm_suche", thema=topic))
    return where_button(session)


def _all_with_seats(sessions: tuple[Session, ...], view: AnswerContext) -> Reply:
    ahead = [each for each in sessions if each.seats_free and each.start > view.now and not each.cancelled]
    if not ahead:
        return Reply(nothing_found.NO_FREE_SEATS, buttons=(TODAY,), offer=TODAY)
    ordered = tuple(sorted(ahead, key=lambda session: session.start))
    return listing_reply(ordered, phrases.WITH_FREE_SEATS, Filters(), view)


def changes(question: Question, view: AnswerContext) -> Reply:
    """Return the changes from the announced programme, for one session or for all."""
    subject = find_subject(question, view, frozenset({ThingKind.SESSION})) if question.names_something else None
    session = view.session(subject.key) if isinstance(subject, Reference) else None
    if session is not None:
        return _change_of(session, view)
    # a change of what is over helps no visitor
    changed = tuple(session for session in model.changed(view.catalogue) if session.end > view.now)
    booths = [booth for booth in view.catalogue.booths if booth.is_changed]
    if not changed and not booths:
        return Reply(nothing_found.NO_CHANGES, buttons=(WHAT_IS_ON, TODAY))
    lines = [fill(common.ENTRY, text=change_sentence(session, view.now.date())) for session in changed[:PAGE]]
    intro = phrases.WHAT_CHANGED
    return Reply(
        "\n".join([intro, *filter(None, [page(lines, len(changed))]), *_booth_lines(booths, view)]),
        intro,
        (
            *(session_card(session, view.now.date()) for session in changed[:PAGE]),
            *(booth_card(booth) for booth in booths[:PAGE]),
        ),
        # booths are not paged: the list below holds sessions only
        (MORE,) if len(changed) > PAGE else (WHAT_IS_ON,),
        listing=Listing(SESSION, tuple(session.id for session in changed), min(PAGE, len(changed)), {}),
    )


def _booth_lines(booths: list[Booth], view: AnswerContext) -> list[str]:
    """The changed booths, with a word on how many more there are."""
    lines = [booth_line(booth, view.now.date()) for booth in booths[:PAGE]]
    return [page(lines, len(booths))] if lines else []


def _change_of(session: Session, view: AnswerContext) -> Reply:
    focus = Reference(SESSION, session.id)
    if session.is_changed:
        return Reply(change_sentence(session, view.now.date()), focus=focus, buttons=(WHAT_IS_ON,))
    time, room = session_time(session, view.now), in_room(session.room)
    text = fill(phrases.AS_ANNOUNCED, title=session.title, time=time, room=room)
    return Reply(text, buttons=(TopicButton(phrases.ALL_CHANGES, payload("aenderungen")),), focus=focus)


def change_sentence(session: Session, today: date) -> str:
    """One sentence on what changed, with the organisers' note."""
    is_today = session.start.date() == today
    day = "" if is_today else fill(phrases.ON_DAY, day=WEEKDAYS[session.start.weekday()])
    fields = {"title": session.title, "day": day, "note": session.note}
    if session.cancelled:
        return fill(phrases.NOW_CANCELLED, time=clock_time(session.original.start or session.start), **fields)
    if session.is_new:
        return fill(phrases.NOW_NEW, time=clock_time(session.start), room=in_room(session.room), **fields)
    changes = common.AND.join(_changes_of(session)) or phrases.IS_CHANGED
    return fill(phrases.NOW_OTHERWISE, changes=changes, **fields)


def _changes_of(session: Session) -> list[str]:
    found = []
    if (before := session.original.start) is not None:
        weekday = "" if before.date() == session.start.date() else f"{WEEKDAYS[before.weekday()]} "
        then = f"{weekday}{clock_time(before)}"
        found.append(fill(phrases.BEGINS_INSTEAD, time=clock_time(session.start), before=then))
    if session.original.room:
        found.append(fill(phrases.MOVED_FROM, room=in_room(session.room), before=session.original.room))
    return found
