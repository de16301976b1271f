"""German time expressions as Rasa entities."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.core.timing import step
from bot.fair.clock import FairClock, clock_from_environment
from bot.fair.file import load_fair
from bot.fair.model import Fair
from bot.german.time.expressions import TimeExpression, find_time_expressions
from bot.rasa.components.component import Component

TIME_ENTITY = "zeit"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TimeExtractor(Component):
    """Adds an entity ``zeit`` for each time expression, resolved against the fair's clock and days."""

    def __init__(self, fair: Fair, clock: FairClock) -> None:
        self._fair = fair
        self._clock = clock

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TimeExtractor:
        """Create the component from messe.yml and the environment."""
        fair = load_fair()
        return cls(fair, clock_from_environment(fair))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add time entities to each message with text."""
        for message in messages:
            with step("zeiten"):
                found = find_time_expressions(message.get(TEXT) or "", self._clock.now(), self._fair.days)
            entities = message.get(ENTITIES, []) + [_as_entity(expression) for expression in found]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _as_entity(expression: TimeExpression) -> Dict[str, Any]:
    value = {
        # As text: Rasa writes entities to JSON.
        "von": expression.start.isoformat() if expression.start else None,
        "bis": expression.end.isoformat() if expression.end else None,
        "korn": str(expression.grain),
        "bezug": str(expression.relation),
        "text": expression.text,
    }
    return {
        "entity": TIME_ENTITY,
        "start": expression.offset,
        "end": expression.offset + expression.length,
        "value": value,
        "extractor": "TimeExtractor",
    }
