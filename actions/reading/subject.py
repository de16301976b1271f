"""Finds the session, booth, room or person that a question is about."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from actions.answer_context import AnswerContext
from actions.reading.anaphora import antecedents, as_hits
from actions.reading.names import whole_titles_in
from actions.reading.question import Question
from actions.reading.session_search import in_time
from actions.reply import BOOTH, ROOM, SESSION, Reference
from bot.dialogue.deixis import has_pronoun
from bot.german.stop_words import ThingKind
from bot.programme.search.documents import Hit, Nothing, One, Several

REFERENCE_KIND = {ThingKind.SESSION: SESSION, ThingKind.BOOTH: BOOTH, ThingKind.ROOM: ROOM}
THINGS: frozenset[ThingKind] = frozenset({ThingKind.SESSION, ThingKind.BOOTH})
PLACES: frozenset[ThingKind] = THINGS | {ThingKind.ROOM}
_FROM_TO = re.compile(r"\b(?:vom|von|aus)\b.+?\b(?:in|ins|zu|zum|zur|nach|bis)\b(?P<goal>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Unclear:
    """Several things fit: the visitor must choose."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Unknown:
    """Nothing fits; ``nearest`` may hold weak guesses; ``is_named`` tells whether the visitor named something."""

    nearest: tuple[Hit, ...]
    is_named: bool


@dataclass(frozen=True)
class Person:
    """A speaker or a booth's contact."""

    name: str


Subject = Reference | Person | Unclear | Unknown


def find_subject(question: Question, view: AnswerContext, kinds: Collection[ThingKind]) -> Subject:
    """Return the thing meant: named by a button, by the words, or, when no word names anything, by the conversation."""
    if question.named is not None and view.knows(question.named):
        return question.named
    if question.refers:
        meant = antecedents(question, view)
        if meant:
            return meant[0] if len(meant) == 1 else Unclear(as_hits(meant, view))
    resolution = view.index.resolve(question.text, kinds, question.time_spans)
    if isinstance(resolution, One):
        return _from_hit(resolution.hit)
    if isinstance(resolution, Several) and (goal := _destination(resolution.hits, question)):
        return _from_hit(goal)
    if isinstance(resolution, Several) and (whole := _by_whole_title(question, view, kinds)):
        return whole
    remembered = _remembered(question, view)
    if remembered is not None and not question.names_something:
        return remembered
    if remembered is not None and isinstance(resolution, Nothing) and has_pronoun(question.text):
        return remembered
    if isinstance(resolution, Nothing):
        return Unknown(resolution.nearest, question.names_something)
    timely = _at_that_time(resolution.hits, question, view)
    if len(timely) == 1:
        return _from_hit(timely[0])
    listed = [hit for hit in resolution.hits if question.listing is not None and hit.key in question.listing.keys]
    return _from_hit(listed[0]) if len(listed) == 1 else Unclear(resolution.hits)


def _destination(hits: tuple[Hit, ...], question: Question) -> Hit | None:
    """The room that is the goal: „vom Foyer in den Großen Saal“ asks for the second."""
    way = _FROM_TO.search(question.text)
    if way is None or any(hit.kind is not ThingKind.ROOM for hit in hits):
        return None
    goal = question.text[way.start("goal") :].casefold()
    named = [hit for hit in hits if hit.matched.casefold() in goal]
    return named[0] if len(named) == 1 else None


def _by_whole_title(question: Question, view: AnswerContext, kinds: Collection[ThingKind]) -> Reference | None:
    """Return the one thing named word for word among similar names: the session „Der Zwilling“, not the booth."""
    wanted = {REFERENCE_KIND[kind] for kind in kinds if kind in REFERENCE_KIND}
    named = [reference for reference in whole_titles_in(question.text, view) if reference.kind in wanted]
    return named[0] if len(named) == 1 else None


def _at_that_time(hits: tuple[Hit, ...], question: Question, view: AnswerContext) -> list[Hit]:
    """The sessions among several hits that are at the time of the question: „der Phishing-Vortrag heute“."""
    found = [(hit, view.session(hit.key)) for hit in hits if hit.kind is ThingKind.SESSION]
    if not question.times:
        return []
    return [hit for hit, session in found if session is not None and in_time((session,), question.times[-1], view.now)]


def _from_hit(hit: Hit) -> Reference | Person:
    if hit.kind is ThingKind.SPEAKER:
        return Person(hit.key)
    return Reference(REFERENCE_KIND[hit.kind], hit.key)


def _remembered(question: Question, view: AnswerContext) -> Reference | None:
    focus = question.focus
    return focus if focus is not None and view.knows(focus) else None
