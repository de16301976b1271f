"""Finds the sessions that a sentence about one's own plan means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.answer_context import AnswerContext
from actions.asking_back import MAX_LISTED, not_found
from actions.phrases import common, fill, nothing_found
from actions.phrases import plan as phrases
from actions.reading.anaphora import chosen_from_list, listed
from actions.reading.question import Question
from actions.reading.session_filters import family_in
from actions.reading.session_search import in_time
from actions.reading.subject import THINGS, Person, Unclear, Unknown, find_subject
from actions.reply import ALL_BOOTHS, BOOTH, SESSION, TODAY, Reference, Reply, TopicButton, payload
from actions.wording import booth_name, in_room, short_title
from bot.dialogue.context import LISTING
from bot.dialogue.deixis import names_own_topic
from bot.dialogue.own_plan import means_all, minute_spans, reminder_minutes, without_command
from bot.german.stop_words import ThingKind
from bot.programme import model
from bot.programme.model import Session

Sessions = tuple[Session, ...]
KINDS = THINGS | {ThingKind.SPEAKER}


def meant_sessions(question: Question, view: AnswerContext, prefer: Sessions = ()) -> Sessions | Reply:
    """The sessions that are meant, or the reply that asks which.

    Args:
        question: with the order („merk dir …“) still in its words.
        view: the programme.
        prefer: among these first, e.g. what is on the plan when something is to be taken off.
    """
    if question.named is not None:
        return _of_reference(question.named, view)
    asked = without_order(question)
    pool = prefer or _listed_sessions(question, view)
    if is_named(asked):
        return _named(asked, view, prefer)
    return pool if means_all(question.text) and pool else _pointed_at(replace(asked, refers=LISTING), view, pool)


def is_named(asked: Question) -> bool:
    """Whether the words, without the order, name a session: „den zweiten“ and „beide“ do not."""
    return names_own_topic(asked.text, asked.time_spans)


def without_order(question: Question) -> Question:
    """Return the question without the words that give the order and without „10 Minuten vorher“."""
    spans = minute_spans(question.text)
    times = tuple(
        time
        for time in question.times
        if not any(time.offset < end and start < time.offset + time.length for start, end in spans)
    )
    return replace(question, text=without_command(question.text), times=times)


def planned(question: Question, view: AnswerContext) -> Sessions:
    """Return the sessions of the plan that are still in the programme, by start."""
    found = (view.session(key) for key in question.plan.sessions)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.start))


def ask_which(question: Question, sessions: Sequence[Session], text: str = common.WHICH_OF_THEM) -> Reply:
    """A choice that keeps the order and the minutes."""
    buttons = tuple(order_button(short_title(each.title), question, each) for each in sessions[:MAX_LISTED])
    return Reply(text, buttons=buttons, offer=buttons[0] if len(buttons) == 1 else None)


def order_button(title: str, question: Question, session: Session) -> TopicButton:
    """A button that gives the question's order for this session."""
    minutes = minutes_asked(question)
    more = {"minuten": str(minutes)} if question.intent == "erinnern" and minutes is not None else {}
    return TopicButton(title, payload(question.intent, sitzung=session.id, **more))


def minutes_asked(question: Question) -> int | None:
    """Return how many minutes before the start to remind; None when the question does not say."""
    return question.minutes if question.minutes is not None else reminder_minutes(question.text)


def _of_reference(reference: Reference, view: AnswerContext) -> Sessions | Reply:
    session = view.session(reference.key) if reference.kind == SESSION else None
    if session is not None:
        return (session,)
    if reference.kind == SESSION:
        return Reply(nothing_found.SESSION_GONE, buttons=(TODAY,))
    return _no_time(reference, view)


def _no_time(reference: Reference, view: AnswerContext) -> Reply:
    """Booths and rooms have no time of their own."""
    booth = view.booth(reference.key) if reference.kind == BOOTH else None
    if booth is None:
        return Reply(fill(phrases.ONLY_SESSIONS, booth=""), buttons=(TODAY,))
    where = fill(phrases.BOOTH_ANY_TIME, booth=booth_name(booth), room=in_room(booth.room))
    return Reply(fill(phrases.ONLY_SESSIONS, booth=where), buttons=(TODAY, ALL_BOOTHS))


def _listed_sessions(question: Question, view: AnswerContext) -> Sessions:
    found = (view.session(each.key) for each in listed(question.listing, view) if each.kind == SESSION)
    return tuple(each for each in found if each is not None)


def _named(asked: Question, view: AnswerContext, prefer: Sessions) -> Sessions | Reply:
    hits = view.index.search(asked.text, {ThingKind.SESSION}, asked.time_spans) if prefer else []
    keys = {hit.key for hit in hits}
    preferred = _narrowed(tuple(each for each in prefer if each.id in keys), asked, view.now)
    if len(preferred) == 1:
        return preferred
    # the words name something: the conversation's subject must not win over them
    subject = find_subject(replace(asked, focus=None), view, KINDS)
    if isinstance(subject, Reference):
        return _of_reference(subject, view)
    if isinstance(subject, Unknown):
        return not_found(asked, subject.nearest, view)
    found = _candidates(subject, view)
    return _one_or_ask(_narrowed(found, asked, view.now) or found, asked, view)


def _candidates(subject: Person | Unclear, view: AnswerContext) -> Sessions:
    if isinstance(subject, Person):
        return model.by_speaker(view.catalogue, subject.name)
    found = (view.session(hit.key) for hit in subject.hits if hit.kind is ThingKind.SESSION)
    return tuple(each for each in found if each is not None)


def _narrowed(sessions: Sessions, asked: Question, now: datetime) -> Sessions:
    """Those at the time and of the kind that the words tell."""
    ordered = tuple(sorted(sessions, key=lambda each: each.start))
    fitting = in_time(ordered, asked.times[-1], now) if asked.times else ordered
    punctual = tuple(each for each in fitting if asked.times and each.start == asked.times[-1].start)
    return family_in(asked, punctual or fitting)


def _pointed_at(asked: Question, view: AnswerContext, pool: Sessions) -> Sessions | Reply:
    """„Den“, „den zweiten“, „den um 14 Uhr“: from the list, else what the conversation is about."""
    entries = listed(asked.listing, view)
    chosen = chosen_from_list(asked, view) if entries else ()
    if len(chosen) == 1 and (len(entries) > 1 or asked.focus in (None, chosen[0])):
        return _of_reference(chosen[0], view)
    if asked.times:
        everything = tuple(each for each in view.catalogue.sessions if not each.cancelled)
        found = _narrowed(pool, asked, view.now) or _narrowed(everything, asked, view.now)
        return _one_or_ask(found, asked, view)
    if asked.focus is not None and view.knows(asked.focus):
        return _of_reference(asked.focus, view)
    return _one_or_ask(family_in(asked, pool), asked, view)


def _one_or_ask(sessions: Sessions, asked: Question, view: AnswerContext) -> Sessions | Reply:
    if len(sessions) == 1:
        return sessions
    # of a session that is held twice, the one that is still to come
    ahead = tuple(each for each in sessions if each.end > view.now) or sessions
    if len(ahead) == 1 or not ahead:
        return ahead or Reply(phrases.WHICH_SESSION, buttons=(TODAY,))
    return ask_which(asked, ahead)
