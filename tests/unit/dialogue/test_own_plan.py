"""What a sentence about one's own plan says besides the session."""

from __future__ import annotations

import pytest

from bot.dialogue.own_plan import (
    OwnPlan,
    PlanChange,
    means_all,
    minutes_before,
    read_change,
    read_plan,
    reminder_minutes,
    without_command,
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Erinnere mich 10 Minuten vorher", 10),
        ("erinner mich ne viertelstunde vorher", 15),
        ("Bitte eine halbe Stunde vor Beginn erinnern", 30),
        ("ne dreiviertelstunde vorher", 45),
        ("fünf minuten vorher bescheid sagen", 5),
        ("fuenfzehn min vorher", 15),
        ("eine stunde vorher erinnern", 60),
        ("2 Stunden vorher", 120),
        ("20 min. davor", 20),
        ("erinner mich dran", None),
        ("Erinnere mich an den Vortrag um 14 Uhr", None),
    ],
)
def test_reminder_minutes(text: str, minutes: int | None) -> None:
    assert reminder_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Merk dir den Vortrag zum Copilot", "dir den Vortrag zum Copilot"),
        ("pack das auf meine liste", "das auf meine"),
        ("schmeiß den Phishing-Vortrag von meiner Liste", "den Phishing-Vortrag von meiner"),
        ("erinner mich ne viertelstunde vorher an Open Data", "mich ne an Open Data"),
        ("Starke Passwörter merken", "Starke Passwörter"),
    ],
)
def test_words_without_command(text: str, left: str) -> None:
    assert (" ".join(without_command(text).split()), len(without_command(text))) == (left, len(text))


@pytest.mark.parametrize(
    ("text", "is_all"),
    [("beide auf meine liste", True), ("meinen plan leeren", True), ("vor jedem Termin", True), ("den zweiten", False)],
)
def test_all_is_meant(text: str, is_all: bool) -> None:
    assert means_all(text) == is_all


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "zu Beginn"),
        (1, "eine Minute vorher"),
        (10, "10 Minuten vorher"),
        (60, "eine Stunde vorher"),
        (120, "2 Stunden vorher"),
    ],
)
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert minutes_before(minutes) == words


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
