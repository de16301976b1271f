"""Answers outside the model: Rasa calls this for every ``utter_…`` (endpoints.yml, ``nlg.type``).

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

from bot.content.languages import language_of
from bot.content.topics import TopicAnswer, TopicButton, TopicFolder
from bot.content.variables import fair_variables, fill_in
from bot.core.settings import ROOT
from bot.core.timing import step
from bot.dialogue.alternatives import other_buttons, with_question
from bot.fair.clock import clock_from_environment
from bot.fair.file import LiveFair
from bot.german.phrases import as_text

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
        """Return the response of this name with variables filled in, or None if there is none."""
        with step("antwort"):
            return self._generate(utter_action, tracker, output_channel, **kwargs)

    def _generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        # Rasa makes this object before it has loaded a domain; it hands the responses over with its own actions.
        self._responses = kwargs.get("domain_responses") or self._responses
        topic = self._topics.get(utter_action.partition("_")[2])
        if topic is not None:
            answer = random.choice(topic.answers)
            return self._finish(_in_doubt(_as_response(answer, language_wanted(tracker)), tracker), tracker)
        variations = ResponseVariationFilter(self._responses).responses_for_utter_action(
            utter_action, output_channel, tracker.current_slot_values()
        )
        return self._finish(random.choice(variations), tracker) if variations else None

    def _finish(self, response: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
        values = tracker.current_slot_values().items()
        slots = {name: as_text(value) for name, value in values if isinstance(value, str)}  # may be a visitor's words
        variables = {**slots, **fair_variables(self._fair.current, self._clock.now())}
        return {**response, "text": fill_in(str(response.get("text") or ""), variables)}


def _in_doubt(response: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the answer with buttons for other possible meanings, where the label is in doubt."""
    message = tracker.latest_message
    if message is None:
        return response
    ranking = [(str(each["name"]), float(each["confidence"])) for each in message.parse_data.get("label_ranking") or []]
    others = other_buttons(ranking, str(message.intent.get("name")), message.text or "")
    if not others:
        return response
    buttons = [*response["buttons"], *(_as_dict(button) for button in others)]
    return {**response, "text": with_question(response["text"]), "buttons": buttons}


def _folder_of(endpoint_config: EndpointConfig | None) -> Path:
    """Return the folder of topic files: ``nlg.ordner`` in endpoints.yml, else ``data/themen``."""
    configured = endpoint_config.kwargs.get("ordner") if endpoint_config is not None else None
    return Path(configured) if configured else TOPIC_FOLDER


def language_wanted(tracker: DialogueStateTracker) -> str:
    """Return the language of the wanted answer, "" for German: each message says so, so nothing is remembered."""
    return language_of(tracker.latest_message.metadata) if tracker.latest_message is not None else ""


def _as_response(answer: TopicAnswer, language: str) -> dict[str, Any]:
    return {"text": answer.in_language(language), "buttons": [_as_dict(button) for button in answer.buttons]}


def _as_dict(button: TopicButton) -> dict[str, str]:
    return {"title": button.title, "payload": button.payload}
