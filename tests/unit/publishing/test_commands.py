"""What failing test conversations tell: the first fault of each, in German."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.test import EvaluationStore, WronglyClassifiedUserUtterance, WronglyPredictedAction
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_writer.yaml_story_writer import YAMLStoryWriter

from bot.content.topics import LabelTitles
from bot.publishing.commands import FailedConversation, failed_conversation_line, read_failed_conversations
from tests.samples.content import write_content

LISTEN = ActionExecuted("action_listen")


def as_rasa_writes(name: str, *events: object) -> str:
    conversation = DialogueStateTracker.from_events(name, list(events), sender_source="/tmp/test_x.yml")
    return str(conversation.export_stories(YAMLStoryWriter(), e2e=True))


def misunderstood(text: str, intent: str, found: str) -> WronglyClassifiedUserUtterance:
    store = EvaluationStore(intent_predictions=[found], intent_targets=[intent])
    return WronglyClassifiedUserUtterance(UserUttered(text, {"name": intent}), store)


def test_misunderstood_sentence_is_named() -> None:
    written = as_rasa_writes("Merken", LISTEN, misunderstood("Merk dir das: Haus", "faq/parken", "faq/wlan"))
    assert read_failed_conversations(written) == [
        FailedConversation("Merken", "Merk dir das: Haus", "faq/parken", "faq/wlan")
    ]


def test_other_action_is_named() -> None:
    wrong = WronglyPredictedAction("utter_faq", "", "action_more", "RulePolicy", 1.0)
    written = as_rasa_writes("Parken", LISTEN, UserUttered("Wo parken?", {"name": "faq/parken"}), wrong)
    assert read_failed_conversations(written) == [FailedConversation("Parken", "", "utter_faq", "action_more")]


def test_only_the_first_fault_of_each_counts() -> None:
    written = (
        "version: '3.1'\nstories:\n- story: Eins (/tmp/test_x.yml)\n  steps:\n"
        "  - intent: a  # predicted: b: [KI](thema) heute\n  - action: utter_a  # predicted: utter_b\n"
        "- story: Zwei\n  steps:\n  - intent: a\n"
    )
    assert read_failed_conversations(written) == [
        FailedConversation("Eins", "KI heute", "a", "b"),
        FailedConversation("Zwei"),
    ]


@pytest.mark.parametrize(
    ("conversation", "line"),
    [
        (
            FailedConversation("Auto", "Wo parke ich?", "faq/parken", "nlu_fallback"),
            "Im Testgespräch „Auto“ wird „Wo parke ich?“ als „Rückfrage“ verstanden statt als „Parken“ – bitte "
            "„Parken“ um ähnliche Beispielfragen ergänzen.",
        ),
        (
            FailedConversation("Auto", "", "utter_faq", "action_more"),
            "Im Testgespräch „Auto“ kommt „zeigt weitere Treffer“ statt „Antwort des Themas“ – bitte Geschichten und "
            "Regeln prüfen.",
        ),
        (
            FailedConversation("Auto"),
            "Das Testgespräch „Auto“ läuft anders als erwartet – bitte Geschichten und Regeln prüfen.",
        ),
    ],
)
def test_fault_is_told_with_its_remedy(tmp_path: Path, conversation: FailedConversation, line: str) -> None:
    write_content(tmp_path)
    assert failed_conversation_line(conversation, LabelTitles(tmp_path)) == line
