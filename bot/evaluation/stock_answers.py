"""The stock pipeline's answers as predictions: intent and response selector joined to full labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.evaluation.rules import Prediction, confidence_and_margin

FALLBACK = "nlu_fallback"
RETRIEVAL = ("faq", "smalltalk")
Pairs = Sequence[tuple[str, float]]


def read_answer(answer: Mapping[str, Any]) -> Prediction:
    """Read one answer of :mod:`bot.evaluation.stock_worker`.

    Rasa ranks intents and responses apart. A response counts as likely as its intent times its share among the
    responses of that intent; first stands what the bot would say (its action takes the selector's first response,
    whatever the intent).

    Raises:
        KeyError, TypeError, ValueError: it is damaged.
    """
    intents = [(str(name), float(value)) for name, value in answer["intent_ranking"] if name != FALLBACK]
    responses = [(str(name), float(value)) for name, value in answer["response_ranking"]]
    ranking = [pair for intent in intents for pair in _labels(intent, responses)]
    ranking.sort(key=lambda pair: -pair[1])
    confidence, margin = confidence_and_margin([value for _, value in intents])
    return Prediction(_said_first(intents, answer["response"], ranking), confidence, margin)


def _labels(intent: tuple[str, float], responses: Pairs) -> list[tuple[str, float]]:
    name, confidence = intent
    if name not in RETRIEVAL:
        return [intent]
    own = [(label, share) for label, share in responses if label.partition("/")[0] == name]
    total = sum(share for _, share in own)
    # Scaled to the intent's own responses: the selector's shares run over all intents.
    return [(label, confidence * share / total) for label, share in own] if total else []


def _said_first(
    intents: Pairs, response: str | None, ranking: list[tuple[str, float]]
) -> tuple[tuple[str, float], ...]:
    if not intents:
        return ()
    intent, confidence = intents[0]
    said = (response or intent) if intent in RETRIEVAL else intent
    shares = dict(ranking)
    rest = [pair for pair in ranking if pair[0] != said]
    return ((said, shares.get(said, confidence)), *rest)
