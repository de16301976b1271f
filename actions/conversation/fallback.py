"""Answers when the bot is not sure, or the question is not about the fair."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.asking_back import ask_back, hit_button
from actions.conversation.answers import accept_offer
from actions.details import about, describe
from actions.people import about_person, unknown_person
from actions.phrases import conversation as phrases
from actions.phrases import fill
from actions.reading.anaphora import as_hits
from actions.reading.names import whole_titles_in
from actions.reading.question import Question
from actions.reading.session_filters import names_only_kind
from actions.reading.subject import PLACES, THINGS, Person, Unclear, find_subject
from actions.reply import ALL_BOOTHS, ROOM, TODAY, WHAT_IS_ON, Reference, Reply, TopicButton
from actions.sessions.listing import list_sessions
from bot.content.topics import label_button
from bot.content.variables import today_sentence
from bot.dialogue.alternatives import MAX_SUGGESTIONS, likely_labels
from bot.fair.model import Fair
from bot.german.phrases import capitalise, relative_day
from bot.german.stop_words import ThingKind
from bot.programme.search.documents import How, One

SURE_SCORE = 0.8
SOMETHING_ELSE = TopicButton(phrases.SOMETHING_ELSE, "/verneinen")
EXAMPLES = (
    WHAT_IS_ON,
    ALL_BOOTHS,
    TopicButton(phrases.OPENING_HOURS, "/faq/oeffnungszeiten"),
)


def not_understood(question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
    """Answer an unclear question: from the live catalogue, else with suggestions, else with an honest word.

    A bare title or booth number is no sentence that the classifier knows, hence the catalogue comes first.
    """
    # reached where no rule expects a yes or no in this place of the conversation
    if question.intent in ("bejahen", "verneinen") and view is not None:
        return accept_offer(question, view) if question.intent == "bejahen" else Reply(phrases.FINE)
    found = (unknown_person(question, view) or _from_catalogue(question, view)) if view is not None else None
    if found is not None:
        return found
    # before the suggestions: they would be about the fair's own days
    if (elsewhen := _no_fair_then(question, fair)) is not None:
        return elsewhen
    suggestions = [*(_on_several_words(question, view) if view is not None else ()), *_suggestions(question)]
    suggestions = suggestions[:MAX_SUGGESTIONS]
    if suggestions:
        buttons = (*suggestions, SOMETHING_ELSE)
        return Reply(phrases.NOT_SURE, buttons=buttons, offer=suggestions[0], is_miss=True, asks=True)
    text = fill(phrases.NOT_UNDERSTOOD, desk=fair.contact.desk, phone=fair.contact.phone)
    return Reply(text, buttons=EXAMPLES, offer=EXAMPLES[0], is_miss=True)


def _from_catalogue(question: Question, view: AnswerContext) -> Reply | None:
    if names_only_kind(question):
        return list_sessions(question, view)
    resolution = view.index.resolve(question.text, PLACES | {ThingKind.SPEAKER}, question.time_spans, by_meaning=False)
    hits = (resolution.hit,) if isinstance(resolution, One) else getattr(resolution, "hits", ())
    best = hits[0] if hits else None
    if best is None or best.score < SURE_SCORE:
        return None
    subject = find_subject(question, view, PLACES | {ThingKind.SPEAKER})
    if isinstance(subject, Reference):
        return about(question, view)
    if isinstance(subject, Person):
        return about_person(subject.name, view)
    return ask_back(question, subject, view) if isinstance(subject, Unclear) else None


def _named_in_catalogue(question: Question, view: AnswerContext) -> Reply | None:
    """The answer when a session or booth is named by its whole title, a speaker or a room to the letter."""
    named = whole_titles_in(question.text, view)
    if len(named) == 1:
        return describe(named[0], view)
    if named:
        return ask_back(question, Unclear(as_hits(tuple(named), view)), view)
    resolution = view.index.resolve(
        question.text, {ThingKind.SPEAKER, ThingKind.ROOM}, question.time_spans, by_meaning=False
    )
    if not isinstance(resolution, One) or resolution.hit.how is not How.EXACT or resolution.hit.score < SURE_SCORE:
        return None
    hit = resolution.hit
    return about_person(hit.key, view) if hit.kind is ThingKind.SPEAKER else describe(Reference(ROOM, hit.key), view)


def _no_fair_then(question: Question, fair: Fair) -> Reply | None:
    """„Wie war es gestern auf der Messe?“ on a day without the fair."""
    days = [time.start.date() for time in question.times if time.grain == "day" and time.start is not None]
    if not days or "messe" not in question.text.casefold() or any(fair.day_of(day) for day in days):
        return None
    template = phrases.NO_FAIR_BEFORE if days[0] < question.now.date() else phrases.NO_FAIR_THEN
    day = capitalise(relative_day(days[0], question.now.date()))
    text = fill(template, day=day, today=today_sentence(fair, question.now))
    return Reply(text, buttons=(TODAY, ALL_BOOTHS), offer=TODAY)


def _on_several_words(question: Question, view: AnswerContext) -> tuple[TopicButton, ...]:
    """The session or booth that shares two words or more with the text, before the topics that merely sound alike."""
    hits = view.index.search(question.text, THINGS, question.time_spans, by_meaning=False)
    best = hits[0] if hits else None
    is_likely = best is not None and len(best.matched.split()) > 1
    return (hit_button(best, "worum_geht_es"),) if best is not None and is_likely else ()


def _on_the_words(question: Question, view: AnswerContext) -> tuple[TopicButton, ...]:
    hits = view.index.search(question.text, THINGS, question.time_spans, by_meaning=False)
    sure = [hit for hit in hits if hit.score >= SURE_SCORE and hit.how is not How.COMPOUND]
    return tuple(hit_button(hit, "worum_geht_es") for hit in sure[:MAX_SUGGESTIONS])


def _suggestions(question: Question) -> list[TopicButton]:
    """Titles of the likeliest topics; none when „not about the fair“ leads."""
    buttons = [label_button(label, question.text) for label in likely_labels(question.labels)]
    return [button for button in buttons if button is not None][:MAX_SUGGESTIONS]


def out_of_scope(question: Question, view: AnswerContext | None) -> Reply:
    """Decline a question that is not about the fair, and offer what the fair has on its words, else what is on."""
    named = (unknown_person(question, view) or _named_in_catalogue(question, view)) if view is not None else None
    if named is not None:
        return named
    offers = _on_the_words(question, view) if view is not None else ()
    if offers:
        return Reply(phrases.LITTLE_ON_THAT, buttons=offers, offer=offers[0], is_miss=True)
    return Reply(phrases.OUT_OF_SCOPE, buttons=(WHAT_IS_ON, ALL_BOOTHS), offer=WHAT_IS_ON, is_miss=True)
