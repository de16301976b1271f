"""People: where to meet them, and an honest word about those whom the programme does not have."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.booths.answers import person_at
from actions.phrases import fill, nothing_found
from actions.phrases import sessions as phrases
from actions.reading.names import unknown_name
from actions.reading.question import Question
from actions.reading.session_filters import Filters
from actions.reading.session_search import in_time
from actions.reply import ALL_BOOTHS, TODAY, Reply, TopicButton, payload
from actions.sessions.listing import listing_reply, time_words
from bot.german.stop_words import ThingKind
from bot.german.time.expressions import TimeExpression
from bot.programme import model
from bot.programme.search.documents import Hit

MAX_NEAR = 2


def about_person(name: str, view: AnswerContext, time: TimeExpression | None = None) -> Reply:
    """Where and when a person can be met: their sessions, those at the time that was asked if any, else their booth."""
    sessions = model.by_speaker(view.catalogue, name)
    if sessions:
        fitting = in_time(sessions, time, view.now) if time is not None else sessions
        when = time_words(time, view.now) if time is not None else ""
        template = phrases.PERSON_IN_PROGRAMME if fitting else phrases.PERSON_AT_OTHER_TIME
        filters = Filters(words=name, time=time if fitting else None)
        return listing_reply(fitting or sessions, fill(template, name=name, time=when), filters, view)
    # the staff of a booth have no hours of their own: its place is the answer
    booth = next((booth for booth in view.catalogue.booths if name in booth.staff), None)
    if booth is not None:
        return person_at(name, booth, view)
    return Reply(fill(nothing_found.NO_SESSION_WITH_PERSON, name=name))


def unknown_person(question: Question, view: AnswerContext) -> Reply | None:
    """An honest word when the question names a person whom the programme does not have; None otherwise."""
    # a button only names people of the programme, a pronoun names no new one
    if question.is_button or question.refers:
        return None
    called = unknown_name(question, view)
    if not called:
        return None
    near = tuple(_button(hit) for hit in view.index.search(called, {ThingKind.SPEAKER})[:MAX_NEAR])  # a letter off
    nothing = fill(nothing_found.NO_PERSON, name=called)
    if near:
        text = fill(nothing_found.NO_PERSON_NEAR, nothing=nothing)
        return Reply(text, buttons=near, offer=near[0], is_miss=True, asks=True)
    text = fill(nothing_found.NO_PERSON_ELSE, nothing=nothing)
    return Reply(text, buttons=(TODAY, ALL_BOOTHS), offer=TODAY, is_miss=True)


def _button(hit: Hit) -> TopicButton:
    return TopicButton(hit.label, payload("programm_suche", thema=hit.key))
