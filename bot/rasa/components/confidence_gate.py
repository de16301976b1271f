"""The gate that replaces a prediction too unsure to be acted on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, FrozenSet, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.spelling import names_other_fair, novel_words, vocabulary_of
from bot.nlu.text_cleaning import OUT_OF_SCOPE
from bot.rasa.components.component import LearningComponent
from bot.rasa.components.label_classifier import LABEL_RANKING
from bot.rasa.components.spelling_corrector import spelt_text

VOCABULARY_FILE = "vocabulary.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ConfidenceGate(LearningComponent[FrozenSet[str]]):
    """Puts ``nlu_fallback`` in the place of a prediction that is too unsure.

    Like Rasa's FallbackClassifier, but a FAQ answer to a text with a word that no example about the fair has must be
    surer: questions about the programme are checked against the live catalogue anyway, FAQ answers are not.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the thresholds of the confidence (0..1).

        They are: in general, with a novel word, with the name of another fair; ``margin`` to the second label; and
        ``foreign_share``, the share of the best label's confidence that „not about the fair“ must stay below.
        """
        confidences = {"threshold": 0.3, "novel_threshold": 0.4, "other_fair_threshold": 0.95}
        return {**confidences, "margin": 0.02, "foreign_share": 0.5}

    @staticmethod
    def read_learnt(folder: Path) -> frozenset[str]:
        """Read the vocabulary: the words of all examples about the fair."""
        return frozenset(json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the words of all examples about the fair."""
        examples = [
            each for each in training_data.intent_examples if each.get(INTENT) != OUT_OF_SCOPE and each.get(TEXT)
        ]
        self._learnt = vocabulary_of(spelt_text(each) for each in examples)
        with self._storage.write_to(self._resource) as folder:
            (folder / VOCABULARY_FILE).write_text(json.dumps(sorted(self._learnt)), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Replace the intent of unsure predictions by ``nlu_fallback``."""
        for message in messages:
            if self.is_unsure(spelt_text(message), message.get(LABEL_RANKING) or []):
                unsure = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": self._config["threshold"]}
                message.set(INTENT, unsure, add_to_output=True)
                # First in the ranking as well: policies read that, not the intent alone.
                message.set(INTENT_RANKING_KEY, [unsure, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
        return messages

    def _needed(self, text: str, label: str) -> float:
        """Return the least confidence for this label and text."""
        novel = novel_words(text, self._learnt or frozenset()) if label.startswith("faq/") else []
        if names_other_fair(novel):
            return float(self._config["other_fair_threshold"])
        return float(self._config["novel_threshold" if novel else "threshold"])

    def is_unsure(self, text: str, ranking: List[Dict[str, Any]]) -> bool:
        """Return whether the best label's confidence is too low, or too near to that of another.

        Args:
            text: the message, spelt as the pipeline spells it.
            ranking: labels with ``name`` and ``confidence`` (0..1), best first.
        """
        if not ranking:
            return True
        best, second = ranking[0], ranking[1] if len(ranking) > 1 else {"confidence": 0.0}
        needed = self._needed(text, best["name"])
        is_near = best["confidence"] - second["confidence"] < self._config["margin"]
        return bool(best["confidence"] < needed or is_near or self._may_be_foreign(ranking))

    def _may_be_foreign(self, ranking: List[Dict[str, Any]]) -> bool:
        foreign = next((each["confidence"] for each in ranking[1:] if each["name"] == OUT_OF_SCOPE), 0.0)
        return bool(foreign >= self._config["foreign_share"] * ranking[0]["confidence"])
