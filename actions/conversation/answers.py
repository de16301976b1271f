"""Answers that lead the conversation: more of a list, a choice, a correction, an accepted offer, a new start."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.answer_context import AnswerContext
from actions.asking_back import ask_about_list
from actions.booths.answers import booth_listing, list_booths
from actions.details import about, describe, when, where, who
from actions.phrases import booths, nothing_found, sessions
from actions.phrases import conversation as phrases
from actions.plan.answers import add_to_plan, remove_from_plan, show_plan
from actions.plan.gaps import fill_gaps
from actions.plan.reminders import remind
from actions.reading.anaphora import chosen_from_list, entry_by_number, listed_before, names_other, read_ordinal
from actions.reading.question import Question, read_question
from actions.reading.session_filters import Filters
from actions.reading.session_search import SEARCHED
from actions.reading.subject import PLACES, Unknown, find_subject
from actions.reply import ALL_BOOTHS, BOOTH, MORE, SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton
from actions.sessions.changes import changes, free_seats
from actions.sessions.listing import AFTER, list_sessions, listing_reply
from bot.programme.search.documents import How

Answerer = Callable[[Question, AnswerContext], Reply]


def show_more(question: Question, view: AnswerContext) -> Reply:
    """The next page of the last list; where there is none, what a topic named has: „Zeig mir alles zu VR“."""
    listing = question.listing
    if listing is None and _is_in_programme(question, view):
        return list_sessions(question, view)
    if listing is None:
        return Reply(phrases.MORE_OF_WHAT, buttons=(TODAY, ALL_BOOTHS))
    # the list's keys are as old as the answer; sessions may have been cancelled since
    listing = _still_there(listing, view)
    if listing.shown >= len(listing.keys):
        return Reply(phrases.THAT_WAS_ALL, buttons=(WHAT_IS_ON, ALL_BOOTHS))
    return _page_of(listing, view)


def _is_in_programme(question: Question, view: AnswerContext) -> bool:
    hits = view.index.search(question.text, SEARCHED, question.time_spans)
    return any(hit.how is not How.MEANING for hit in hits)


def _still_there(listing: Listing, view: AnswerContext) -> Listing:
    """The list without what has left the programme since it was shown."""
    kind = BOOTH if listing.kind == BOOTH else SESSION
    known = [view.knows(Reference(kind, key)) for key in listing.keys]
    keys = tuple(key for key, is_known in zip(listing.keys, known, strict=True) if is_known)
    return replace(listing, keys=keys, shown=sum(known[: listing.shown]))


def _page_of(listing: Listing, view: AnswerContext) -> Reply:
    if listing.kind == BOOTH:
        shown = tuple(booth for key in listing.keys if (booth := view.booth(key)) is not None)
        return booth_listing(shown, booths.NEXT_PAGE, listing.filters.get("woerter", ""), view, listing.shown)
    found = tuple(session for key in listing.keys if (session := view.session(key)) is not None)
    filters = Filters(words=listing.filters.get("woerter", ""), room=listing.filters.get("raum", ""))
    reply = listing_reply(found, sessions.NEXT_PAGE, filters, view, listing.shown)
    # the filters here lack kind and time; the remembered ones must outlive the page
    return replace(reply, listing=replace(reply.listing, filters=listing.filters)) if reply.listing else reply


def pick(question: Question, view: AnswerContext) -> Reply:
    """One entry of the last list, described; where buttons were shown instead, what the button asks for."""
    listing = question.listing
    if other := _the_other(question, view):
        return other
    choice = read_ordinal(question.text, len(question.shown)) if len(question.shown) > 1 else None
    # buttons below a list only lead on („Mehr anzeigen“); „den zweiten“ then means the list
    if choice is not None and not _is_about_list(question):
        return follow(question.shown[choice], question, view)
    numbered = entry_by_number(question.text, listing, listed_before(listing))
    if numbered is None:
        return Reply(phrases.WHICH_ENTRY, buttons=(WHAT_IS_ON, ALL_BOOTHS))
    if not view.knows(numbered):
        return Reply(nothing_found.ENTRY_GONE, buttons=(TODAY,))
    return describe(numbered, view)


def _is_about_list(question: Question) -> bool:
    """Whether the list is what was shown last, or the conversation is about one of its entries: buttons then only lead
    on.
    """
    if question.listing is None:
        return False
    titles = {button.title for button in question.shown}
    is_entry = question.focus is not None and question.focus.key in question.listing.keys
    return is_entry or not titles.isdisjoint({MORE.title, AFTER.title})


def _the_other(question: Question, view: AnswerContext) -> Reply | None:
    """„Nein, den anderen“: the entry that was not talked about, or a choice."""
    if question.listing is None or not names_other(question.text):
        return None
    chosen = chosen_from_list(question, view)
    return describe(chosen[0], view) if len(chosen) == 1 else ask_about_list(question, question.listing, view)


def correct(question: Question, view: AnswerContext) -> Reply:
    """The last question again with what the visitor corrects: another time, topic, session or booth."""
    if other := _the_other(question, view):
        return other
    if (
        question.listing is not None
        and question.listing.kind == SESSION
        and (question.times or question.names_something)
    ):
        return list_sessions(question, view)
    if question.names_something and not isinstance(find_subject(question, view, PLACES), Unknown):
        return about(question, view)
    if question.times:
        return list_sessions(question, view)
    return Reply(phrases.SORRY, buttons=(WHAT_IS_ON, ALL_BOOTHS))


def accept_offer(question: Question, view: AnswerContext) -> Reply:
    """Answer the offer that the bot made last; without one, ask what the visitor wants."""
    if question.offer is None:
        return Reply(phrases.YES_TO_NOTHING, buttons=(WHAT_IS_ON, ALL_BOOTHS))
    return follow(question.offer, question, view)


def follow(button: TopicButton, question: Question, view: AnswerContext) -> Reply:
    """Return the answer to a button that the visitor chose in words instead of pressing it."""
    name, entities = split_payload(button.payload)
    if "/" in name:
        # topics (faq/…, smalltalk/…) have an editor's answer and no answerer
        return Reply(response=f"utter_{name}")
    answerer = ANSWERERS.get(name)
    if answerer is None:
        return Reply(phrases.ASK_AWAY, buttons=(WHAT_IS_ON, ALL_BOOTHS))
    message = {"text": button.payload, "intent": {"name": name}, "entities": entities}
    # no slots: the button's own entities count, as if it had been pressed
    asked = read_question(message, {}, question.now, view.fair)
    return answerer(replace(asked, focus=question.focus, listing=question.listing, plan=question.plan), view)


def split_payload(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Name and entities of a button's payload: ``/wo_ist{"stand": "B3"}``."""
    name, brace, rest = text.lstrip("/").partition("{")
    values: Mapping[str, Any] = json.loads(brace + rest) if brace else {}
    return name, [{"entity": key, "value": value} for key, value in values.items()]


def start_over(question: Question, view: AnswerContext | None) -> Reply:
    """Return the reply that makes the conversation forget its subject, list and offer."""
    return Reply(phrases.STARTED_OVER, buttons=(WHAT_IS_ON, ALL_BOOTHS), forget=True)


def repeat(question: Question) -> Reply:
    """Return the bot's last answer with its buttons and cards; before the first answer, a question."""
    texts = [str(said["text"]) for said in question.said if said.get("text")]
    if not texts:
        return Reply(phrases.NOTHING_TO_REPEAT, buttons=(WHAT_IS_ON, ALL_BOOTHS), asks=True)
    custom: dict[str, Any] = {}
    for said in question.said:
        custom |= _said_custom(said)
    return Reply(
        text="\n\n".join(texts),
        intro=str(custom.get("einleitung") or ""),
        cards=tuple(custom.get("karten") or ()),
        buttons=_said_buttons(question),
        focus=_said_focus(custom.get("gegenstand")),
        offer=question.offer,
        is_markup=True,  # as it was said: what no editor wrote is text already
    )


def _said_custom(said: Mapping[str, Any]) -> Mapping[str, Any]:
    custom = (said.get("data") or {}).get("custom") or {}
    return custom if isinstance(custom, Mapping) else {}


def _said_buttons(question: Question) -> tuple[TopicButton, ...]:
    shown = (button for said in question.said for button in (said.get("data") or {}).get("buttons") or [])
    return tuple(TopicButton(str(each["title"]), str(each["payload"])) for each in shown)


def _said_focus(value: Any) -> Reference | None:
    return Reference(value["art"], value["schluessel"]) if isinstance(value, Mapping) else None


# by the intent in a button's payload; every intent that a button may offer must be in here
ANSWERERS: dict[str, Answerer] = {
    "programm_suche": list_sessions,
    "stand_suche": list_booths,
    "wo_ist": where,
    "wann_ist": when,
    "wer_ist": who,
    "worum_geht_es": about,
    "freie_plaetze": free_seats,
    "aenderungen": changes,
    "mehr": show_more,
    "plan_merken": add_to_plan,
    "plan_zeigen": show_plan,
    "plan_streichen": remove_from_plan,
    "plan_luecke": fill_gaps,
    "erinnern": remind,
}
