"""Rasa's side of the actions: read the tracker, ask the live programme, say the reply, remember what matters."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.action_report import is_report_wanted, report_message
from actions.answer_context import AnswerContext, ProgrammeContext, programme_from_environment
from actions.conversation.anaphora_answers import anaphora_answer
from actions.people import unknown_person
from actions.phrases import common, fill
from actions.reading.question import Question, read_question
from actions.reply import BOOTH, SESSION, Reply, TopicButton
from bot.core.errors import ProgrammeUnavailable
from bot.core.logs import begin_request, request_in
from bot.core.timing import step, watching
from bot.dialogue.alternatives import other_buttons, with_question
from bot.fair.model import Fair
from bot.german.phrases import as_text, clock_time

logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log a line for every question
logger = logging.getLogger(__name__)
SLOTS = ("gegenstand", "liste", "angebot")
PLAN_SLOT = "plan"  # for clients other than bot/web, which sends the plan with each message


# made at the first question: at import, a wrong setting would hinder even those who only want the classes
@lru_cache(maxsize=1)
def shared_programme() -> ProgrammeContext:
    """Return this process' one connection to the programme."""
    return programme_from_environment()


class ReplyAction(Action, ABC):
    """An action that answers with a :class:`Reply`; subclasses give its name and :meth:`reply`."""

    action_name: ClassVar[str] = ""

    def name(self) -> str:
        """Rasa's name of the action."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Read the question, answer it, and return the events to remember. Called by Rasa's SDK."""
        request = begin_request(request_in(tracker.latest_message.get("metadata")))
        logger.info("Anfrage %s: %s", request, self.name())
        programme = shared_programme()
        now = programme.clock.now()
        question = read_question(tracker.latest_message, tracker.slots, now, programme.fair, tracker.events)
        with watching() as durations:
            with step("programm"):
                # without a programme the bot still answers: it says so and names the information desk
                view = await _context_or_none(programme)
            with step("antwort"):
                reply = self.reply(question, view, programme.fair)
        # a room or time from the copy may have changed since; the visitor must be able to tell
        if view is not None and not view.is_live and reply.text:
            reply = dated(reply, view.as_of)
        say(dispatcher, in_doubt(reply, question))
        if is_report_wanted(tracker.latest_message):
            dispatcher.utter_message(json_message=report_message(reply, question.intent, view, durations))
        return self.events(question, reply, now)

    def events(self, question: Question, reply: Reply, now: datetime) -> list[EventType]:
        """Return the events that Rasa stores for this turn: slots for the next question, the changed plan."""
        events = remember(reply, now)
        if reply.plan:
            events.append(SlotSet(PLAN_SLOT, question.plan.changed_by(reply.plan).as_metadata()))
        return events

    @abstractmethod
    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """The answer; ``view`` is None when the programme cannot be had."""


class ProgrammeAction(ReplyAction, ABC):
    """An action that needs the programme."""

    @staticmethod
    @abstractmethod
    def answerer(question: Question, view: AnswerContext) -> Reply:
        """The answer to a question about the programme."""

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """The answer within the conversation, else the answerer's, or an honest word when there is no programme."""
        if view is None:
            return no_programme(fair)
        # before the search, which would find something that merely sounds like the name or the pronoun
        special = anaphora_answer(question, view) or unknown_person(question, view)
        return special or self.answerer(question, view)


async def _context_or_none(programme: ProgrammeContext) -> AnswerContext | None:
    try:
        return await programme.current()
    except ProgrammeUnavailable:
        return None


def no_programme(fair: Fair) -> Reply:
    """Return the answer for the case that neither the programme service nor a copy can be reached."""
    return Reply(fill(common.NO_PROGRAMME, desk=fair.contact.desk, phone=fair.contact.phone))


def dated(reply: Reply, as_of: datetime) -> Reply:
    """Add to the reply the time of the copy that it comes from."""
    mark = fill(common.AS_OF, time=clock_time(as_of))
    return replace(reply, text=f"{reply.text}\n{mark}", intro=f"{reply.intro} {mark}" if reply.intro else "")


def in_doubt(reply: Reply, question: Question) -> Reply:
    """Add buttons for other likely readings of the question; unchanged when the reply has its own, as a miss does."""
    others = other_buttons(question.labels, question.intent, question.text) if not reply.is_miss else []
    if not others or reply.response:  # TopicAnswers does it for topics
        return reply
    buttons = (*reply.buttons, *(TopicButton(other.title, other.payload) for other in others))
    return replace(reply, text=with_question(reply.text), intro=with_question(reply.intro), buttons=buttons)


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Send the reply through Rasa's dispatcher: the text with its buttons, then the cards.

    A text that no editor wrote (``is_markup`` is false) is escaped: titles from the programme are data, not markup.
    """
    if reply.response:
        dispatcher.utter_message(response=reply.response)
        return
    if not reply.is_markup:
        reply = replace(reply, text=as_text(reply.text), intro=as_text(reply.intro))
    buttons = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    dispatcher.utter_message(text=reply.text, buttons=buttons)
    # a message of its own behind the text: clients without cards pass over it, _shown_buttons counts on the order
    custom = custom_of(reply)
    if custom:
        dispatcher.utter_message(json_message=custom)


def custom_of(reply: Reply) -> dict[str, Any]:
    """Return the ``custom`` part of the message: cards, the answer's subject, changes of the plan; {} for none."""
    custom: dict[str, Any] = {}
    if reply.cards:
        custom |= {"einleitung": reply.intro, "karten": list(reply.cards)}
    if reply.focus is not None and reply.focus.kind in (SESSION, BOOTH):
        custom["gegenstand"] = {"art": reply.focus.kind, "schluessel": reply.focus.key}
    if reply.plan:
        custom["plan"] = reply.plan.as_custom()
    return custom


def remember(reply: Reply, now: datetime) -> list[EventType]:
    """Slots for the next question. An offer counts only for the very next message."""
    if reply.forget:
        # the plan stays: it belongs to the visitor, not to the conversation
        return [SlotSet(slot, None) for slot in SLOTS]
    at = now.isoformat()
    events: list[EventType] = [SlotSet("angebot", _offer_value(reply, at))]
    if reply.listing is not None and reply.focus is None:
        events.append(SlotSet("gegenstand", None))  # „und wo?“ after a list of several means none of what was before
    if reply.focus is not None:
        events.append(SlotSet("gegenstand", {"art": reply.focus.kind, "schluessel": reply.focus.key, "um": at}))
    if reply.listing is not None:
        listing = reply.listing
        value = {"art": listing.kind, "schluessel": list(listing.keys), "gezeigt": listing.shown}
        events.append(SlotSet("liste", {**value, "frage": listing.filters, "um": at}))
    return events


def _offer_value(reply: Reply, at: str) -> dict[str, str] | None:
    return {"titel": reply.offer.title, "payload": reply.offer.payload, "um": at} if reply.offer else None
