"""The floor of any Rasa: a classifier that always says the same."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConstantIntent(GraphComponent):
    """Every message means ``hallo``."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConstantIntent:
        """See GraphComponent."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Put the one intent on each message."""
        for message in messages:
            message.set("intent", {"name": "hallo", "confidence": 1.0}, add_to_output=True)
        return messages
