"""Answers to „Which booths …?“."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reading.session_search import theme_of_focus
from actions.reading.subject import not_found
from actions.reply import ALL_BOOTHS, BOOTH, ROOM, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.listing import MORE
from actions.sessions.wording import PAGE, booth_card, booth_line, in_room, page
from bot.dialogue.context import SUBJECT
from bot.dialogue.deixis import asks_for_rest, names_own_topic
from bot.german.phrases import count_words
from bot.german.place_phrases import on_floor
from bot.german.stop_words import ThingKind
from bot.programme.floors import floor_in
from bot.programme.model import Booth

SEARCHED: frozenset[ThingKind] = frozenset({ThingKind.BOOTH, ThingKind.ROOM, ThingKind.TOPIC})
Booths = tuple[Booth, ...]


def list_booths(question: Question, view: AnswerContext) -> Reply:
    """Booths on a topic, in a room or of an organisation; all when nothing of this is asked."""
    if (there := _on_floor(question, view)) is not None:
        return there
    words = question.text if question.names_something else ""
    if question.is_follow_up and not words and question.listing is not None and _is_list_meant(question):
        words = question.listing.filters.get("woerter", "")
    if not words and question.refers == SUBJECT and question.focus is not None and question.focus.kind == ROOM:
        words = question.focus.key
    if not words and (neighbours := _neighbours(question, view)):
        return neighbours
    if question.is_follow_up and not words:
        words = question.theme or theme_of_focus(question, view)
    if not words:
        return booth_listing(view.catalogue.booths, f"Es gibt {_count(view.catalogue.booths)}:", "", view)
    booths, label = _by_words(words, question, view)
    if not booths and label:
        return Reply(f"Stände{label} gibt es nicht.", buttons=(ALL_BOOTHS,), offer=ALL_BOOTHS)
    if not booths:
        resolution = view.index.resolve(words, SEARCHED, question.time_spans)
        return not_found(question, getattr(resolution, "nearest", ()), view)
    return booth_listing(booths, f"Es gibt {_count(booths)}{label}:", words, view)


def _on_floor(question: Question, view: AnswerContext) -> Reply | None:
    """„Stände im Untergeschoss“: those in its rooms; None when no floor, or a subject besides, is named."""
    floor = floor_in(question.text, view.catalogue.rooms)
    if floor is None or names_own_topic(question.text, [*question.time_spans, floor.span]):
        return None
    booths, place = tuple(each for each in view.catalogue.booths if each.room in floor.rooms), on_floor(floor.name)
    if not booths:
        return Reply(f"Stände {place} gibt es nicht.", buttons=(ALL_BOOTHS,), offer=ALL_BOOTHS)
    return booth_listing(booths, f"{_capitalise(place)} gibt es {_count(booths)}:", floor.name, view)


def _is_list_meant(question: Question) -> bool:
    """Whether the last list tells the topic: one of booths always, one of sessions when several of them were shown."""
    listing = question.listing
    return listing is not None and (listing.kind == BOOTH or len(listing.keys) > 1)


def _neighbours(question: Question, view: AnswerContext) -> Reply | None:
    """„Was gibt es da noch?“ at a booth: the others in its room."""
    here = view.booth(question.focus.key) if question.refers == SUBJECT and question.focus is not None else None
    if here is None or not here.room or not asks_for_rest(question.text):
        return None
    others = tuple(each for each in view.catalogue.booths if each.room == here.room and each != here)
    place = in_room(here.room)
    if not others:
        return Reply(f"Weitere Stände gibt es {place} nicht.", buttons=(ALL_BOOTHS,), focus=question.focus)
    return booth_listing(others, f"{_capitalise(place)} gibt es außerdem {_count(others)}:", here.room, view)


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _by_words(words: str, question: Question, view: AnswerContext) -> tuple[Booths, str]:
    hits = view.index.search(words, SEARCHED, question.time_spans if words == question.text else ())
    if not hits:
        return (), ""
    if hits[0].kind is ThingKind.ROOM:
        room = hits[0].key
        return tuple(booth for booth in view.catalogue.booths if booth.room == room), f" {in_room(room)}"
    numbers = {hit.key for hit in hits if hit.kind is ThingKind.BOOTH}
    topics = {hit.key for hit in hits if hit.kind is ThingKind.TOPIC}
    found = [each for each in view.catalogue.booths if each.number in numbers or topics & set(each.topics)]
    topic = next((hit.label for hit in hits if hit.kind is ThingKind.TOPIC), "")
    ordered = sorted(found, key=lambda booth: booth.number not in numbers)
    return tuple(ordered), f" zu „{topic}“" if topic else " dazu"


def _count(booths: Booths) -> str:
    return count_words(len(booths), "einen Stand", "Stände")


def booth_listing(booths: Booths, intro: str, words: str, view: AnswerContext, shown: int = 0) -> Reply:
    """A page of booths below an intro; see :func:`actions.session_answers.listing_reply`."""
    part = booths[shown : shown + PAGE]
    rest = len(booths) - shown - len(part)
    one = booths[0].number if len(booths) == 1 else ""
    buttons = [MORE] if rest else []
    if one:
        buttons += [
            TopicButton("Was gibt es dort?", payload("worum_geht_es", stand=one)),
            TopicButton("Wo ist der Stand?", payload("wo_ist", stand=one)),
        ]
    return Reply(
        text=f"{intro}\n{page([booth_line(booth, view.now.date()) for booth in part], len(part) + rest)}",
        intro=intro,
        cards=tuple(booth_card(booth) for booth in part),
        buttons=tuple(buttons),
        focus=Reference(BOOTH, one) if one else None,
        listing=Listing(BOOTH, tuple(booth.number for booth in booths), shown + len(part), {"woerter": words}),
        offer=MORE if rest else None,
    )
