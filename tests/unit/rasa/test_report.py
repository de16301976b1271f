from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUtteranceReverted, UserUttered

from bot.dialogue.nlu_report import Decision, FoundTime, NearestExample, Source, Understanding
from bot.rasa.report import is_wanted, make_report, take_findings

RANKING = [{"name": "faq/parken", "confidence": 0.7}, {"name": "wo_ist", "confidence": 0.2}]
NEAREST = {"text": "Wo parke ich?", "label": "faq/parken", "nearness": 0.9}
TIME = {"von": "2025-05-15T00:00:00+02:00", "bis": None, "korn": "day", "bezug": "at", "text": "morgen"}
PROGRAMME = {"quelle": "programm", "stand": "2025-05-14T10:05:00+02:00", "live": True, "umfang": {"staende": 2}}
FOUND: dict[str, Any] = {
    "entscheidung": "nachfrage",
    "nachgesehen": [PROGRAMME],
    "dauer_ms": {"programm": 2.0, "antwort": 1.0},
}


def asked(name: str = "faq", **parsed: Any) -> UserUttered:
    data = {"intent": {"name": name, "confidence": 0.7}, "entities": [], "label_ranking": RANKING, **parsed}
    return UserUttered("Wo kann ich parken?", data["intent"], [], {**data, "nearest_example": NEAREST})


def report(*events: Event, text: str = "Wo kann ich parken?", **findings: Any) -> Understanding:
    found = make_report(text, events, {"bedeutung": 5.0, "antwort": 0.5, "gesamt": 10.0}, findings)
    assert found is not None
    return found


def test_topic_is_reported_with_file_and_times() -> None:
    found = report(asked("wo_ist"), ActionExecuted("action_listen"), asked(), ActionExecuted("utter_faq"))
    assert found == Understanding(
        text="Wo kann ich parken?",
        label="faq/parken",
        confidence=0.7,
        ranking=(("faq/parken", 0.7), ("wo_ist", 0.2)),
        action="utter_faq",
        durations={"bedeutung": 5.0, "antwort": 0.5, "ablauf": 4.5, "gesamt": 10.0},
        example=NearestExample("Wo parke ich?", "faq/parken", 0.9),
        sources=(Source("thema/parken"),),
    )


def test_findings_of_the_action_are_folded_in() -> None:
    entity = {"entity": "zeit", "value": TIME}
    found = report(asked(entities=[entity, {"entity": "raum", "value": "Foyer"}]), **FOUND)
    assert (found.decision, found.sources[0].sizes, found.times) == (
        Decision.ASKED_BACK,
        {"staende": 2},
        (FoundTime("morgen", "2025-05-15T00:00:00+02:00", None, "day"),),
    )
    assert found.durations == {"bedeutung": 5.0, "antwort": 1.5, "programm": 2.0, "ablauf": 1.5, "gesamt": 10.0}


@pytest.mark.parametrize(
    ("intent", "label", "is_from_conversation"),
    [("faq", "faq/parken", False), ("nlu_fallback", "faq/parken", False), ("wo_ist", "wo_ist", True)],
)
def test_label_is_what_was_acted_on(intent: str, label: str, is_from_conversation: bool) -> None:
    found = report(asked(intent))
    assert (found.label, found.is_from_conversation, found.confidence) == (label, is_from_conversation, 0.7)


def test_button_has_nothing_to_understand() -> None:
    uttered = asked(intent={"name": "faq", "confidence": 1.0, "full_retrieval_intent_name": "faq/parken"})
    found = report(uttered, text="/faq/parken")
    assert (found.is_button, found.label, found.confidence, found.ranking, found.example) == (
        True, "faq/parken", 1.0, (), None,
    )  # fmt: skip


def test_question_taken_back_is_reported_all_the_same() -> None:
    answered = ActionExecuted("action_not_understood")
    events = [asked(), answered, UserUtteranceReverted(), ActionExecuted("action_listen")]
    assert report(*events).action == "action_not_understood"


def test_conversation_without_a_question_has_no_report() -> None:
    assert make_report("x", [SlotSet("a", 1), BotUttered("b")], {}, {}) is None


def test_findings_are_taken_out_of_the_messages() -> None:
    messages: list[dict[str, Any]] = [{"text": "a"}, {"custom": {"befund": FOUND}}, {"custom": {"karten": []}}]
    assert (take_findings(messages), messages) == (FOUND, [{"text": "a"}, {"custom": {"karten": []}}])


@pytest.mark.parametrize(("metadata", "wanted"), [(None, False), ({}, False), ({"bericht": "ja"}, False)])
def test_report_must_be_asked_for(metadata: dict[str, Any] | None, wanted: bool) -> None:
    assert (is_wanted(metadata), is_wanted({"bericht": True})) == (wanted, True)
