"""The bot's own ConfidenceGate, run outside Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.content.labels import OUT_OF_SCOPE
from bot.core.settings import ROOT
from bot.dialogue.alternatives import other_readings
from bot.evaluation.data import LabelledSentence
from bot.evaluation.rules import Prediction
from bot.nlu.unseen_words import vocabulary_of
from bot.rasa.components.confidence_gate import ConfidenceGate

Spell = Callable[[str], str]


class OurGate:
    """The component with the vocabulary of the examples; its storage is never used."""

    def __init__(self, settings: Mapping[str, Any], vocabulary: frozenset[str], spell: Spell = str) -> None:
        self._spell = spell
        self._component = ConfidenceGate(dict(settings), LocalModelStorage(ROOT), Resource("gate"), vocabulary)

    def is_unsure(self, text: str, prediction: Prediction) -> bool:
        """See :class:`bot.evaluation.rules.GateRule`."""
        # in the shape of Rasa's messages, which the component reads
        ranking = [{"name": label, "confidence": share} for label, share in prediction.ranking]
        return self._component.is_unsure(self._spell(text), ranking)

    def others(self, prediction: Prediction) -> list[str]:
        """See :class:`bot.evaluation.rules.GateRule`."""
        return other_readings(prediction.ranking, prediction.label.partition("/")[0])


def words_of(examples: Iterable[LabelledSentence], spell: Spell = str) -> frozenset[str]:
    """Return the vocabulary that the component would learn."""
    # As in the component: what is not about the fair must not make words familiar.
    return vocabulary_of(spell(example.text) for example in examples if example.label != OUT_OF_SCOPE)


def with_threshold(settings: Mapping[str, Any], threshold: float) -> dict[str, Any]:
    """Return the settings with another threshold; the stricter ones for novel words are never below it."""
    stricter = {name: max(float(settings[name]), threshold) for name in ("novel_threshold", "other_fair_threshold")}
    return {**settings, **stricter, "threshold": threshold}
