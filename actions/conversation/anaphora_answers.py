"""Answers that only make sense within the conversation: the last topic again, some of the last list."""

from __future__ import annotations

from actions.answer_context import AnswerContext
from actions.booths.answers import list_booths
from actions.booths.places import way_to
from actions.details import when_is
from actions.phrases import conversation as phrases
from actions.phrases import fill, nothing_found
from actions.phrases import sessions as session_phrases
from actions.reading.anaphora import References, chosen_from_list, listed
from actions.reading.question import Question
from actions.reading.session_filters import Filters
from actions.reply import SESSION, TODAY, Reply, TopicButton
from actions.sessions.listing import list_sessions, listing_reply, time_words
from bot.dialogue.context import LISTING, THEME, telling_sentences
from bot.dialogue.deixis import asks_for_part, asks_for_seats
from bot.dialogue.topic_words import topic_called, topic_text
from bot.german.phrases import as_text

PLAN = TopicButton(phrases.FLOOR_PLAN, "/faq/raumplan")


def anaphora_answer(question: Question, view: AnswerContext) -> Reply | None:
    """The answer to a question about the last topic or the last list; None when it is about one thing, or nothing."""
    # only topics have a slash: faq/parken
    if "/" in question.refers:
        return topic_again(question, view)
    if question.refers == THEME and question.intent in ("wo_ist", "wer_ist", "worum_geht_es"):
        return list_booths(question, view)
    if question.refers == THEME and question.intent in ("wann_ist", "freie_plaetze", "mehr"):
        return list_sessions(question, view)
    if question.refers == LISTING and question.intent == "programm_suche":
        return _some_of_list(question, view)
    return None


def topic_again(question: Question, view: AnswerContext) -> Reply | None:
    """Return the sentences of the last topic's answer that fit the question, with the way to the room they name."""
    topic = topic_called(question.refers)
    if topic is None:
        return None
    told = telling_sentences(topic_text(topic, view.fair, view.now), question.text)
    if question.intent != "wo_ist":
        return Reply(told, buttons=topic.answers[0].buttons, is_markup=True)
    # with several rooms it is not clear which way is asked for
    rooms = [room.name for room in view.fair.rooms if room.name in told]
    way = as_text(way_to(rooms[0], "", view)) if len(rooms) == 1 else ""
    return Reply(f"{told} {way}".strip(), buttons=(PLAN,), offer=PLAN, is_markup=True)


def _some_of_list(question: Question, view: AnswerContext) -> Reply | None:
    """„Welcher davon ist heute?“"""
    entries, chosen = listed(question.listing, view), chosen_from_list(question, view)
    # the words name something else than the list: a question of its own
    if question.names_something and len(chosen) in (0, len(entries)):
        return None
    is_asked = bool(question.times) or asks_for_seats(question.text)
    if not entries or entries[0].kind != SESSION or (len(chosen) == len(entries) > 1 and not is_asked):
        return None
    if not chosen and not (is_asked and asks_for_part(question.text)):
        return None
    if not chosen:
        return Reply(_none_of_them(question, view), buttons=(TODAY,))
    return when_is(chosen[0], view) if len(chosen) == 1 else _shorter_list(chosen, question, view)


def _none_of_them(question: Question, view: AnswerContext) -> str:
    when = time_words(question.times[-1], view.now) if question.times else ""
    return fill(nothing_found.NONE_OF_LIST_THEN, time=when) if when else nothing_found.NONE_OF_LIST


def _shorter_list(chosen: References, question: Question, view: AnswerContext) -> Reply:
    found = [view.session(each.key) for each in chosen]
    sessions = tuple(session for session in found if session is not None)
    last = question.listing.filters if question.listing is not None else {}
    filters = Filters(last.get("woerter", ""), last.get("raum", ""), last.get("art", ""), (*question.times, None)[0])
    when = time_words(question.times[-1], view.now) if question.times else ""
    what = session_phrases.OF_LIST_FIT if not when else ""
    if asks_for_seats(question.text):
        what = session_phrases.OF_LIST_HAVE_SEATS
    return listing_reply(sessions, fill(session_phrases.OF_LIST, time=when, what=what), filters, view)
