"""Actions on a visitor's own plan. The answers are in ``plan_answers``, ``plan_gap`` and ``plan_reminders``."""

from __future__ import annotations

from actions.base import ProgrammeAction
from actions.plan_answers import add_to_plan, remove_from_plan, show_plan
from actions.plan_gap import fill_gaps
from actions.plan_reminders import remind


class AddToPlan(ProgrammeAction):
    """„Merk dir den Workshop“"""

    action_name = "action_plan_add"
    answerer = staticmethod(add_to_plan)


class ShowPlan(ProgrammeAction):
    """„Was steht auf meinem Plan?“"""

    action_name = "action_plan_show"
    answerer = staticmethod(show_plan)


class RemoveFromPlan(ProgrammeAction):
    """„Nimm den raus“"""

    action_name = "action_plan_remove"
    answerer = staticmethod(remove_from_plan)


class FillGaps(ProgrammeAction):
    """„Wo ist bei mir noch Luft?“"""

    action_name = "action_plan_gap"
    answerer = staticmethod(fill_gaps)


class Remind(ProgrammeAction):
    """„Erinnere mich 10 Minuten vorher“"""

    action_name = "action_remind"
    answerer = staticmethod(remind)
