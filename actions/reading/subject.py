"""Which session, booth, room or person a question is about."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from actions.answer_context import AnswerContext
from actions.reading.anaphora import as_hits, referred
from actions.reading.names import titled
from actions.reading.question import Question
from actions.reading.session_search import in_time
from actions.reply import ALL_BOOTHS, BOOTH, ROOM, SESSION, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.wording import short_title
from bot.content.titles import label_button
from bot.dialogue.deixis import has_pronoun
from bot.german.stop_words import ThingKind
from bot.programme.model import Session
from bot.programme.search.results import Hit, How, Nothing, One, Several

_REFERENCE_KIND = {ThingKind.SESSION: SESSION, ThingKind.BOOTH: BOOTH, ThingKind.ROOM: ROOM}
MAX_CHOICES = 3
MAX_LISTED = 5
THINGS: frozenset[ThingKind] = frozenset({ThingKind.SESSION, ThingKind.BOOTH})
PLACES: frozenset[ThingKind] = THINGS | {ThingKind.ROOM}
NEAR_TOPIC = 0.08
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
    """What is meant: named by a button, by the words, or, when no word names anything, by the conversation so far."""
    if question.named is not None and view.knows(question.named):
        return question.named
    if question.refers:
        meant = referred(question, view)
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
    """What is named word for word among things of similar names: the conversation „Der Zwilling: Einblicke“, not the
    booth.
    """
    wanted = {_REFERENCE_KIND[kind] for kind in kinds if kind in _REFERENCE_KIND}
    named = [reference for reference in titled(question.text, view) if reference.kind in wanted]
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
    return Reference(_REFERENCE_KIND[hit.kind], hit.key)


def _remembered(question: Question, view: AnswerContext) -> Reference | None:
    focus = question.focus
    return focus if focus is not None and view.knows(focus) else None


def ask_back(question: Question, subject: Unclear | Unknown, view: AnswerContext) -> Reply:
    """The reply when it is not clear what is meant: a choice, or an honest word with the nearest there is."""
    if isinstance(subject, Unclear):
        buttons = tuple(hit_button(hit, question.intent) for hit in subject.hits[:MAX_CHOICES])
        listing = _choice(question, subject.hits)
        return Reply("Was davon meinen Sie?", buttons=buttons, offer=buttons[0], listing=listing, asks=True)
    if not subject.is_named and question.listing is not None:
        return ask_about_list(question, question.listing, view)
    if not subject.is_named:
        text = "Was meinen Sie genau? Nennen Sie mir bitte einen Programmpunkt, einen Stand oder einen Raum."
        return Reply(text, buttons=(WHAT_IS_ON, ALL_BOOTHS), asks=True)
    return not_found(question, subject.nearest, view)


def _choice(question: Question, hits: tuple[Hit, ...]) -> Listing | None:
    """What to choose from as the list shown last: „und morgen?“ keeps the topic, „den zweiten“ has its place."""
    kind = ThingKind.BOOTH if all(hit.kind is ThingKind.BOOTH for hit in hits) else ThingKind.SESSION
    keys = tuple(hit.key for hit in hits if hit.kind is kind)
    filters = {"woerter": question.text, "raum": "", "art": "", "zeit": ""}
    return Listing(_REFERENCE_KIND[kind], keys, len(keys), filters) if keys else None


def ask_about_list(question: Question, listing: Listing, view: AnswerContext) -> Reply:
    """Nothing was named, but several things have just been listed: which of them?"""
    things = [view.session(key) if listing.kind == SESSION else view.booth(key) for key in listing.keys]
    labels = [each.title if isinstance(each, Session) else each.name for each in things if each is not None]
    intent = question.intent if question.intent in ASKABLE else "worum_geht_es"
    buttons = [
        TopicButton(short_title(label), payload(intent, **{listing.kind: key}))
        for label, key in zip(labels, listing.keys, strict=False)
    ]
    return Reply("Was davon meinen Sie?", buttons=tuple(buttons[:MAX_LISTED]))


def not_found(question: Question, nearest: tuple[Hit, ...], view: AnswerContext) -> Reply:
    """Says plainly that nothing was found, with the nearest alternatives."""
    likely = [hit for hit in nearest if hit.kind in _REFERENCE_KIND and hit.how is not How.TYPO]
    near = [hit_button(hit, question.intent) for hit in likely]
    topics = [label_button(label) for label, share in question.labels[1:4] if "/" in label and share >= NEAR_TOPIC]
    choices = [*near, *(topic for topic in topics if topic is not None)][:MAX_CHOICES]
    if choices:
        text = "Dazu finde ich im Programm und bei den Ständen nichts Genaues. Meinten Sie vielleicht:"
        return Reply(text, buttons=tuple(choices), offer=choices[0], is_miss=True, asks=True)
    desk = view.fair.contact
    text = (
        "Dazu finde ich im Programm und bei den Ständen leider nichts. "
        f"Fragen Sie gern am {desk.desk}, Telefon {desk.phone}."
    )
    return Reply(text, buttons=(WHAT_IS_ON, ALL_BOOTHS), is_miss=True)


def hit_button(hit: Hit, intent: str) -> TopicButton:
    """A button that asks the same question about this hit."""
    if hit.kind is ThingKind.SPEAKER or hit.kind is ThingKind.TOPIC:
        return TopicButton(short_title(hit.label), payload("programm_suche", thema=hit.key))
    target = intent if intent in ASKABLE else "worum_geht_es"
    return TopicButton(short_title(hit.label), payload(target, **{_REFERENCE_KIND[hit.kind]: hit.key}))


ASKABLE = frozenset({
    "wo_ist", "wann_ist", "wer_ist", "worum_geht_es", "freie_plaetze", "plan_merken", "plan_streichen", "erinnern",
})  # fmt: skip
