from __future__ import annotations

from datetime import datetime, timezone

import pytest
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.training_data.message import Message

from actions.conversation.fallback import not_understood
from actions.reading.question import Question
from bot.evaluation.rules import FallbackGate, GateDecision, Outcome, Prediction, decide, outcome_of
from tests.samples.evaluation import GATE, TITLED, prediction
from tests.samples.fair import FAIR

RANKINGS = [
    (("faq/parken", 0.3), ("wo_ist", 0.2), ("faq/wlan", 0.1), ("faq/toiletten", 0.09)),
    (("faq/parken", 0.3), ("faq/wlan", 0.05)),
    (("bejahen", 0.3), ("faq/parken", 0.2)),
    (("ausserhalb", 0.3), ("faq/parken", 0.25)),
    (("faq/parken", 0.07),),
]


@pytest.mark.parametrize("confidences", [(0.9, 0.05), (0.31, 0.29), (0.29, 0.1), (0.3, 0.2), (0.5,), (0.4, 0.3)])
def test_fallback_gate_is_as_strict_as_rasas(confidences: tuple[float, ...]) -> None:
    ranking = [{"name": f"i{place}", "confidence": share} for place, share in enumerate(confidences)]
    message = Message({"intent": ranking[0], "intent_ranking": list(ranking)})
    FallbackClassifier({"threshold": 0.3, "ambiguity_threshold": 0.1}).process([message])
    found = prediction(*((f"i{place}", share) for place, share in enumerate(confidences)))
    assert FallbackGate(0.3, 0.1).is_unsure("", found) is (message.get("intent")["name"] == "nlu_fallback")


@pytest.mark.parametrize("ranking", RANKINGS)
def test_suggestions_are_those_of_the_bot(ranking: tuple[tuple[str, float], ...]) -> None:
    question = Question("Hm?", "nlu_fallback", datetime.now(timezone.utc), labels=ranking)
    buttons = not_understood(question, None, FAIR)
    offered = [button.payload.strip("/").partition("{")[0] for button in buttons.buttons[:-1]]
    titled = TITLED | {"faq/toiletten"}
    own = decide("Hm?", prediction(*ranking), GATE, titled).suggestions
    assert list(own) == (offered if buttons.text.startswith("Da bin ich mir nicht sicher") else [])


def test_decision_of_a_sure_prediction_is_its_label() -> None:
    assert decide("", prediction(("wo_ist", 0.35), ("faq/wlan", 0.3)), GATE, TITLED) == GateDecision("wo_ist")


def test_decision_of_an_empty_prediction_is_nothing() -> None:
    assert decide("", Prediction((), 1.0, 1.0), GATE, TITLED) == GateDecision("")


@pytest.mark.parametrize(
    ("expected", "decision", "outcome"),
    [
        ("faq/wlan", GateDecision("faq/wlan"), Outcome.RIGHT),
        ("faq/wlan", GateDecision("", ("wo_ist", "faq/wlan")), Outcome.OFFERED),
        ("faq/wlan", GateDecision("", ("wo_ist",)), Outcome.ASKED),
        ("faq/wlan", GateDecision("ausserhalb"), Outcome.REJECTED),
        ("faq/wlan", GateDecision(""), Outcome.REJECTED),
        ("faq/wlan", GateDecision("wo_ist"), Outcome.WRONG),
        ("faq/wlan", GateDecision("wo_ist", others=("faq/wlan",)), Outcome.BESIDE),
        ("ausserhalb", GateDecision("wo_ist", others=("faq/wlan",)), Outcome.WRONG),
        ("ausserhalb", GateDecision("ausserhalb"), Outcome.RIGHT),
        ("ausserhalb", GateDecision(""), Outcome.RIGHT),
        ("ausserhalb", GateDecision("", ("wo_ist",)), Outcome.ASKED),
        ("ausserhalb", GateDecision("wo_ist"), Outcome.WRONG),
    ],
)
def test_outcome(expected: str, decision: GateDecision, outcome: Outcome) -> None:
    assert outcome_of(expected, decision) is outcome
