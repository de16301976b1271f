"""Answers outside the model: Rasa asks here for every ``utter_…`` (endpoints.yml, ``nlg.type``).

Texts come from the topic files as they are now: an edited answer is live without training. Responses that have no topic
file come from domain.yml. All texts have the fair's variables.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator, ResponseVariationFilter
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue.variables import fair_variables, fill_in
from bot.editorial.topics import Answer, TopicFolder
from bot.programme.clock import clock_from_environment
from bot.settings import ROOT, LiveFair

TOPIC_FOLDER = Path("data") / "themen"


class TopicAnswers(NaturalLanguageGenerator):
    """Reads answers from the topic files, else from the domain."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        self._fair = LiveFair()
        self._clock = clock_from_environment(self._fair.current)
        self._topics = TopicFolder(ROOT / _folder_of(endpoint_config))
        self._responses: dict[str, list[dict[str, Any]]] = domain.responses

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response of this name with variables filled in, or None if there is none."""
        # Rasa makes this object before it has loaded a domain; it hands the responses over with its own actions.
        self._responses = kwargs.get("domain_responses") or self._responses
        topic = self._topics.get(utter_action.partition("_")[2])
        if topic is not None:
            return self._finish(_as_response(random.choice(topic.answers)), tracker)
        variations = ResponseVariationFilter(self._responses).responses_for_utter_action(
            utter_action, output_channel, tracker.current_slot_values()
        )
        return self._finish(random.choice(variations), tracker) if variations else None

    def _finish(self, response: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
        slots = {name: str(value) for name, value in tracker.current_slot_values().items() if isinstance(value, str)}
        variables = {**slots, **fair_variables(self._fair.current, self._clock.now())}
        return {**response, "text": fill_in(str(response.get("text") or ""), variables)}


def _folder_of(endpoint_config: EndpointConfig | None) -> Path:
    """Where the topic files are: ``nlg.ordner`` in endpoints.yml, else ``data/themen``."""
    configured = endpoint_config.kwargs.get("ordner") if endpoint_config is not None else None
    return Path(configured) if configured else TOPIC_FOLDER


def _as_response(answer: Answer) -> dict[str, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in answer.buttons]
    return {"text": answer.text, "buttons": buttons}
