"""The classifier that decides intent and FAQ topic at once."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.timing import step
from bot.nlu.example_block import Floats
from bot.nlu.label_model import LabelModel, NearExample, train_label_model
from bot.nlu.sentence_map import write_map
from bot.rasa.components.component import LearningComponent
from bot.rasa.components.message_cleaner import TOPIC_LABEL

logger = logging.getLogger(__name__)
Ranking = List[Tuple[str, float]]
LABEL_RANKING = "label_ranking"
NEAREST_EXAMPLE = "nearest_example"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(LearningComponent[LabelModel]):
    """Predicts full labels from the sentence vector.

    A label ``faq/parken`` sets the intent ``faq`` and, as Rasa's ResponseSelector would, the answer
    ``utter_faq/parken``. ``label_ranking`` holds the runners-up with full labels for suggestions, ``nearest_example``
    the training example nearest to the question.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return ``C`` (inverse regularisation), ``label_weights`` and ``ranking_length`` (runners-up)."""
        return {"C": 50.0, "label_weights": {}, "ranking_length": 8}

    @staticmethod
    def read_learnt(folder: Path) -> LabelModel:
        """Read the trained model."""
        return LabelModel.load(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to all examples that have an intent and text."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        vectors = np.stack([np.concatenate(_blocks_of(example)) for example in examples])
        blocks = [len(block) for block in _blocks_of(examples[0])]
        labels = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        texts = [example.get(TEXT) for example in examples]
        self._learnt = train_label_model(
            vectors, blocks, labels, texts, float(self._config["C"]), self._config["label_weights"]
        )
        with self._storage.write_to(self._resource) as folder:
            self._learnt.save(folder)
            write_map(self._learnt, folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Predict the training examples (Rasa asks for it when later components train on predictions)."""
        self.process([example for example in training_data.intent_examples if example.get(TEXT)])
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent, ranking and, for topics, the answer's name."""
        with step("einordnen"):
            for message in messages:
                ranking, nearest = self._judge(message)
                _write(message, ranking[: int(self._config["ranking_length"])])
                if nearest is not None:
                    message.set(NEAREST_EXAMPLE, nearest._asdict(), add_to_output=True)
        return messages

    def _judge(self, message: Message) -> Tuple[Ranking, Optional[NearExample]]:
        blocks = _blocks_of(message)
        if self._learnt is None or not blocks:
            return [], None
        # A topic button names its label; the model is not asked to guess it.
        chosen = message.get(TOPIC_LABEL)
        if chosen in self._learnt.labels:
            return [(chosen, 1.0)], None
        return self._learnt.judge(np.concatenate(blocks))


def _blocks_of(message: Message) -> List[Floats]:
    """Return the sentence vectors of the featurizers before, each (d,), in the pipeline's order."""
    found = [feature for feature in message.features if feature.is_dense() and feature.type == FEATURE_TYPE_SENTENCE]
    return [np.asarray(feature.features[0], dtype=np.float32) for feature in found if feature.attribute == TEXT]


def _write(message: Message, ranking: Ranking) -> None:
    named = [{"name": label, "confidence": confidence} for label, confidence in ranking]
    by_intent: Dict[str, float] = {}
    for label, confidence in ranking:
        # The best label of an intent stands for it, as the ranking is sorted.
        by_intent.setdefault(label.partition("/")[0], confidence)
    intents = [{"name": name, "confidence": confidence} for name, confidence in by_intent.items()]
    message.set(INTENT, intents[0] if intents else {"name": None, "confidence": 0.0}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, intents, add_to_output=True)
    message.set(LABEL_RANKING, named, add_to_output=True)
    if ranking and "/" in ranking[0][0]:
        message.set("response_selector", _selector_output(*ranking[0]), add_to_output=True)


def _selector_output(label: str, confidence: float) -> Dict[str, Any]:
    """Return the output of Rasa's ResponseSelector, as far as its ``utter_<intent>`` action reads it."""
    intent = label.partition("/")[0]
    response = {
        "utter_action": f"utter_{label}",
        "intent_response_key": label,
        "confidence": confidence,
        "responses": [],
    }
    return {"all_retrieval_intents": [intent], intent: {"response": response, "ranking": []}}
