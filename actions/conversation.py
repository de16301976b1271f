"""Actions that lead the talk. The answers are in ``talk_answers`` and ``fallback_answers``."""

from __future__ import annotations

from datetime import datetime

from rasa_sdk.events import EventType, UserUtteranceReverted

from actions.answer_context import AnswerContext
from actions.base import ProgrammeAction, ReplyAction
from actions.conversation_answers import accept_offer, correct, pick, show_more, start_over
from actions.fallback_answers import not_understood, out_of_scope
from actions.question import Question
from actions.repeating import repeat
from actions.reply import Reply
from bot.fair.model import Fair

UNSURE_INTENT = "nlu_fallback"


class More(ProgrammeAction):
    """„Mehr“"""

    action_name = "action_more"
    answerer = staticmethod(show_more)


class Pick(ProgrammeAction):
    """„Den zweiten bitte“"""

    action_name = "action_pick"
    answerer = staticmethod(pick)


class Correct(ProgrammeAction):
    """„Nein, ich meinte Donnerstag“"""

    action_name = "action_correct"
    answerer = staticmethod(correct)


class AcceptOffer(ProgrammeAction):
    """„Ja“"""

    action_name = "action_accept_offer"
    answerer = staticmethod(accept_offer)


class Repeat(ReplyAction):
    """„Nochmal bitte“"""

    action_name = "action_repeat"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """The last answer, with or without a programme."""
        return repeat(question)


class StartOver(ReplyAction):
    """„Neu anfangen“"""

    action_name = "action_start_over"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Forget, with or without a programme."""
        return start_over(question, view)


class OutOfScope(ReplyAction):
    """A question that is not about the fair."""

    action_name = "action_out_of_scope"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Decline kindly."""
        return out_of_scope(question, view)


class NotUnderstood(ReplyAction):
    """An unclear question, or one that no rule expects."""

    action_name = "action_not_understood"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Suggest, or say so honestly."""
        return not_understood(question, view, fair)

    def events(self, question: Question, reply: Reply, now: datetime) -> list[EventType]:
        """As Rasa's own fallback action: where no rule expected the message, the conversation goes on as if it had not
        been.
        """
        if question.intent == UNSURE_INTENT:
            return super().events(question, reply, now)
        return [UserUtteranceReverted(), *super().events(question, reply, now)]
