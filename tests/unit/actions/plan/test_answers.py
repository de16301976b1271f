"""Answers about the own plan: what is meant, what is warned of, what web is asked to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.answer_context import AnswerContext
from actions.conversation.answers import accept_offer
from actions.plan.answers import add_to_plan, remove_from_plan, show_plan
from actions.plan.gaps import fill_gaps
from actions.plan.reminders import remind
from actions.reading.question import Question
from actions.reply import Reply
from bot.dialogue.own_plan import OwnPlan, PlanChange
from tests.samples.fair import NOW, ask, at, buttons, keys, slots, view

Answerer = Callable[[Question, AnswerContext], Reply]
LIST = slots(listing=("sitzung", ("ki", "copilot", "phishing"), 3))
INTENTS: dict[Answerer, str] = {
    add_to_plan: "plan_merken",
    show_plan: "plan_zeigen",
    remove_from_plan: "plan_streichen",
    fill_gaps: "plan_luecke",
    remind: "erinnern",
}


def say(
    answerer: Answerer, text: str, plan: OwnPlan | None = None, kept: dict[str, Any] | None = None, now: datetime = NOW
) -> Reply:
    """The reply to a sentence."""
    question = ask(text, INTENTS[answerer], slots=kept, now=now)
    return answerer(replace(question, plan=plan or OwnPlan()), view(now))


@pytest.mark.parametrize(
    ("text", "kept", "added"),
    [
        ("Merk dir den Workshop zu Copilot", None, ("copilot",)),
        ("merk dir den", slots(focus=("sitzung", "phishing")), ("phishing",)),
        ("merk dir den zweiten", LIST, ("copilot",)),
        ("den um 10 uhr merken", LIST, ("ki",)),
        ("pack den Vortrag um 14:30 auf meine liste", None, ("zwilling",)),
        ("alle auf meine liste", LIST, ("ki", "copilot", "phishing")),
        ("Notier mir den Vortrag von Clara Stein", None, ("phishing",)),
        ('/plan_merken{"sitzung": "daten"}', None, ("daten",)),
        ("merk dir den", LIST, ()),
        ("merken", None, ()),
        ("Merk dir Stand A1", None, ()),
        ("Merk dir den Workshop Roboter bauen", None, ()),
        ("Merk dir die Eröffnung", None, ()),
    ],
)
def test_noted(text: str, kept: dict[str, Any] | None, added: tuple[str, ...]) -> None:
    assert say(add_to_plan, text, kept=kept).plan == PlanChange(add=added)


def test_overlap_is_warned_of() -> None:
    reply = say(add_to_plan, "Merk dir Phishing", OwnPlan(("copilot",)))
    assert reply.text == (
        "Gemerkt: der Vortrag „Phishing erkennen“, heute von 11:00 bis 11:30 Uhr in der Kunsthalle. "
        "Achtung, das überschneidet sich mit „Copilot ausprobieren“ (11:00–12:30 Uhr)."
    )


def test_noting_is_no_booking() -> None:
    assert say(add_to_plan, "Merk dir Copilot ausprobieren").text.endswith("Ein Platz ist damit nicht reserviert.")


def test_cancelled_is_not_noted_but_told() -> None:
    assert say(add_to_plan, "Merk dir Roboter bauen").text == (
        "Der Workshop „Roboter bauen“ fällt leider aus, deshalb habe ich ihn nicht notiert."
    )


def test_noted_already_is_told() -> None:
    reply = say(add_to_plan, "merk dir phishing", OwnPlan(("phishing",)))
    assert reply.text == "Der Vortrag „Phishing erkennen“ steht schon auf Ihrem Plan: heute von 11:00 bis 11:30 Uhr."


def test_no_reminder_at_all_means_all() -> None:
    plan = OwnPlan(("copilot", "zwilling"), {"copilot": 10, "zwilling": 5})
    reply = say(remove_from_plan, "keine erinnerung mehr bitte", plan, slots(focus=("sitzung", "zwilling")))
    assert reply.plan == PlanChange(remind={"copilot": None, "zwilling": None})


def test_choice_keeps_the_order() -> None:
    assert buttons(say(add_to_plan, "merk dir den um 11 Uhr")) == [
        ("Phishing erkennen", '/plan_merken{"sitzung": "phishing"}'),
        ("Copilot ausprobieren", '/plan_merken{"sitzung": "copilot"}'),
    ]


def test_choice_for_a_reminder_keeps_the_minutes() -> None:
    reply = say(remind, "erinner mich ne viertelstunde vorher", OwnPlan(("zwilling", "passwort")))
    assert buttons(reply)[0] == ("Gute Passwörter", '/erinnern{"sitzung": "passwort", "minuten": "15"}')


def test_plan_is_shown_by_time_with_clashes_and_the_way_to_take_it_along() -> None:
    reply = say(show_plan, "Was steht auf meinem Plan?", OwnPlan(("phishing", "copilot", "weg"), {"copilot": 10}))
    assert (keys(reply), reply.intro, reply.cards[-1]) == (
        ["phishing", "copilot"],
        "Auf Ihrem Plan stehen zwei Programmpunkte. Als Nächstes: „Phishing erkennen“, heute um 11:00 Uhr. "
        "Achtung: „Phishing erkennen“ und „Copilot ausprobieren“ überschneiden sich. "
        "Einen Ihrer Programmpunkte gibt es nicht mehr.",
        {"art": "plan", "titel": "Mein Plan"},
    )


def test_plan_of_a_day_with_nothing_on_it() -> None:
    assert (
        say(show_plan, "was hab ich morgen vor", OwnPlan(("copilot",))).text
        == "Für morgen steht nichts auf Ihrem Plan."
    )


def test_empty_plan_tells_how_to_fill_it() -> None:
    assert say(show_plan, "mein plan").text.startswith("Auf Ihrem Plan steht noch nichts.")


@pytest.mark.parametrize(
    ("text", "kept", "change"),
    [
        ("nimm copilot raus", None, PlanChange(remove=("copilot",))),
        ("nimm den raus", slots(focus=("sitzung", "zwilling")), PlanChange(remove=("zwilling",))),
        (
            "streich den zweiten",
            slots(listing=("sitzung", ("copilot", "zwilling"), 2)),
            PlanChange(remove=("zwilling",)),
        ),
        ("Erinnere mich nicht mehr an Copilot", None, PlanChange(remind={"copilot": None})),
        ('/plan_streichen{"umfang": "alles"}', None, PlanChange(remove=("copilot", "zwilling"))),
        ("Ich möchte nicht mehr erinnert werden", None, PlanChange(remind={"copilot": None})),
        ("meinen plan leeren", None, PlanChange()),
        ("nimm phishing raus", None, PlanChange()),
    ],
)
def test_taken_off(text: str, kept: dict[str, Any] | None, change: PlanChange) -> None:
    plan = OwnPlan(("copilot", "zwilling"), {"copilot": 10})
    assert say(remove_from_plan, text, plan, kept).plan == change


def test_clearing_the_plan_is_asked_first_and_done_after_yes() -> None:
    plan = OwnPlan(("copilot",))
    offer = say(remove_from_plan, "meinen plan leeren", plan).offer
    assert offer is not None
    yes = replace(ask("ja", "bejahen", slots=slots(offer=(offer.title, offer.payload))), plan=plan)
    assert accept_offer(yes, view()).plan == PlanChange(remove=("copilot",))


@pytest.mark.parametrize(
    ("text", "kept", "change"),
    [
        ("Erinnere mich an den Workshop Copilot", None, PlanChange(("copilot",), (), {"copilot": 10})),
        (
            "erinner mich 5 min vorher",
            slots(focus=("sitzung", "zwilling")),
            PlanChange(("zwilling",), (), {"zwilling": 5}),
        ),
        ("Erinnere mich an alle meine Termine", None, PlanChange(remind={"passwort": 10})),
        ("Erinnere mich eine Stunde vorher an Copilot", None, PlanChange()),
        ("erinner mich an Roboter bauen", None, PlanChange()),
        ("erinner mich an Künstliche Intelligenz im Büro", None, PlanChange()),
        ("Erinnere mich 20 Minuten vorher", None, PlanChange(("passwort",), (), {"passwort": 20})),
    ],
)
def test_reminder(text: str, kept: dict[str, Any] | None, change: PlanChange) -> None:
    assert say(remind, text, OwnPlan(("passwort",)), kept).plan == change


def test_reminder_too_late_offers_a_shorter_one() -> None:
    reply = say(remind, "Erinnere mich eine Stunde vorher an Copilot ausprobieren")
    assert (reply.text, reply.offer) == (
        "Der Workshop „Copilot ausprobieren“ beginnt schon in 55 Minuten, um 11:00 Uhr. "
        "Eine Stunde vorher geht also nicht mehr; soll ich Sie 10 Minuten vorher erinnern?",
        reply.buttons[0],
    )


def test_gap_is_filled_with_what_fits() -> None:
    reply = say(fill_gaps, "wo ist bei mir noch luft", OwnPlan(("passwort",)), now=at("9:50"))
    assert (keys(reply), reply.intro) == (
        ["rundgang", "phishing", "zwilling"],
        "Frei haben Sie heute von 9:50 bis 13:00 Uhr und von 14:00 bis 16:30 Uhr. Da hinein passt:",
    )


def test_gap_without_plan_says_so() -> None:
    assert say(fill_gaps, "wo ist bei mir noch luft").text == (
        "Auf Ihrem Plan steht nichts mehr, was noch kommt. Sie haben also freie Wahl:"
    )
