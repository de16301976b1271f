"""Actions that lead the talk. The answers are in ``talk_answers`` and ``fallback_answers``."""

from __future__ import annotations

from actions.base import ProgrammeAction, ReplyAction
from actions.fallback_answers import not_understood, out_of_scope
from actions.question import Question
from actions.reply import Reply
from actions.talk_answers import accept_offer, correct, pick, show_more, start_over
from actions.view import View
from bot.settings import Fair


class More(ProgrammeAction):
    """„Mehr“"""

    action_name = "action_more"
    answerer = show_more


class Pick(ProgrammeAction):
    """„Den zweiten bitte“"""

    action_name = "action_pick"
    answerer = pick


class Correct(ProgrammeAction):
    """„Nein, ich meinte Donnerstag“"""

    action_name = "action_correct"
    answerer = correct


class AcceptOffer(ProgrammeAction):
    """„Ja“"""

    action_name = "action_accept_offer"
    answerer = accept_offer


class StartOver(ReplyAction):
    """„Neu anfangen“"""

    action_name = "action_start_over"

    def reply(self, question: Question, view: View | None, fair: Fair) -> Reply:
        """Forget, with or without a programme."""
        return start_over(question, view)


class OutOfScope(ReplyAction):
    """A question that is not about the fair."""

    action_name = "action_out_of_scope"

    def reply(self, question: Question, view: View | None, fair: Fair) -> Reply:
        """Decline kindly."""
        return out_of_scope(question, fair)


class NotUnderstood(ReplyAction):
    """An unclear question, or one that no rule expects."""

    action_name = "action_not_understood"

    def reply(self, question: Question, view: View | None, fair: Fair) -> Reply:
        """Suggest, or say so honestly."""
        return not_understood(question, view, fair)
