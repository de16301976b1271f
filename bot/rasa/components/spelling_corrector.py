"""Corrected text for the model; the message's own text stays as typed."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.settings import state_folder
from bot.nlu.background_encoding import spell_like
from bot.nlu.spelling import Spelling, kept_german_words, learn_spelling
from bot.rasa.components.component import Component

SPELT = "spelt_text"


def spelt_text(message: Message) -> str:
    """Return the text as the model should read it: without slips, where the pipeline corrects them."""
    return str(message.get(SPELT) or message.get(TEXT) or "")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(Component):
    """Learns the words of the examples and sets ``spelt_text``.

    Times, names and the catalogue search read the text as it was typed: they handle slips themselves, and a speaker's
    rare name is none.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, spelling: Spelling | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._spelling = spelling

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingCorrector:
        """Create an untrained component (it has no settings)."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingCorrector:
        """Read the learnt vocabulary.

        Raises:
            OSError: the model lacks its file.
            ValueError: the file is damaged.
        """
        with model_storage.read_from(resource) as folder:
            spelling = Spelling.load(folder)
        # So that a sentence encoded ahead is the one this pipeline will ask for.
        spell_like(spelling.correct)
        return cls(model_storage, resource, spelling)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of all examples."""
        texts = [example.get(TEXT) for example in training_data.intent_examples if example.get(TEXT)]
        self._spelling = learn_spelling(texts, kept_german_words(state_folder()))
        with self._storage.write_to(self._resource) as folder:
            self._spelling.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Correct the training examples as messages will be corrected."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the corrected text of each message."""
        for message in messages:
            if self._spelling is not None and message.get(TEXT):
                message.set(SPELT, self._spelling.correct(message.get(TEXT)))
        return messages
