"""Finds the sessions that a question asks for: by time, topic, speaker, room, kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from actions.answer_context import AnswerContext
from actions.phrases import fill
from actions.phrases import sessions as phrases
from actions.reading.question import Question
from actions.reading.session_filters import Filters
from actions.wording import in_room
from bot.german.phrases import on_floor
from bot.german.stop_words import ThingKind, family_of
from bot.german.time.expressions import TimeExpression
from bot.programme import model
from bot.programme.floors import floor_in
from bot.programme.model import Session
from bot.programme.search.documents import Hit

SEARCHED: frozenset[ThingKind] = frozenset({ThingKind.SESSION, ThingKind.ROOM, ThingKind.SPEAKER, ThingKind.TOPIC})


@dataclass(frozen=True)
class FoundSessions:
    """Sessions that fit the filters but for their time, and how the filter reads: `` zu „KI“``."""

    sessions: tuple[Session, ...]
    words: str
    nearest: tuple[Hit, ...] = ()


def find_sessions(filters: Filters, question: Question, view: AnswerContext) -> FoundSessions:
    """Sessions for topic, speaker, room and kind; all when nothing of this is asked."""
    found = _by_words(filters, question, view) if filters.words else FoundSessions(_all(view), "")
    if filters.room:
        found = _in_place(found, filters, view)
    if not filters.family:
        return found
    fitting = tuple(session for session in found.sessions if family_of(session.kind) == filters.family)
    return replace(found, sessions=fitting)


def _in_place(found: FoundSessions, filters: Filters, view: AnswerContext) -> FoundSessions:
    """The sessions in a room; on a floor, those of them that fit the words."""
    if any(room.name == filters.room for room in view.catalogue.rooms):
        return FoundSessions(model.by_room(view.catalogue, filters.room), f" {in_room(filters.room)}")
    floor = floor_in(filters.room, view.catalogue.rooms)
    rooms = floor.rooms if floor is not None else frozenset({filters.room})
    there = tuple(session for session in found.sessions if session.room in rooms)
    return FoundSessions(there, f"{found.words} {on_floor(filters.room)}", found.nearest)


def _all(view: AnswerContext) -> tuple[Session, ...]:
    return tuple(sorted((each for each in view.catalogue.sessions if not each.cancelled), key=lambda each: each.start))


def _by_words(filters: Filters, question: Question, view: AnswerContext) -> FoundSessions:
    ignore = question.time_spans if filters.words == question.text else ()
    hits = view.index.search(filters.words, SEARCHED, ignore)
    if not hits:
        resolution = view.index.resolve(filters.words, SEARCHED, ignore)
        return FoundSessions((), f" {phrases.ON_THAT}", getattr(resolution, "nearest", ()))
    best = hits[0]
    if best.kind is ThingKind.ROOM:
        return FoundSessions(model.by_room(view.catalogue, best.key), f" {in_room(best.key)}")
    if best.kind is ThingKind.SPEAKER:
        with_whom = fill(phrases.WITH_PEOPLE, people=best.key)
        return FoundSessions(model.by_speaker(view.catalogue, best.key), f" {with_whom}")
    return FoundSessions(_of_hits(hits, view), _topic_words(hits))


def _of_hits(hits: list[Hit], view: AnswerContext) -> tuple[Session, ...]:
    wanted = {hit.key for hit in hits if hit.kind is ThingKind.SESSION}
    topics = [hit.key for hit in hits if hit.kind is ThingKind.TOPIC]
    sessions = [each for each in _all(view) if each.id in wanted or any(topic in each.topics for topic in topics)]
    return tuple(sessions)


def _topic_words(hits: list[Hit]) -> str:
    topic = next((hit.label for hit in hits if hit.kind is ThingKind.TOPIC), "")
    return f" {fill(phrases.ON_TOPIC, topic=topic) if topic else phrases.ON_THAT}"


def in_time(sessions: tuple[Session, ...], time: TimeExpression, reference: datetime) -> tuple[Session, ...]:
    """The sessions a time expression means.

    Args:
        sessions: sorted by start.
        time: the expression.
        reference: the moment that „danach“ and „als Nächstes“ refer to.
    """
    if time.relation in ("next", "after"):
        later = [session for session in sessions if session.start >= reference]
        return tuple(session for session in later if session.start == later[0].start)
    if time.relation == "later":
        return tuple(each for each in sessions if each.start > reference and each.start.date() == reference.date())
    start, end = time.start, time.end
    if time.relation == "from" and start is not None:
        return tuple(each for each in sessions if start <= each.start and (end is None or each.start < end))
    return tuple(each for each in sessions if (end is None or each.start < end) and (start is None or each.end > start))
