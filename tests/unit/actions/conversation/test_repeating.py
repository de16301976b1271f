from __future__ import annotations

from typing import Any

from actions.conversation.answers import repeat
from actions.phrases.conversation import NOTHING_TO_REPEAT
from actions.reading.question import Question, read_question
from actions.reply import Reference, TopicButton
from tests.samples.fair import FAIR, NOW, message, slots

USER: dict[str, Any] = {"event": "user"}
CARD = {"titel": "Phishing erkennen"}
EARLIER = {"event": "bot", "text": "Guten Tag!", "data": {}}
ANSWER = {
    "event": "bot",
    "text": "Der Vortrag ist um elf.",
    "data": {"buttons": [{"title": "Wo ist das?", "payload": "/wo_ist"}]},
}
CARDS = {
    "event": "bot",
    "text": None,
    "data": {
        "custom": {
            "einleitung": "Um elf:",
            "karten": [CARD],
            "gegenstand": {"art": "sitzung", "schluessel": "phishing"},
            "plan": {"dazu": ["phishing"]},
        }
    },
}


def asked(*events: dict[str, Any]) -> Question:
    """„Nochmal bitte“ after these events."""
    kept = slots(offer=("Wo ist das?", "/wo_ist"))
    return read_question(message("Nochmal bitte", "wiederholen"), kept, NOW, FAIR, [*events, USER])


def test_last_answer_is_said_again_with_buttons_and_cards_but_changes_no_plan() -> None:
    reply = repeat(asked(USER, EARLIER, USER, ANSWER, {"event": "slot"}, CARDS))
    button = TopicButton("Wo ist das?", "/wo_ist")
    assert (reply.text, reply.intro, reply.cards, reply.buttons, reply.focus, reply.offer) == (
        "Der Vortrag ist um elf.",
        "Um elf:",
        (CARD,),
        (button,),
        Reference("sitzung", "phishing"),
        button,
    )
    assert not reply.plan


def test_answer_of_several_messages_is_said_in_one() -> None:
    assert repeat(asked(USER, EARLIER, ANSWER)).text == "Guten Tag!\n\nDer Vortrag ist um elf."


def test_nothing_to_repeat() -> None:
    assert repeat(asked()).text == NOTHING_TO_REPEAT
