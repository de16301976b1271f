"""Answers about booths: those on a topic, in a room or on a floor, and one booth – where, when, who, what about."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.asking_back import not_found
from actions.booths.places import place_words, with_way
from actions.cards import booth_card
from actions.phrases import booths as phrases
from actions.phrases import common, fill, nothing_found, sessions
from actions.reading.question import Question
from actions.reading.session_filters import theme_of_focus
from actions.reply import ALL_BOOTHS, BOOTH, MORE, ROOM, Listing, Reference, Reply, TopicButton, payload
from actions.wording import (
    PAGE,
    booth_change,
    booth_line,
    booth_name,
    from_to,
    in_room,
    page,
    people,
    try_out_sentence,
)
from bot.dialogue.context import SUBJECT
from bot.dialogue.deixis import asks_for_rest, names_own_topic
from bot.german.phrases import capitalise, count_words, on_floor
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
        # „und welche Stände?“ after sessions on AI: the list's search words go on
        words = question.listing.filters.get("woerter", "")
    if not words and question.refers == SUBJECT and question.focus is not None and question.focus.kind == ROOM:
        words = question.focus.key
    if not words and (neighbours := _neighbours(question, view)):
        return neighbours
    if question.is_follow_up and not words:
        words = question.theme or theme_of_focus(question, view)
    booths, topic = _by_words(words, question, view) if words else (view.catalogue.booths, "")
    if booths or not words:
        return booth_listing(booths, fill(common.THERE_ARE, count=_count(booths), topic=topic), words, view)
    if topic:
        return _no_booths(topic)
    # the search found nothing; resolve() also tells what came nearest
    resolution = view.index.resolve(words, SEARCHED, question.time_spans)
    return not_found(question, getattr(resolution, "nearest", ()), view)


def _no_booths(place: str) -> Reply:
    return Reply(fill(nothing_found.NO_BOOTHS, place=place), buttons=(ALL_BOOTHS,), offer=ALL_BOOTHS)


def _on_floor(question: Question, view: AnswerContext) -> Reply | None:
    """„Stände im Untergeschoss“: those in its rooms; None when no floor, or a subject besides, is named."""
    floor = floor_in(question.text, view.catalogue.rooms)
    if floor is None or names_own_topic(question.text, [*question.time_spans, floor.span]):
        return None
    booths, place = tuple(each for each in view.catalogue.booths if each.room in floor.rooms), on_floor(floor.name)
    if not booths:
        return _no_booths(place)
    intro = fill(phrases.AT_PLACE, place=capitalise(place), count=_count(booths))
    return booth_listing(booths, intro, floor.name, view)


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
        text = fill(nothing_found.NO_OTHER_BOOTHS, place=place)
        return Reply(text, buttons=(ALL_BOOTHS,), focus=question.focus)
    intro = fill(phrases.OTHERS_AT_PLACE, place=capitalise(place), count=_count(others))
    return booth_listing(others, intro, here.room, view)


def _by_words(words: str, question: Question, view: AnswerContext) -> tuple[Booths, str]:
    """The booths that the words find, and how the search reads: ``zu „KI“``, ``im Foyer``; "" when it found nothing."""
    hits = view.index.search(words, SEARCHED, question.time_spans if words == question.text else ())
    if not hits:
        return (), ""
    if hits[0].kind is ThingKind.ROOM:
        room = hits[0].key
        return tuple(booth for booth in view.catalogue.booths if booth.room == room), in_room(room)
    numbers = {hit.key for hit in hits if hit.kind is ThingKind.BOOTH}
    topics = {hit.key for hit in hits if hit.kind is ThingKind.TOPIC}
    found = [each for each in view.catalogue.booths if each.number in numbers or topics & set(each.topics)]
    topic = next((hit.label for hit in hits if hit.kind is ThingKind.TOPIC), "")
    # booths that match themselves before those that only share a topic with the words
    ordered = sorted(found, key=lambda booth: booth.number not in numbers)
    return tuple(ordered), fill(sessions.ON_TOPIC, topic=topic) if topic else sessions.ON_THAT


def _count(booths: Booths) -> str:
    return count_words(len(booths), phrases.ONE_BOOTH, phrases.SEVERAL_BOOTHS)


def booth_listing(booths: Booths, intro: str, words: str, view: AnswerContext, shown: int = 0) -> Reply:
    """Return a page of booths below an intro; the counterpart of :func:`actions.sessions.listing.listing_reply`.

    Args:
        booths: the whole list.
        intro: sentence above it.
        words: the search words that led to it, kept for follow-ups.
        view: the programme.
        shown: how many of the list were shown before.
    """
    part = booths[shown : shown + PAGE]
    rest = len(booths) - shown - len(part)
    one = booths[0].number if len(booths) == 1 else ""
    buttons = [MORE] if rest else []
    if one:
        buttons += [
            TopicButton(common.WHAT_IS_THERE, payload("worum_geht_es", stand=one)),
            TopicButton(common.WHERE_BOOTH, payload("wo_ist", stand=one)),
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


# One booth


def cancelled_booth(booth: Booth) -> Reply:
    """The only answer about a booth that is not there."""
    return Reply(booth_change(booth), buttons=(ALL_BOOTHS,), focus=Reference(BOOTH, booth.number))


def where_booth(booth: Booth, view: AnswerContext, step_free: bool) -> Reply:
    """The place of a booth, and the way there."""
    moved = fill(common.NO_LONGER_IN, room=in_room(booth.original_room)) if booth.original_room else ""
    text = fill(
        phrases.BOOTH_IS_AT,
        booth=booth_name(booth),
        place=place_words(booth.room, view),
        moved=moved,
        hours=own_hours(booth, view),
    )
    return _with_more_and_way(text, booth, view, step_free)


def _with_more_and_way(text: str, booth: Booth, view: AnswerContext, step_free: bool) -> Reply:
    button = TopicButton(common.WHAT_IT_IS, payload("worum_geht_es", stand=booth.number))
    reply = Reply(text, buttons=(button,), focus=Reference(BOOTH, booth.number))
    return with_way(reply, booth.room, booth.number, view, step_free)


def when_booth(booth: Booth, view: AnswerContext) -> Reply:
    """When a booth is staffed."""
    text = fill(phrases.IS_STAFFED, booth=booth_name(booth), hours=_hours_words(booth, view))
    button = TopicButton(common.WHERE_BOOTH, payload("wo_ist", stand=booth.number))
    return Reply(text, buttons=(button,), focus=Reference(BOOTH, booth.number))


def _hours_words(booth: Booth, view: AnswerContext) -> str:
    """``heute von 12:30 bis 15:00 Uhr und morgen von …``: the booth's own hours, else the fair's."""
    spans = [(each.opens, each.closes) for each in booth.hours] or [(day.opens, day.closes) for day in view.fair.days]
    return common.AND.join(from_to(opens, closes, view.now.date()) for opens, closes in spans)


def own_hours(booth: Booth, view: AnswerContext) -> str:
    """A sentence on when the booth is staffed; "" when it has no hours of its own."""
    return fill(phrases.OWN_HOURS, hours=_hours_words(booth, view)) if booth.hours else ""


def who_booth(booth: Booth, view: AnswerContext) -> Reply:
    """The people behind a booth."""
    button = TopicButton(common.WHAT_IS_THERE, payload("worum_geht_es", stand=booth.number))
    text = f"{_staff_sentence(booth)} {own_hours(booth, view)}".rstrip()
    return Reply(text, buttons=(button,), focus=Reference(BOOTH, booth.number))


def _staff_sentence(booth: Booth) -> str:
    name = booth_name(booth)
    if booth.staff:
        unit = fill(phrases.OF_ORGANISATION, organisation=booth.organisation) if booth.organisation else ""
        template = phrases.STAFFED_BY_ONE if len(booth.staff) == 1 else phrases.STAFFED_BY
        return fill(template, booth=name, people=people(booth.staff), organisation=unit)
    if booth.organisation:
        return fill(phrases.RUN_BY, booth=name, organisation=booth.organisation)
    return fill(phrases.NOBODY_NAMED, booth=name)


def describe_booth(booth: Booth, view: AnswerContext) -> Reply:
    """Everything that matters about a booth."""
    text = fill(
        phrases.IS_ABOUT if booth.description else phrases.IS,
        booth=booth_name(booth),
        place=place_words(booth.room, view),
        description=booth.description,
        try_out=try_out_sentence(booth),
        hours=own_hours(booth, view),
        note=booth.note,
    )
    buttons = (
        TopicButton(common.WHERE_BOOTH, payload("wo_ist", stand=booth.number)),
        TopicButton(phrases.WHO_RUNS_IT, payload("wer_ist", stand=booth.number)),
    )
    return Reply(text, text, (booth_card(booth),), buttons, Reference(BOOTH, booth.number))


def person_at(name: str, booth: Booth, view: AnswerContext) -> Reply:
    """Return where a person who staffs a booth can be met."""
    place, hours = place_words(booth.room, view), own_hours(booth, view)
    text = fill(phrases.PERSON_AT, name=name, booth=booth_name(booth), place=place, hours=hours)
    return _with_more_and_way(text, booth, view, step_free=False)
