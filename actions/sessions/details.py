"""Answers about one session: where, when, who, what about."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.booths.places import place_words, with_way
from actions.cards import session_card
from actions.phrases import common, fill
from actions.phrases import sessions as phrases
from actions.reply import SESSION, WHAT_IS_ON, Reference, Reply, TopicButton, payload
from actions.wording import change_words, in_room, leaders, seats_sentence, session_time, what_it_is
from bot.programme.model import Session


def where_session(session: Session, view: AnswerContext, step_free: bool) -> Reply:
    """The place of a session, and the way there."""
    if session.cancelled:
        return cancelled_session(session)
    if not session.room:
        return Reply(fill(phrases.NO_ROOM_YET, title=session.title), focus=_focus(session))
    moved = fill(common.NO_LONGER_IN, room=in_room(session.original.room)) if session.original.room else ""
    place, time = place_words(session.room, view), session_time(session, view.now)
    text = fill(phrases.IS_IN, title=session.title, place=place, moved=moved, time=time)
    reply = Reply(text, buttons=(_what_it_is(session),), focus=_focus(session))
    return with_way(reply, session.room, "", view, step_free)


def when_session(session: Session, view: AnswerContext) -> Reply:
    """The time of a session."""
    if session.cancelled:
        return cancelled_session(session)
    # seats and notes also count as changes, but say nothing about when
    is_moved = bool(session.original.start or session.original.room)
    text = fill(
        phrases.IS_AT,
        title=session.title,
        time=session_time(session, view.now),
        room=in_room(session.room),
        changed=fill(phrases.CHANGED, changed=change_words(session)) if is_moved else "",
        note=session.note,
    )
    return Reply(text, buttons=(where_button(session), _what_it_is(session)), focus=_focus(session))


def cancelled_session(session: Session) -> Reply:
    """The only answer to where and when a session is that does not take place."""
    text = fill(common.SESSION_CANCELLED, title=session.title, note=session.note)
    return Reply(text, focus=_focus(session))


def who_session(session: Session) -> Reply:
    """The people behind a session."""
    text = leaders(session) if session.speakers else fill(phrases.NOBODY_NAMED, title=session.title)
    return Reply(text, buttons=(_what_it_is(session),), focus=_focus(session))


def describe_session(session: Session, view: AnswerContext) -> Reply:
    """Everything that matters about a session."""
    cancelled = fill(common.SESSION_CANCELLED, title=session.title, note="")
    # a cancelled session is still described: the visitor may look for something like it
    first = cancelled if session.cancelled else what_it_is(session, view.now)
    text = " ".join(part for part in (first, session.abstract, seats_sentence(session), session.note) if part)
    card = session_card(session, view.now.date())
    return Reply(text, text, (card,), (where_button(session), _like(session)), _focus(session))


def _like(session: Session) -> TopicButton:
    if not session.topics:
        return WHAT_IS_ON
    topic = session.topics[0]
    return TopicButton(fill(phrases.MORE_ON_TOPIC, topic=topic), payload("programm_suche", thema=topic))


def where_button(session: Session) -> TopicButton:
    """Asks where the session is."""
    return TopicButton(common.WHERE_IT_IS, payload("wo_ist", sitzung=session.id))


def _what_it_is(session: Session) -> TopicButton:
    return TopicButton(common.WHAT_IT_IS, payload("worum_geht_es", sitzung=session.id))


def _focus(session: Session) -> Reference:
    return Reference(SESSION, session.id)
