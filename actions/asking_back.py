"""Replies that ask which thing is meant, or say plainly that nothing was found."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.phrases import common, fill, nothing_found
from actions.reading.question import Question
from actions.reading.session_filters import Filters
from actions.reading.subject import REFERENCE_KIND, Unclear, Unknown
from actions.reply import ALL_BOOTHS, SESSION, WHAT_IS_ON, Listing, Reply, TopicButton, payload
from actions.wording import short_title
from bot.content.topics import label_button
from bot.german.stop_words import ThingKind
from bot.programme.model import Session
from bot.programme.search.documents import Hit, How

MAX_CHOICES = 3
MAX_LISTED = 5
NEAR_TOPIC = 0.08
ASKABLE = frozenset({
    "wo_ist", "wann_ist", "wer_ist", "worum_geht_es", "freie_plaetze", "plan_merken", "plan_streichen", "erinnern",
})  # fmt: skip


def ask_back(question: Question, subject: Unclear | Unknown, view: AnswerContext) -> Reply:
    """The reply when it is not clear what is meant: a choice, or an honest word with the nearest there is."""
    if isinstance(subject, Unclear):
        buttons = tuple(hit_button(hit, question.intent) for hit in subject.hits[:MAX_CHOICES])
        listing = _choice(question, subject.hits)
        return Reply(common.WHICH_OF_THEM, buttons=buttons, offer=buttons[0], listing=listing, asks=True)
    if not subject.is_named and question.listing is not None:
        return ask_about_list(question, question.listing, view)
    if not subject.is_named:
        return Reply(common.WHAT_EXACTLY, buttons=(WHAT_IS_ON, ALL_BOOTHS), asks=True)
    return not_found(question, subject.nearest, view)


def _choice(question: Question, hits: tuple[Hit, ...]) -> Listing | None:
    """Return the choices as the list shown last: „und morgen?“ keeps the topic, „den zweiten“ has its place."""
    kind = ThingKind.BOOTH if all(hit.kind is ThingKind.BOOTH for hit in hits) else ThingKind.SESSION
    keys = tuple(hit.key for hit in hits if hit.kind is kind)
    return Listing(REFERENCE_KIND[kind], keys, len(keys), Filters(words=question.text).remember()) if keys else None


def ask_about_list(question: Question, listing: Listing, view: AnswerContext) -> Reply:
    """Nothing was named, but several things have just been listed: which of them?"""
    things = [view.session(key) if listing.kind == SESSION else view.booth(key) for key in listing.keys]
    labels = [each.title if isinstance(each, Session) else each.name for each in things if each is not None]
    intent = question.intent if question.intent in ASKABLE else "worum_geht_es"
    buttons = [
        TopicButton(short_title(label), payload(intent, **{listing.kind: key}))
        for label, key in zip(labels, listing.keys, strict=False)
    ]
    return Reply(common.WHICH_OF_THEM, buttons=tuple(buttons[:MAX_LISTED]))


def not_found(question: Question, nearest: tuple[Hit, ...], view: AnswerContext) -> Reply:
    """Says plainly that nothing was found, with the nearest alternatives."""
    # a typo's guess may be anything: no offer to make of a miss
    likely = [hit for hit in nearest if hit.kind in REFERENCE_KIND and hit.how is not How.TYPO]
    near = [hit_button(hit, question.intent) for hit in likely]
    # the best label was read already as a question for the programme; the next ones may have been meant
    topics = [label_button(label) for label, share in question.labels[1:4] if "/" in label and share >= NEAR_TOPIC]
    choices = [*near, *(topic for topic in topics if topic is not None)][:MAX_CHOICES]
    if choices:
        text = nothing_found.NOTHING_EXACT
        return Reply(text, buttons=tuple(choices), offer=choices[0], is_miss=True, asks=True)
    text = fill(nothing_found.NOTHING_AT_ALL, desk=view.fair.contact.desk, phone=view.fair.contact.phone)
    return Reply(text, buttons=(WHAT_IS_ON, ALL_BOOTHS), is_miss=True)


def hit_button(hit: Hit, intent: str) -> TopicButton:
    """A button that asks the same question about this hit."""
    if hit.kind is ThingKind.SPEAKER or hit.kind is ThingKind.TOPIC:
        return TopicButton(short_title(hit.label), payload("programm_suche", thema=hit.key))
    target = intent if intent in ASKABLE else "worum_geht_es"
    return TopicButton(short_title(hit.label), payload(target, **{REFERENCE_KIND[hit.kind]: hit.key}))
