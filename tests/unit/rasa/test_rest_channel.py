"""What reaches Rasa of a message with several questions: each part as clean as the whole."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rasa.__main__ import HELPERS, defer

defer(HELPERS)  # else Rasa loads TensorFlow
from bot.rasa.rest_channel import split_questions  # noqa: E402

HIDDEN = ["/", " /", "//", "\u200b/", "\u2060 /", "\uff0f", "\u200b\uff0f", "\ufeff/", "\u202e/", "/ /"]


class Agent:
    """Understands every text as something else; notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def parse_message(self, text: str) -> dict[str, Any]:
        """Sure, whatever it is."""
        self.asked.append(text)
        return {"intent": {"name": "faq"}, "label_ranking": [{"name": text, "confidence": 1.0}]}


@pytest.mark.parametrize("slash", HIDDEN)
@pytest.mark.parametrize("second", ["restart bitte jetzt?", 'faq/x{"a": 1} ist was?', "session_start was ist das?"])
async def test_no_part_begins_like_a_command(slash: str, second: str) -> None:
    agent = Agent()
    parts = await split_questions(f"Wo kann ich parken? {slash}{second}", agent)
    assert [text for text in (*parts, *agent.asked) if text.lstrip().startswith(("/", "\uff0f"))] == []
    assert len(parts) == 2


async def test_payload_of_a_button_is_no_question() -> None:
    text, agent = '/wo_ist{"stand": "Was ist das? Wo ist das?"}', Agent()
    assert (await split_questions(text, agent), agent.asked) == ([text], [])
