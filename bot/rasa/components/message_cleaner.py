"""First component: cleans the text and recognises topic buttons."""

from __future__ import annotations

from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.timing import step
from bot.nlu.text_cleaning import topic_of_payload, understood_text
from bot.rasa.components.component import Component

TOPIC_LABEL = "topic_label"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageCleaner(Component):
    """Replaces the text by its cleaned form; a topic button (``/faq/parken``) becomes its words plus a label.

    Rasa itself knows no buttons for retrieval intents: it would warn and read the payload as a sentence.
    """

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Clean the training examples as messages will be cleaned."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Clean the text of each message."""
        with step("text"):
            for message in messages:
                if message.get(TEXT):
                    self._clean(message)
        return messages

    def _clean(self, message: Message) -> None:
        label = topic_of_payload(message.get(TEXT))
        if label:
            message.set(TOPIC_LABEL, label)
            # A text is needed all the same: featurizers and Rasa's own checks skip empty messages.
            message.set(TEXT, label.partition("/")[2].replace("_", " "))
        else:
            message.set(TEXT, understood_text(message.get(TEXT)))
