"""Corrected text for the model; the message's own text stays as typed."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.settings import state_folder
from bot.nlu.spelling import Spelling, kept_german_words, learn_spelling
from bot.nlu.vector_store import spell_like
from bot.rasa.components.component import LearningComponent

SPELT = "spelt_text"


def spelt_text(message: Message) -> str:
    """Return the text as the model should read it: without slips, where the pipeline corrects them."""
    return str(message.get(SPELT) or message.get(TEXT) or "")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(LearningComponent[Spelling]):
    """Learns the words of the examples and sets ``spelt_text``.

    Times, names and the catalogue search read the text as it was typed: they handle slips themselves, and a speaker's
    rare name is none.
    """

    @staticmethod
    def read_learnt(folder: Path) -> Spelling:
        """Read the known words, and let what is encoded in the background be spelt with them, too."""
        spelling = Spelling.load(folder)
        spell_like(spelling.correct)
        return spelling

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of all examples."""
        texts = [example.get(TEXT) for example in training_data.intent_examples if example.get(TEXT)]
        self._learnt = learn_spelling(texts, kept_german_words(state_folder()))
        with self._storage.write_to(self._resource) as folder:
            self._learnt.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Correct the training examples as messages will be corrected."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the corrected text of each message."""
        for message in messages:
            if self._learnt is not None and message.get(TEXT):
                message.set(SPELT, self._learnt.correct(message.get(TEXT)))
        return messages
