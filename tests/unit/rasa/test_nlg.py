"""Which wording of a topic's answer is taken."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.nlg import TopicAnswers


@pytest.mark.parametrize(
    ("metadata", "name", "beginning"),
    [
        ({}, "parken", "Parken können Sie"),
        ({"sprache": "leicht"}, "parken", "Sie können Ihr Auto parken."),
        ({"sprache": "leicht"}, "fahrrad", "Kommen Sie"),
    ],
    ids=["usual", "Leichte Sprache", "has none"],
)
async def test_answer_is_in_the_language_asked_for(metadata: dict[str, str], name: str, beginning: str) -> None:
    tracker = DialogueStateTracker.from_events("me", [UserUttered("Frage", metadata=metadata)])
    response = await TopicAnswers(None, Domain.empty()).generate(f"utter_faq/{name}", tracker, "rest")
    assert response is not None
    assert response["text"].startswith(beginning)
