"""Answers about one thing: its place, its time, its people, its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from actions.answer_context import AnswerContext
from actions.asking_back import ask_back
from actions.booths.answers import cancelled_booth, describe_booth, when_booth, where_booth, who_booth
from actions.booths.places import where_room
from actions.people import about_person
from actions.reading.question import Question
from actions.reading.subject import PLACES, THINGS, Person, Unclear, Unknown, find_subject
from actions.reply import BOOTH, ROOM, Reference, Reply
from actions.sessions.details import describe_session, when_session, where_session, who_session
from actions.sessions.listing import list_sessions
from bot.fair.model import Place
from bot.german.stop_words import ThingKind
from bot.programme.model import Booth, Session
from bot.venue.way import wants_no_steps

Thing = TypeVar("Thing", Session, Booth, Place)
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
    """Answer where a session, booth, room or speaker is; for a room at a time, what is on there."""
    if question.times and (listed := _on_in_room(question, view, WITH_PEOPLE)):
        return listed
    step_free = wants_no_steps(question.text)
    return _answer(question, view, WITH_PEOPLE, lambda reference, view: where_is(reference, view, step_free))


def when(question: Question, view: AnswerContext) -> Reply:
    """Answer when a session runs or a booth is staffed; for a room or a person, what is on there."""
    return _on_in_room(question, view, WITH_PEOPLE) or _answer(question, view, WITH_PEOPLE, when_is)


def who(question: Question, view: AnswerContext) -> Reply:
    """Answer who gives a session or runs a booth; for a room, what is on there."""
    kinds = THINGS | {ThingKind.SPEAKER}
    return _on_in_room(question, view, kinds | {ThingKind.ROOM}) or _answer(question, view, kinds, who_is)


def _on_in_room(question: Question, view: AnswerContext, kinds: frozenset[ThingKind]) -> Reply | None:
    """The sessions in the room that is meant or was talked about; None when it is no room."""
    subject = find_subject(question, view, kinds)
    if not isinstance(subject, Reference) or subject.kind != ROOM:
        return None
    return list_sessions(replace(question, named=subject), view)


def about(question: Question, view: AnswerContext) -> Reply:
    """Answer what a session, booth or room offers; for a room at a time, what is on there."""
    if question.times and (listed := _on_in_room(question, view, WITH_PEOPLE)):
        return listed
    return _answer(question, view, WITH_PEOPLE, describe)


def where_is(reference: Reference, view: AnswerContext, step_free: bool = False) -> Reply:
    """Return the place of one thing with the way there, step-free on request."""
    if reference.kind == ROOM:
        return where_room(_room(reference, view), view, step_free)
    if reference.kind == BOOTH:
        booth = _booth(reference, view)
        return cancelled_booth(booth) if booth.cancelled else where_booth(booth, view, step_free)
    return where_session(_session(reference, view), view, step_free)


def when_is(reference: Reference, view: AnswerContext) -> Reply:
    """Return the time of one session or booth."""
    if reference.kind == BOOTH:
        booth = _booth(reference, view)
        return cancelled_booth(booth) if booth.cancelled else when_booth(booth, view)
    return when_session(_session(reference, view), view)


def who_is(reference: Reference, view: AnswerContext) -> Reply:
    """Return the people behind one session or booth."""
    if reference.kind == BOOTH:
        booth = _booth(reference, view)
        return cancelled_booth(booth) if booth.cancelled else who_booth(booth, view)
    return who_session(_session(reference, view))


def describe(reference: Reference, view: AnswerContext) -> Reply:
    """Return everything that matters about one thing."""
    if reference.kind == ROOM:
        return where_room(_room(reference, view), view, step_free=False)
    if reference.kind == BOOTH:
        booth = _booth(reference, view)
        return cancelled_booth(booth) if booth.cancelled else describe_booth(booth, view)
    return describe_session(_session(reference, view), view)


def _session(reference: Reference, view: AnswerContext) -> Session:
    return _known(view.session(reference.key))


def _booth(reference: Reference, view: AnswerContext) -> Booth:
    return _known(view.booth(reference.key))


def _room(reference: Reference, view: AnswerContext) -> Place:
    return _known(view.room(reference.key))


def _known(thing: Thing | None) -> Thing:
    """Return the thing that a subject refers to; :func:`find_subject` only finds what is in the catalogue."""
    assert thing is not None
    return thing
