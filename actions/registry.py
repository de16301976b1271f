"""Every custom action by the name that Rasa knows it by; ``domain.yml`` lists the same names.

An action is one class: its name and the function that answers. Each class here is registered when Rasa's SDK imports
this package.
"""

from __future__ import annotations

from datetime import datetime

from rasa_sdk.events import EventType, UserUtteranceReverted

from actions.action import ProgrammeAction, ReplyAction
from actions.answer_context import AnswerContext
from actions.booths.answers import list_booths
from actions.conversation.answers import accept_offer, correct, pick, repeat, show_more, start_over
from actions.conversation.fallback import not_understood, out_of_scope
from actions.details import about, when, where, who
from actions.plan.answers import add_to_plan, remove_from_plan, show_plan
from actions.plan.gaps import fill_gaps
from actions.plan.reminders import remind
from actions.reading.question import Question
from actions.reply import Reply
from actions.sessions.changes import changes, free_seats
from actions.sessions.listing import list_sessions
from bot.fair.model import Fair

UNSURE_INTENT = "nlu_fallback"


class ListSessions(ProgrammeAction):
    """Answers „Was läuft jetzt?“"""

    action_name = "action_list_sessions"
    answerer = staticmethod(list_sessions)


class ListBooths(ProgrammeAction):
    """Answers „Welche Stände gibt es zu KI?“"""

    action_name = "action_list_booths"
    answerer = staticmethod(list_booths)


class Where(ProgrammeAction):
    """Answers „Wo ist Stand B3?“"""

    action_name = "action_where"
    answerer = staticmethod(where)


class When(ProgrammeAction):
    """Answers „Wann ist der Vortrag zu Copilot?“"""

    action_name = "action_when"
    answerer = staticmethod(when)


class Who(ProgrammeAction):
    """Answers „Wer hält den?“"""

    action_name = "action_who"
    answerer = staticmethod(who)


class About(ProgrammeAction):
    """Answers „Worum geht es da?“"""

    action_name = "action_about"
    answerer = staticmethod(about)


class FreeSeats(ProgrammeAction):
    """Answers „Ist im Workshop noch Platz?“"""

    action_name = "action_free_seats"
    answerer = staticmethod(free_seats)


class Changes(ProgrammeAction):
    """Answers „Hat sich etwas geändert?“"""

    action_name = "action_changes"
    answerer = staticmethod(changes)


class AddToPlan(ProgrammeAction):
    """Answers „Merk dir den Workshop“."""

    action_name = "action_plan_add"
    answerer = staticmethod(add_to_plan)


class ShowPlan(ProgrammeAction):
    """Answers „Was steht auf meinem Plan?“"""

    action_name = "action_plan_show"
    answerer = staticmethod(show_plan)


class RemoveFromPlan(ProgrammeAction):
    """Answers „Nimm den raus“."""

    action_name = "action_plan_remove"
    answerer = staticmethod(remove_from_plan)


class FillGaps(ProgrammeAction):
    """Answers „Wo ist bei mir noch Luft?“"""

    action_name = "action_plan_gap"
    answerer = staticmethod(fill_gaps)


class Remind(ProgrammeAction):
    """Answers „Erinnere mich 10 Minuten vorher“."""

    action_name = "action_remind"
    answerer = staticmethod(remind)


class More(ProgrammeAction):
    """Answers „Mehr“ with the next page of the last list."""

    action_name = "action_more"
    answerer = staticmethod(show_more)


class Pick(ProgrammeAction):
    """Answers „Den zweiten bitte“ with that entry of the last list."""

    action_name = "action_pick"
    answerer = staticmethod(pick)


class Correct(ProgrammeAction):
    """Answers „Nein, ich meinte Donnerstag“ with the last question, corrected."""

    action_name = "action_correct"
    answerer = staticmethod(correct)


class AcceptOffer(ProgrammeAction):
    """Answers „Ja“ with the bot's last offer."""

    action_name = "action_accept_offer"
    answerer = staticmethod(accept_offer)


# these four answer also without a programme, hence no ProgrammeAction
class Repeat(ReplyAction):
    """Answers „Nochmal bitte“ with the last answer."""

    action_name = "action_repeat"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Return the last answer again, with or without a programme."""
        return repeat(question)


class StartOver(ReplyAction):
    """Answers „Neu anfangen“: the conversation forgets its subject."""

    action_name = "action_start_over"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Return the new start, with or without a programme."""
        return start_over(question, view)


class OutOfScope(ReplyAction):
    """Answers a question that is not about the fair."""

    action_name = "action_out_of_scope"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Return the refusal with an offer."""
        return out_of_scope(question, view)


class NotUnderstood(ReplyAction):
    """Answers an unclear question, or one that no rule expects."""

    action_name = "action_not_understood"

    def reply(self, question: Question, view: AnswerContext | None, fair: Fair) -> Reply:
        """Return the catalogue's answer, suggestions, or an honest word."""
        return not_understood(question, view, fair)

    def events(self, question: Question, reply: Reply, now: datetime) -> list[EventType]:
        """As Rasa's own fallback action: where no rule expected the message, the conversation goes on as if it had not
        been.
        """
        if question.intent == UNSURE_INTENT:
            return super().events(question, reply, now)
        return [UserUtteranceReverted(), *super().events(question, reply, now)]
