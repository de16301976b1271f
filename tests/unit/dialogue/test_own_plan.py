"""A plan and its changes, as they travel between web and the actions."""

from __future__ import annotations

import pytest

from bot.dialogue.own_plan import OwnPlan, PlanChange, read_change, read_plan

PLAN = OwnPlan(("a", "b"), {"b": 10})


def test_plan_survives_its_way() -> None:
    assert read_plan(PLAN.as_metadata()) == PLAN


def test_change_survives_its_way() -> None:
    change = PlanChange(("a",), ("b",), {"a": 5, "b": None})
    assert read_change({"plan": change.as_custom()}) == change


@pytest.mark.parametrize(
    "value", [None, 5, [], {"plan": "x"}, {"plan": [1, None, ""], "erinnerungen": {"a": "x", "b": True}}]
)
def test_anything_else_is_an_empty_plan(value: object) -> None:
    assert read_plan(value) == OwnPlan()


@pytest.mark.parametrize("custom", [None, {}, {"plan": 1}, {"plan": {"dazu": "x", "erinnern": {"a": -1}}}])
def test_anything_else_is_no_change(custom: object) -> None:
    assert bool(read_change(custom)) is False


@pytest.mark.parametrize(
    ("change", "plan"),
    [
        (PlanChange(add=("c", "a")), OwnPlan(("a", "b", "c"), {"b": 10})),
        (PlanChange(remove=("b",)), OwnPlan(("a",))),
        (PlanChange(remind={"b": None}), OwnPlan(("a", "b"))),
        (PlanChange(remind={"fremd": 5}), PLAN),
        (PlanChange(add=("c",), remind={"c": 5}), OwnPlan(("a", "b", "c"), {"b": 10, "c": 5})),
    ],
)
def test_plan_after_a_change(change: PlanChange, plan: OwnPlan) -> None:
    assert PLAN.changed_by(change) == plan


def test_two_changes_are_one() -> None:
    first, second = PlanChange(add=("c",), remove=("a",)), PlanChange(add=("a",), remove=("c",), remind={"b": None})
    assert PLAN.changed_by(first.then(second)).sessions == PLAN.changed_by(first).changed_by(second).sessions[::-1]
