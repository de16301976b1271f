"""A small world to measure: three labels, made-up predictions, a finished evaluation."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.evaluation.data import LabelledSentence
from bot.evaluation.evaluation import Evaluation, MeasuredSet
from bot.evaluation.measures import Result, judge, threshold_curve
from bot.evaluation.pipeline import ModelSettings
from bot.evaluation.rules import FallbackGate, Prediction, confidence_and_margin

GATE = FallbackGate(0.35, 0.02)
TITLED = frozenset({"faq/parken", "faq/wlan", "wo_ist"})
GATE_SETTINGS = {
    "threshold": 0.35,
    "novel_threshold": 0.5,
    "other_fair_threshold": 0.95,
    "margin": 0.02,
    "foreign_share": 0.5,
}
SETTINGS = ModelSettings(("ngramme",), 50.0, {"ausserhalb": 4.0}, 8, GATE_SETTINGS)


def prediction(*ranking: tuple[str, float]) -> Prediction:
    """A prediction whose confidence is that of its first label."""
    return Prediction(ranking, *confidence_and_margin([share for _, share in ranking]))


def results(*sentences: tuple[str, str, Prediction]) -> tuple[Result, ...]:
    """Judged (text, expected label, prediction)."""
    examples = [LabelledSentence(text, label) for text, label, _ in sentences]
    return tuple(judge(examples, [found for *_, found in sentences], GATE, TITLED))


OURS = results(
    ("Wo parken?", "faq/parken", prediction(("faq/parken", 0.9), ("faq/wlan", 0.1))),
    ("Netz?", "faq/wlan", prediction(("faq/parken", 0.3), ("faq/wlan", 0.25))),
    ("Wo ist <B3> & wie?", "wo_ist", prediction(("faq/parken", 0.8), ("wo_ist", 0.2))),
    ("Wo ist der Saal?", "wo_ist", prediction(("ausserhalb", 0.7), ("wo_ist", 0.3))),
    ("Wie wird das Wetter?", "ausserhalb", prediction(("ausserhalb", 0.9), ("wo_ist", 0.1))),
    ("Rezept?", "ausserhalb", prediction(("faq/parken", 0.3), ("wo_ist", 0.1))),
)
STOCK = results(*((item.example.text, item.example.label, prediction(("faq/parken", 0.9))) for item in OURS))


def evaluation(with_stock: bool = True) -> Evaluation:
    """A finished run on :data:`OURS`."""
    measured = MeasuredSet("tests/saetze", OURS, STOCK if with_stock else None)
    curve = threshold_curve(OURS, lambda threshold: FallbackGate(threshold, 0.02), TITLED)
    made = datetime(2025, 5, 14, 10, 5, tzinfo=timezone.utc)
    return Evaluation(made, SETTINGS, 100 if with_stock else None, 12, 4, curve, OURS, (measured,))
