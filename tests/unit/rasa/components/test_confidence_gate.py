"""When a prediction is good enough. Imports Rasa: the gate is a component."""

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.nlu.spelling import vocabulary_of
from bot.rasa.components.confidence_gate import ConfidenceGate

CONFIG = {"threshold": 0.35, "novel_threshold": 0.5, "other_fair_threshold": 0.95, "margin": 0.02, "foreign_share": 0.5}
VOCABULARY = vocabulary_of(["Wann ist die Messe?", "Wo kann ich parken?"])


@pytest.mark.parametrize(
    ("text", "ranking", "is_unsure"),
    [
        ("Wo kann ich parken?", [("faq/parken", 0.4), ("faq/adresse", 0.1)], False),
        ("Wo kann ich parken?", [("faq/parken", 0.3), ("faq/adresse", 0.1)], True),
        ("Wo kann ich parken?", [("faq/parken", 0.4), ("faq/adresse", 0.39)], True),
        ("Wo kann ich Boote parken?", [("faq/parken", 0.45), ("faq/adresse", 0.1)], True),
        ("Wo kann ich Boote parken?", [("faq/parken", 0.6), ("faq/adresse", 0.1)], False),
        ("Wann ist die Buchmesse?", [("faq/termin", 0.9), ("faq/adresse", 0.01)], True),
        ("Wo ist der Drohnenflug?", [("wo_ist", 0.4), ("faq/adresse", 0.1)], False),
        ("Wo kann ich parken?", [("faq/parken", 0.6), ("faq/adresse", 0.2), ("ausserhalb", 0.3)], True),
        ("Wo kann ich parken?", [("faq/parken", 0.6), ("ausserhalb", 0.29)], False),
        ("Wo lade ich zu Hause?", [("ausserhalb", 0.6), ("faq/parken", 0.5)], False),
        ("", [], True),
    ],
)
def test_is_unsure(tmp_path: Path, text: str, ranking: list[tuple[str, float]], is_unsure: bool) -> None:
    gate = ConfidenceGate(CONFIG, LocalModelStorage(tmp_path), Resource("gate"), VOCABULARY)
    assert gate.is_unsure(text, [{"name": label, "confidence": share} for label, share in ranking]) is is_unsure
