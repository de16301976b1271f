"""The last part of the pipeline. Imports Rasa: it reads Rasa's tracker and messages."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.rasa.components.context_resolver import ContextResolver


@pytest.fixture(scope="module")
def context() -> ContextResolver:
    """The component as the pipeline makes it."""
    return ContextResolver()


def tracker(context: ContextResolver, *events: Event, subject: dict[str, str] | None = None) -> DialogueStateTracker:
    """A conversation with these events, about this subject."""
    slots = [AnySlot(name, mappings=[{"type": "custom"}]) for name in ("gegenstand", "liste")]
    conversation = DialogueStateTracker("somebody", slots)
    if subject is not None:
        now = context._clock.now().isoformat()
        conversation.update(SlotSet("gegenstand", {**subject, "um": now}))
    for event in events:
        conversation.update(event)
    return conversation


def understood(text: str, label: str) -> Message:
    """A message as the classifier leaves it."""
    ranking = [{"name": label, "confidence": 0.9}]
    return Message({"text": text, "intent": {"name": label.partition("/")[0]}, "label_ranking": ranking})


def result(message: Message) -> tuple[str, list[Any]]:
    """Intent and the values of ``bezug``."""
    return message.get("intent")["name"], [each["value"] for each in message.get("entities") or []]


def test_question_about_the_booth_talked_of(context: ContextResolver) -> None:
    message = understood("wie komm ich dahin", "faq/adresse")
    context.process([message], tracker(context, subject={"art": "stand", "schluessel": "B3"}))
    assert result(message) == ("wo_ist", ["gegenstand"])


def test_question_with_a_topic_of_its_own_stays(context: ContextResolver) -> None:
    message = understood("wo kann ich da parken", "faq/parken")
    context.process([message], tracker(context, subject={"art": "stand", "schluessel": "B3"}))
    assert result(message) == ("faq", [])


def test_question_about_the_last_topic(context: ContextResolver) -> None:
    asked = UserUttered("Wo sind die Toiletten?", {"name": "faq", "full_retrieval_intent_name": "faq/toiletten"})
    message = understood("wo genau ist das", "wo_ist")
    context.process([message], tracker(context, asked, BotUttered("Toiletten finden Sie …")))
    assert result(message) == ("wo_ist", ["faq/toiletten"])


def test_without_a_conversation_nothing_changes(context: ContextResolver) -> None:
    message = understood("wie komm ich dahin", "faq/adresse")
    context.process([message])
    assert result(message) == ("faq", [])


def test_workshop_on_a_theme_is_looked_up_in_the_programme(context: ContextResolver) -> None:
    message = understood("workshops zum dokumentenassistenten", "faq/chatbots_dokumentenassistenten")
    context.process([message])
    assert result(message) == ("programm_suche", [])
