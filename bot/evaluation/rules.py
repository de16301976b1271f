"""The bot's decision on a ranking of labels: answer, ask back with suggestions, or say that it cannot help.

The suggestions follow the rules of ``actions/conversation/fallback.py`` (tested against it); the live catalogue, in
which the bot also looks for bare titles and booth numbers, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot.dialogue.alternatives import MAX_SUGGESTIONS, likely_labels
from bot.nlu.text_cleaning import OUT_OF_SCOPE


class Outcome(str, Enum):
    """The outcome for one sentence."""

    RIGHT = "richtig"  # the right answer; for what is not about the fair: said so, no answer, no suggestion
    BESIDE = "daneben angeboten"  # answered with something else, in doubt, the right one on a button below
    OFFERED = "angeboten"  # asked back, the right one is among the suggestions
    ASKED = "nachgefragt"  # asked back, the right one is not offered
    REJECTED = "abgewiesen"  # a question about the fair taken for another, or not understood at all
    WRONG = "falsch"  # answered with something else


@dataclass(frozen=True)
class Prediction:
    """A pipeline's prediction for one sentence.

    Attributes:
        ranking: full labels with their confidence (0..1), best first.
        confidence: how sure the pipeline is of the first.
        margin: its lead over the second; 1 when there is none.
    """

    ranking: tuple[tuple[str, float], ...]
    confidence: float
    margin: float

    @property
    def label(self) -> str:
        """The likeliest label, "" when there is none."""
        return self.ranking[0][0] if self.ranking else ""


class GateRule(Protocol):
    """A rule for asking back."""

    def is_unsure(self, text: str, prediction: Prediction) -> bool:
        """Return whether the prediction must not be acted on."""

    def others(self, prediction: Prediction) -> list[str]:
        """Return the labels that are offered beside the answer."""


@dataclass(frozen=True)
class FallbackGate:
    """Rasa's FallbackClassifier (tested against it)."""

    threshold: float
    margin: float

    def is_unsure(self, text: str, prediction: Prediction) -> bool:
        """See :class:`GateRule`; the text does not matter."""
        return prediction.confidence < self.threshold or prediction.margin < self.margin

    def others(self, prediction: Prediction) -> list[str]:
        """See :class:`GateRule`; Rasa offers none."""
        return []


@dataclass(frozen=True)
class GateDecision:
    """``label`` is answered, ``others`` offered below; when it is "", the bot asks back with ``suggestions``."""

    label: str
    suggestions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def confidence_and_margin(confidences: Sequence[float]) -> tuple[float, float]:
    """Return the first value and its lead over the second."""
    if not confidences:
        return 0.0, 1.0
    # a single label leads by everything: 1
    return confidences[0], confidences[0] - confidences[1] if len(confidences) > 1 else 1.0


def decide(text: str, prediction: Prediction, gate: GateRule, titled: frozenset[str]) -> GateDecision:
    """Return the bot's decision; only labels in ``titled`` can be suggested."""
    if prediction.label and not gate.is_unsure(text, prediction):
        return GateDecision(
            prediction.label, others=tuple(label for label in gate.others(prediction) if label in titled)
        )
    likely = likely_labels(prediction.ranking)
    return GateDecision("", tuple(label for label in likely if label in titled)[:MAX_SUGGESTIONS])


def outcome_of(expected: str, decision: GateDecision) -> Outcome:
    """Return the outcome of a decision on a sentence whose label is ``expected``."""
    # Saying nothing about a foreign question is as good as saying that it is foreign.
    turned_away = decision.label == OUT_OF_SCOPE or not (decision.label or decision.suggestions)
    if decision.label == expected or (turned_away and expected == OUT_OF_SCOPE):
        return Outcome.RIGHT
    if turned_away:
        return Outcome.REJECTED
    if decision.label:
        return Outcome.BESIDE if expected in decision.others else Outcome.WRONG
    return Outcome.OFFERED if expected in decision.suggestions else Outcome.ASKED
