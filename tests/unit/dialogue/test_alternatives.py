"""An answer in doubt offers what may have been meant instead."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions.action import in_doubt
from actions.reading.question import Question
from actions.reply import TODAY, Reply
from bot.dialogue.alternatives import ASK, other_buttons, other_readings
from bot.rasa.nlg import TopicAnswers
from tests.samples.fair import NOW

PARKING, WLAN, WHERE = "faq/parken", "faq/wlan", "wo_ist"


@pytest.mark.parametrize(
    ("ranking", "intent", "others"),
    [
        (((PARKING, 0.5), (WHERE, 0.3), (WLAN, 0.12), ("wer_ist", 0.11)), "faq", [WHERE, WLAN]),
        (((PARKING, 0.5), (WHERE, 0.3), (WLAN, 0.05)), "faq", [WHERE]),
        (((PARKING, 0.66), (WHERE, 0.3)), "faq", []),
        (((PARKING, 0.5), (WHERE, 0.3)), "wer_ist", []),
        (((PARKING, 0.5), ("ausserhalb", 0.3)), "faq", []),
        ((), "faq", []),
    ],
)
def test_other_readings(ranking: tuple[tuple[str, float], ...], intent: str, others: list[str]) -> None:
    assert other_readings(ranking, intent) == others


def test_buttons_carry_title_and_question() -> None:
    parking, where = other_buttons(((WLAN, 0.4), (PARKING, 0.3), (WHERE, 0.2)), "faq", "Wo steht das?")
    assert parking.title.startswith("Oder: ") and parking.payload == "/faq/parken"
    assert '"frage": "Wo steht das?"' in where.payload


def _answer(ranking: list[dict[str, Any]]) -> dict[str, Any]:
    domain = Domain.empty()
    message = UserUttered("Wo steht mein Wagen?", {"name": "faq"}, parse_data={"label_ranking": ranking})
    tracker = DialogueStateTracker.from_events("x", [message])
    response = asyncio.run(TopicAnswers(None, domain).generate("utter_faq/parken", tracker, "rest"))
    assert response is not None
    return response


def test_topic_answer_in_doubt_offers_the_other() -> None:
    response = _answer([{"name": PARKING, "confidence": 0.5}, {"name": WLAN, "confidence": 0.4}])
    assert response["text"].endswith(f"\n\n{ASK}")
    assert response["buttons"][-1]["payload"] == "/faq/wlan"


def test_sure_topic_answer_stays_as_it_is() -> None:
    response = _answer([{"name": PARKING, "confidence": 0.9}, {"name": WLAN, "confidence": 0.05}])
    assert ASK not in response["text"]


def _question(best: float) -> Question:
    return Question("Wo ist das?", WHERE, NOW, labels=((WHERE, best), (PARKING, 0.3)))


def test_action_answer_in_doubt_offers_the_other() -> None:
    reply = in_doubt(Reply("Im Foyer.", buttons=(TODAY,), intro="Hier:"), _question(0.5))
    assert (reply.text, reply.intro) == (f"Im Foyer.\n\n{ASK}", f"Hier:\n\n{ASK}")
    assert [button.payload for button in reply.buttons] == [TODAY.payload, "/faq/parken"]


@pytest.mark.parametrize(("reply", "best"), [(Reply("Im Foyer."), 0.7), (Reply("Wie bitte?", is_miss=True), 0.5)])
def test_sure_answers_and_misses_stay_as_they_are(reply: Reply, best: float) -> None:
    assert in_doubt(reply, _question(best)) == reply
