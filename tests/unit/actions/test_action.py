from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import registry
from actions.action import ReplyAction, dated, no_programme, remember, say
from actions.answer_context import AnswerContext
from actions.reply import Listing, Reference, Reply, TopicButton
from bot.core.errors import ProgrammeUnavailable
from bot.core.settings import ROOT
from tests.samples.fair import FAIR, NOW, at, message, slots, view
from tests.samples.programme import clock

STAMP = "2025-05-14T10:05:00+02:00"


class Programme:
    """A connection to the programme that is up, down or stale."""

    fair = FAIR
    clock = clock()

    def __init__(self, shown: AnswerContext | None) -> None:
        self._shown = shown

    async def current(self) -> AnswerContext:
        """The view, or the error of a programme that cannot be had."""
        if self._shown is None:
            raise ProgrammeUnavailable("weg")
        return self._shown


async def run(
    action: ReplyAction,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
    shown: AnswerContext | None,
    kept: dict[str, Any] | None = None,
    intent: str = "",
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What an action says and which slots it sets."""
    monkeypatch.setattr("actions.action.shared_programme", lambda: Programme(shown))
    dispatcher = CollectingDispatcher()
    tracker = Tracker("x", kept or {}, message(text, intent), [], False, None, {}, "action_listen")
    events = await action.run(dispatcher, tracker, {})
    said = [{key: value for key, value in each.items() if value} for each in dispatcher.messages]
    return said, {event.get("name", event["event"]): event.get("value") for event in events}


async def test_action_says_text_buttons_and_card_and_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    said, kept = await run(registry.About(), "Stand C1", monkeypatch, view())
    text = "Stand C1 „Digitale Akte“ in der Kunsthalle (2. Obergeschoss)."
    card = {
        "art": "stand",
        "nummer": "C1",
        "name": "Digitale Akte",
        "raum": "Kunsthalle",
        "organisation": "Hauptamt",
        "text": "",
    }
    assert (said, kept) == (
        [
            {
                "text": text,
                "buttons": [
                    {"title": "Wo ist der Stand?", "payload": '/wo_ist{"stand": "C1"}'},
                    {"title": "Wer betreut ihn?", "payload": '/wer_ist{"stand": "C1"}'},
                ],
            },
            {"custom": {"einleitung": text, "karten": [card], "gegenstand": {"art": "stand", "schluessel": "C1"}}},
        ],
        {"angebot": None, "gegenstand": {"art": "stand", "schluessel": "C1", "um": STAMP}},
    )  # fmt: skip


async def test_last_copy_is_dated(monkeypatch: pytest.MonkeyPatch) -> None:
    stale = replace(view(), is_live=False, as_of=at("9:42"))
    said, _ = await run(registry.Where(), "Wo ist Stand C1?", monkeypatch, stale)
    assert said[0]["text"].splitlines() == [
        "Stand C1 „Digitale Akte“ finden Sie in der Kunsthalle (2. Obergeschoss).",
        "(Stand 9:42 Uhr; aktuellere Daten erreiche ich gerade nicht.)",
    ]


@pytest.mark.parametrize("action", [registry.ListSessions(), registry.Changes(), registry.More()])
async def test_missing_programme_is_said_honestly(monkeypatch: pytest.MonkeyPatch, action: ReplyAction) -> None:
    said, kept = await run(action, "Was läuft jetzt?", monkeypatch, None)
    assert (said, kept) == ([{"text": no_programme(FAIR).text}], {"angebot": None})


@pytest.mark.parametrize(
    ("action", "beginning"),
    [
        (registry.StartOver(), "Gern, wir fangen neu an."),
        (registry.OutOfScope(), "Dabei kann ich leider nicht helfen:"),
        (registry.NotUnderstood(), "Das habe ich leider nicht verstanden."),
    ],
)
async def test_conversation_goes_on_without_a_programme(
    monkeypatch: pytest.MonkeyPatch, action: ReplyAction, beginning: str
) -> None:
    said, _ = await run(action, "qwertz", monkeypatch, None)
    assert said[0]["text"][: len(beginning)] == beginning


async def test_accepted_topic_is_answered_by_its_response(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = slots(offer=("Parken", "/faq/parken"))
    said, _ = await run(registry.AcceptOffer(), "ja", monkeypatch, view(), kept, "bejahen")
    assert [each["response"] for each in said] == ["utter_faq/parken"]


async def test_start_over_forgets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    _, kept = await run(registry.StartOver(), "neu", monkeypatch, view(), slots(focus=("stand", "B3")))
    assert kept == {"gegenstand": None, "liste": None, "angebot": None}


def test_no_programme_names_a_human() -> None:
    assert no_programme(FAIR).text == (
        "Das Programm kann ich gerade nicht abrufen. Bitte versuchen Sie es gleich noch einmal, "
        "oder fragen Sie am Infostand im Foyer, Telefon 0202 1."
    )


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply("A"), ("A\n(Stand 9:05 Uhr; aktuellere Daten erreiche ich gerade nicht.)", "")),
        (
            Reply("A", intro="B"),
            (
                "A\n(Stand 9:05 Uhr; aktuellere Daten erreiche ich gerade nicht.)",
                "B (Stand 9:05 Uhr; aktuellere Daten erreiche ich gerade nicht.)",
            ),
        ),
    ],
)
def test_dated(reply: Reply, expected: tuple[str, str]) -> None:
    found = dated(reply, at("9:05"))
    assert (found.text, found.intro) == expected


def test_say_without_cards_is_one_message() -> None:
    dispatcher = CollectingDispatcher()
    say(dispatcher, Reply("A"))
    assert [each["text"] for each in dispatcher.messages] == ["A"]


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        (Reply("A"), {"angebot": None}),
        (
            Reply(
                "A",
                focus=Reference("raum", "Foyer"),
                listing=Listing("stand", ("A1", "A2"), 1, {"woerter": "x"}),
                offer=TopicButton("Mehr", "/mehr"),
            ),
            {
                "angebot": {"titel": "Mehr", "payload": "/mehr", "um": STAMP},
                "gegenstand": {"art": "raum", "schluessel": "Foyer", "um": STAMP},
                "liste": {
                    "art": "stand",
                    "schluessel": ["A1", "A2"],
                    "gezeigt": 1,
                    "frage": {"woerter": "x"},
                    "um": STAMP,
                },
            },
        ),
    ],
)
def test_remember(reply: Reply, kept: dict[str, Any]) -> None:
    assert {event["name"]: event["value"] for event in remember(reply, NOW)} == kept


def test_domain_lists_exactly_the_actions() -> None:
    found = [each() for each in vars(registry).values() if _is_action(each)]
    listed = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["actions"]
    assert sorted(action.name() for action in found) == sorted(listed)


def _is_action(each: Any) -> bool:
    return isinstance(each, type) and issubclass(each, ReplyAction) and bool(each.action_name)
