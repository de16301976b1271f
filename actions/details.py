"""Answers about one thing: where, when, who, what about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from actions.answer_context import AnswerContext
from actions.booths.places import with_way
from actions.reading.question import Question
from actions.reading.session_search import Filters, in_time
from actions.reading.subject import PLACES, THINGS, Person, Unclear, Unknown, ask_back, find_subject
from actions.reply import ALL_BOOTHS, BOOTH, ROOM, SESSION, Reference, Reply, TopicButton, payload
from actions.sessions.listing import list_sessions, listing_reply, time_words
from actions.sessions.wording import (
    booth_card,
    booth_change,
    change_words,
    floor_of,
    in_room,
    leaders,
    people,
    seats_sentence,
    session_card,
    session_time,
    the_room,
    try_out_sentence,
    what_it_is,
)
from bot.fair.model import Place
from bot.german.phrases import clock_time, relative_day
from bot.german.stop_words import ThingKind
from bot.german.time.expressions import TimeExpression
from bot.programme import queries
from bot.programme.model import Booth, Session
from bot.venue.way import wants_no_steps

Describe = Callable[[Reference, AnswerContext], Reply]
WITH_PEOPLE: frozenset[ThingKind] = PLACES | {ThingKind.SPEAKER}


def _answer(question: Question, view: AnswerContext, kinds: frozenset[ThingKind], describe: Describe) -> Reply:
    subject = find_subject(question, view, kinds)
    if isinstance(subject, (Unclear, Unknown)):
        return ask_back(question, subject, view)
    if isinstance(subject, Person):
        return about_person(subject.name, view, question.times[-1] if question.times else None)
    return describe(subject, view)


def where(question: Question, view: AnswerContext) -> Reply:
    """Where a session, booth, room or speaker is; for a room at a time, what is on there."""
    if question.times and (listed := _on_in_room(question, view, WITH_PEOPLE)):
        return listed
    step_free = wants_no_steps(question.text)
    return _answer(question, view, WITH_PEOPLE, lambda reference, view: where_is(reference, view, step_free))


def when(question: Question, view: AnswerContext) -> Reply:
    """When a session runs or a booth is staffed; for a room or a person, what is on there."""
    return _on_in_room(question, view, WITH_PEOPLE) or _answer(question, view, WITH_PEOPLE, when_is)


def who(question: Question, view: AnswerContext) -> Reply:
    """Who gives a session or runs a booth; for a room, what is on there."""
    kinds = THINGS | {ThingKind.SPEAKER}
    return _on_in_room(question, view, kinds | {ThingKind.ROOM}) or _answer(question, view, kinds, who_is)


def _on_in_room(question: Question, view: AnswerContext, kinds: frozenset[ThingKind]) -> Reply | None:
    """The sessions in the room that is meant or was talked about; None when it is no room."""
    subject = find_subject(question, view, kinds)
    if not isinstance(subject, Reference) or subject.kind != ROOM:
        return None
    return list_sessions(replace(question, named=subject), view)


def about(question: Question, view: AnswerContext) -> Reply:
    """What a session, booth or room offers; for a room at a time, what is on there."""
    if question.times and (listed := _on_in_room(question, view, WITH_PEOPLE)):
        return listed
    return _answer(question, view, WITH_PEOPLE, describe)


def where_is(reference: Reference, view: AnswerContext, step_free: bool = False) -> Reply:
    """The place of one thing, and the way there."""
    if reference.kind == ROOM:
        return _where_room(_room(reference, view), view, step_free)
    if gone := _cancelled_booth(reference, view):
        return gone
    if reference.kind == BOOTH:
        booth = _booth(reference, view)
        moved = f", nicht mehr {in_room(booth.original_room)}" if booth.original_room else ""
        place = f"{_place(booth.room, view)}{moved}"
        text = f"Stand {booth.number} „{booth.name}“ finden Sie {place}.{_own_hours(booth, view)}"
        reply = _with_more(text, reference, payload("worum_geht_es", stand=booth.number))
        return with_way(reply, booth.room, booth.number, view, step_free)
    session = _session(reference, view)
    if session.cancelled:
        return _cancelled(session)
    if not session.room:
        return Reply(f"Für „{session.title}“ ist noch kein Raum eingetragen.", focus=reference)
    moved = f", nicht mehr {in_room(session.original.room)}" if session.original.room else ""
    text = f"„{session.title}“ ist {_place(session.room, view)}{moved}, {session_time(session, view.now)}."
    reply = _with_more(text, reference, payload("worum_geht_es", sitzung=session.id))
    return with_way(reply, session.room, "", view, step_free)


def _cancelled_booth(reference: Reference, view: AnswerContext) -> Reply | None:
    """The only answer about a booth that is not there; None for everything else."""
    booth = view.booth(reference.key) if reference.kind == BOOTH else None
    if booth is None or not booth.cancelled:
        return None
    return Reply(booth_change(booth), buttons=(ALL_BOOTHS,), focus=reference)


def _where_room(room: Place, view: AnswerContext, step_free: bool) -> Reply:
    floor = f" im {room.floor}" if room.floor else " hier im Haus"
    text = f"{the_room(room.name)} ist{floor}."
    button = TopicButton("Was läuft dort?", payload("programm_suche", raum=room.name))
    return with_way(Reply(text, buttons=(button,), focus=Reference(ROOM, room.name)), room.name, "", view, step_free)


def _place(room: str, view: AnswerContext) -> str:
    return f"{in_room(room)}{floor_of(view.room(room))}" if room else "auf der Messe (ohne festen Raum)"


def _with_more(text: str, reference: Reference, more: str) -> Reply:
    return Reply(text, buttons=(TopicButton("Worum geht es?", more),), focus=reference)


def when_is(reference: Reference, view: AnswerContext) -> Reply:
    """The time of one thing."""
    if gone := _cancelled_booth(reference, view):
        return gone
    if reference.kind == BOOTH:
        return _when_booth(_booth(reference, view), view)
    session = _session(reference, view)
    if session.cancelled:
        return _cancelled(session)
    changed = change_words(session)
    hint = f" Geändert: {changed}." if session.original.start or session.original.room else ""
    text = (
        f"„{session.title}“ ist {session_time(session, view.now)} {in_room(session.room)}".rstrip()
        + f".{hint}{_note(session)}"
    )
    buttons = (
        TopicButton("Wo ist das?", payload("wo_ist", sitzung=session.id)),
        TopicButton("Worum geht es?", payload("worum_geht_es", sitzung=session.id)),
    )
    return Reply(text, buttons=buttons, focus=reference)


def _cancelled(session: Session) -> Reply:
    return Reply(f"„{session.title}“ fällt leider aus.{_note(session)}", focus=Reference(SESSION, session.id))


def _hours_words(booth: Booth, view: AnswerContext) -> str:
    """``heute von 12:30 bis 15:00 Uhr und morgen von …``: the booth's own hours, else the fair's."""
    spans = [(each.opens, each.closes) for each in booth.hours] or [(day.opens, day.closes) for day in view.fair.days]
    return " und ".join(
        f"{relative_day(opens.date(), view.now.date())} von {clock_time(opens)} bis {clock_time(closes)} Uhr"
        for opens, closes in spans
    )


def _own_hours(booth: Booth, view: AnswerContext) -> str:
    return f" Besetzt ist er {_hours_words(booth, view)}." if booth.hours else ""


def _when_booth(booth: Booth, view: AnswerContext) -> Reply:
    text = f"Stand {booth.number} „{booth.name}“ ist {_hours_words(booth, view)} besetzt."
    button = TopicButton("Wo ist der Stand?", payload("wo_ist", stand=booth.number))
    return Reply(text, buttons=(button,), focus=Reference(BOOTH, booth.number))


def who_is(reference: Reference, view: AnswerContext) -> Reply:
    """The people behind one thing."""
    if gone := _cancelled_booth(reference, view):
        return gone
    if reference.kind == BOOTH:
        return _who_booth(_booth(reference, view), view)
    session = _session(reference, view)
    button = TopicButton("Worum geht es?", payload("worum_geht_es", sitzung=session.id))
    if not session.speakers:
        return Reply(f"Wer „{session.title}“ gestaltet, steht nicht im Programm.", buttons=(button,), focus=reference)
    return Reply(leaders(session), buttons=(button,), focus=reference)


def _who_booth(booth: Booth, view: AnswerContext) -> Reply:
    button = TopicButton("Was gibt es dort?", payload("worum_geht_es", stand=booth.number))
    return Reply(
        _staff_sentence(booth) + _own_hours(booth, view), buttons=(button,), focus=Reference(BOOTH, booth.number)
    )


def _staff_sentence(booth: Booth) -> str:
    name = f"Stand {booth.number} „{booth.name}“"
    if booth.staff:
        unit = f" ({booth.organisation})" if booth.organisation else ""
        return f"An {name} {'ist' if len(booth.staff) == 1 else 'sind'} {people(booth.staff)}{unit} für Sie da."
    if booth.organisation:
        return f"{name} wird betreut von: {booth.organisation}."
    return f"Wer {name} betreut, steht nicht im Programm."


def describe(reference: Reference, view: AnswerContext) -> Reply:
    """Everything that matters about one thing."""
    if gone := _cancelled_booth(reference, view):
        return gone
    if reference.kind == ROOM:
        return _where_room(_room(reference, view), view, step_free=False)
    if reference.kind == BOOTH:
        return _describe_booth(_booth(reference, view), view)
    session = _session(reference, view)
    first = f"„{session.title}“ fällt leider aus." if session.cancelled else what_it_is(session, view.now)
    facts = " ".join(part for part in (session.abstract, seats_sentence(session), session.note) if part)
    text = f"{first} {facts}".strip()
    buttons = (TopicButton("Wo ist das?", payload("wo_ist", sitzung=session.id)), _like(session))
    return Reply(text, text, (session_card(session, view.now.date()),), buttons, Reference(SESSION, session.id))


def _like(session: Session) -> TopicButton:
    if not session.topics:
        return TopicButton("Was läuft jetzt?", payload("programm_suche", zeit_text="jetzt"))
    return TopicButton(f"Mehr zu „{session.topics[0]}“", payload("programm_suche", thema=session.topics[0]))


def _describe_booth(booth: Booth, view: AnswerContext) -> Reply:
    try_out = f" {try_out_sentence(booth)}" if booth.try_out else ""
    note = f" {booth.note}" if booth.note else ""
    what = f": {booth.description}" if booth.description else "."
    text = (
        f"Stand {booth.number} „{booth.name}“ {_place(booth.room, view)}{what}{try_out}{_own_hours(booth, view)}{note}"
    )
    buttons = (
        TopicButton("Wo ist der Stand?", payload("wo_ist", stand=booth.number)),
        TopicButton("Wer betreut ihn?", payload("wer_ist", stand=booth.number)),
    )
    return Reply(text, text, (booth_card(booth),), buttons, Reference(BOOTH, booth.number))


def about_person(name: str, view: AnswerContext, time: TimeExpression | None = None) -> Reply:
    """Where and when a person can be met: their sessions, those at the time that was asked if any, else their booth."""
    sessions = queries.by_speaker(view.catalogue, name)
    if sessions:
        fitting = in_time(sessions, time, view.now) if time is not None else sessions
        when = f" {time_words(time, view.now)}" if time is not None else ""
        intro = (
            f"{name} ist{when} im Programm mit:" if fitting else f"{name} ist{when} nicht im Programm, sondern hier:"
        )
        return _listed(fitting or sessions, intro, Filters(words=name, time=time if fitting else None), view)
    booth = next((booth for booth in view.catalogue.booths if name in booth.staff), None)
    if booth is not None:
        text = f"{name} ist an Stand {booth.number} „{booth.name}“ {_place(booth.room, view)} für Sie da."
        text += _own_hours(booth, view)
        reference = Reference(BOOTH, booth.number)
        reply = _with_more(text, reference, payload("worum_geht_es", stand=booth.number))
        return with_way(reply, booth.room, booth.number, view, step_free=False)
    return Reply(f"{name} steht mit keinem Programmpunkt im Programm.")


def _listed(sessions: Sequence[Session], intro: str, filters: Filters, view: AnswerContext) -> Reply:
    if not sessions:
        return Reply(f"{intro.rstrip(':')}: Dazu steht nichts im Programm.")
    return listing_reply(tuple(sessions), intro, filters, view)


def _note(session: Session) -> str:
    return f" {session.note}" if session.note else ""


def _session(reference: Reference, view: AnswerContext) -> Session:
    return next(session for session in view.catalogue.sessions if session.id == reference.key)


def _booth(reference: Reference, view: AnswerContext) -> Booth:
    return next(booth for booth in view.catalogue.booths if booth.number == reference.key)


def _room(reference: Reference, view: AnswerContext) -> Place:
    return next(room for room in view.catalogue.rooms if room.name == reference.key)
