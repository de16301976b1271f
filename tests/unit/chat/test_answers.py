from __future__ import annotations

from datetime import datetime, timezone
from itertools import count

import pytest

from bot.chat.answers import Answer, to_answers

NOON = datetime(2025, 5, 14, 12, 0, 0, 5, tzinfo=timezone.utc)
RAW_SESSION = {
    "art": "sitzung",
    "id": "ki",
    "titel": "KI im Büro",
    "zeit": "10:00–10:45 Uhr",
    "raum": "Großer Saal",
    "vortragende": ["Miriam Talbach", 7],
    "fremd": "weg",
}
SESSION = {
    **{"art": "sitzung", "titel": "KI im Büro", "id": "ki", "zeit": "10:00–10:45 Uhr", "tag": ""},
    **{"raum": "Großer Saal", "format": "", "hinweis": "", "vortragende": ["Miriam Talbach"]},
}
CUSTOM = {"custom": {"einleitung": "Jetzt läuft:", "karten": [RAW_SESSION]}}


def answers(*messages: object) -> list[Answer]:
    numbers = count(1)
    return to_answers(messages, NOON, lambda: str(next(numbers)))


def shown(*messages: object) -> list[tuple[str, str, int]]:
    return [(answer["text"], answer["einleitung"], len(answer["karten"])) for answer in answers(*messages)]


def test_text_with_buttons_becomes_one_answer() -> None:
    message = {"recipient_id": "x", "text": "Hier.\n", "buttons": [{"title": "Mehr", "payload": "/mehr"}]}
    assert answers(message) == [
        {
            "id": "1",
            "rolle": "bot",
            "zeit": "2025-05-14T12:00:00+00:00",
            "text": "Hier.",
            "einleitung": "",
            "karten": [],
            "knoepfe": [{"titel": "Mehr", "payload": "/mehr"}],
        }
    ]


def test_cards_after_text_join_it() -> None:
    answer = answers({"text": "Jetzt läuft: KI"}, CUSTOM)
    assert [(a["text"], a["einleitung"], a["karten"]) for a in answer] == [
        ("Jetzt läuft: KI", "Jetzt läuft:", [SESSION])
    ]


def test_cards_before_text_join_it() -> None:
    assert shown(CUSTOM, {"text": "Jetzt läuft: KI"}) == [("Jetzt läuft: KI", "Jetzt läuft:", 1)]


def test_cards_join_only_one_text() -> None:
    assert shown({"text": "A"}, {"text": "B"}, CUSTOM, {"text": "C"}) == [
        ("A", "", 0),
        ("B", "Jetzt läuft:", 1),
        ("C", "", 0),
    ]


def test_cards_alone_have_a_text() -> None:
    stand = {"art": "stand", "nummer": "B3", "name": "VR-Brillen", "raum": "Foyer"}
    assert shown({"custom": {"karten": [RAW_SESSION, stand]}}) == [
        ("• 10:00–10:45 Uhr – KI im Büro – Großer Saal\n• B3 – VR-Brillen – Foyer", "", 2)
    ]


def test_buttons_beside_cards_are_kept() -> None:
    text = {"text": "Jetzt", "buttons": [{"title": "Und danach?", "payload": "/mehr"}]}
    assert answers(text, CUSTOM)[0]["knoepfe"] == [{"titel": "Und danach?", "payload": "/mehr"}]


def test_image_becomes_its_address() -> None:
    assert shown({"image": "https://example.org/plan.png"}) == [("Bild: https://example.org/plan.png", "", 0)]


@pytest.mark.parametrize(
    "message",
    [
        None,
        7,
        [],
        {},
        {"text": 5},
        {"text": " "},
        {"custom": "x"},
        {"custom": {"karten": "x"}},
        {"custom": {"karten": [None, {"art": "fremd"}, {"art": []}, {"art": "stand"}]}},
    ],
)
def test_message_unusable_is_left_out(message: object) -> None:
    assert shown(message, {"text": "gut"}) == [("gut", "", 0)]


@pytest.mark.parametrize(
    "button", [None, {}, {"title": "", "payload": "/x"}, {"title": "X"}, {"title": 1, "payload": 2}]
)
def test_button_unusable_is_left_out(button: object) -> None:
    assert answers({"text": "gut", "buttons": [button]})[0]["knoepfe"] == []


def test_silence_becomes_a_sentence() -> None:
    assert shown() == [
        ("Darauf habe ich gerade leider keine Antwort. Bitte fragen Sie noch einmal mit anderen Worten.", "", 0)
    ]
