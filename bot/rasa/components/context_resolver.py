"""Last component: reads the conversation from the tracker, so that „wo ist das?“ asks for its subject."""

from __future__ import annotations

import time
from typing import Any, Dict, List, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content.topics import Topic
from bot.core.timing import step
from bot.dialogue.context import (
    FORGET_AFTER,
    REFERENCE,
    ConversationContext,
    ResolvedQuestion,
    UnderstoodSentence,
    fresh,
    read_in_conversation,
    read_kind,
)
from bot.dialogue.deixis import is_only_time, names_own_topic
from bot.dialogue.topic_words import TopicalWords, all_topics, topic_called, topic_text
from bot.fair.clock import clock_from_environment
from bot.fair.file import LiveFair
from bot.rasa.components.component import Component
from bot.rasa.components.message_cleaner import TOPIC_LABEL

SURE = 0.6  # below it, a topic may be a mere guess


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextResolver(Component):
    """Rasa's side of it: reads the tracker, writes intent and entity."""

    def __init__(self) -> None:
        self._fair = LiveFair()
        self._clock = clock_from_environment(self._fair.current)
        self._words = TopicalWords(all_topics())

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        """Set the intent of questions that point back."""
        with step("gespraech"):
            return self._process(messages, tracker)

    def _process(self, messages: List[Message], tracker: Optional[DialogueStateTracker]) -> List[Message]:
        conversation = self._conversation(tracker) if tracker is not None else ConversationContext()
        for message in messages:
            text = message.get(TEXT) or ""
            spans = [(each["start"], each["end"]) for each in message.get(ENTITIES) or [] if each["entity"] == "zeit"]
            # A button says exactly what it means.
            if text and not message.get(TOPIC_LABEL):
                self._read(message, text, conversation, spans)
        return messages

    def _read(
        self, message: Message, text: str, conversation: ConversationContext, spans: List[tuple[int, int]]
    ) -> None:
        label = _label(message)
        is_topic = label.startswith("faq/")
        is_own = self._words.names(label, text, spans) if is_topic else names_own_topic(text, spans)
        sentence = UnderstoodSentence(text, label, is_own, _confidence(message) >= SURE, is_only_time(text, spans))
        reading = read_in_conversation(sentence, conversation)
        is_open = (_is_unsure(message) and not is_own) or _has_theme(topic_called(label))
        kind = read_kind(text, label, is_open) if reading is None else ""
        if reading is not None or kind:
            _write(message, reading or ResolvedQuestion(kind, ""))

    def _conversation(self, tracker: DialogueStateTracker) -> ConversationContext:
        now = self._clock.now()
        # Slots outlive a visit; older ones than 20 minutes count as forgotten.
        subject, listing = (fresh(tracker.get_slot(name), now) for name in ("gegenstand", "liste"))
        said = next((each for each in reversed(tracker.events) if isinstance(each, BotUttered) and each.text), None)
        topic = topic_called(_last_topic(tracker))
        buttons = ((said.data or {}).get("buttons") or []) if said is not None else []
        return ConversationContext(
            subject=subject["art"] if subject else "",
            listed=listing["art"] if listing else "",
            topic=topic.label if topic is not None else "",
            answer=topic_text(topic, self._fair.current, now) if topic is not None else "",
            has_theme=any('"thema"' in str(button.get("payload")) for button in buttons),
        )


def _last_topic(tracker: DialogueStateTracker) -> str:
    """Return the topic of the last message, or the one that it referred back to."""
    last = next((each for each in reversed(tracker.events) if isinstance(each, UserUttered)), None)
    if last is None or time.time() - last.timestamp > FORGET_AFTER.total_seconds():
        return ""
    referred = next((str(each.get("value")) for each in last.entities if each.get("entity") == REFERENCE), "")
    full = str(last.intent.get("full_retrieval_intent_name") or "")
    return referred if "/" in referred else full if full.startswith("faq/") else ""


def _has_theme(topic: Topic | None) -> bool:
    """Return whether the topic's answer offers booths or sessions on its theme."""
    return topic is not None and any('"thema"' in button.payload for button in topic.answers[0].buttons)


def _confidence(message: Message) -> float:
    ranking = message.get("label_ranking") or []
    return float(ranking[0]["confidence"]) if ranking else 0.0


def _is_unsure(message: Message) -> bool:
    intent: Dict[str, Any] = message.get(INTENT) or {}
    return bool(intent.get("name") == DEFAULT_NLU_FALLBACK_INTENT_NAME)


def _label(message: Message) -> str:
    ranking = message.get("label_ranking") or []
    return str(ranking[0]["name"]) if ranking else ""


def _write(message: Message, reading: ResolvedQuestion) -> None:
    intent = {"name": reading.intent, "confidence": 1.0}
    others = [each for each in message.get(INTENT_RANKING_KEY) or [] if each["name"] != reading.intent]
    text = message.get(TEXT) or ""
    entities = message.get(ENTITIES) or []
    entity = {
        "entity": REFERENCE,
        "value": reading.reference,
        "start": 0,
        "end": len(text),
        "extractor": "ContextResolver",
    }
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
    message.set(ENTITIES, [*entities, entity] if reading.reference else entities, add_to_output=True)
