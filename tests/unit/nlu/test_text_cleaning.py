from __future__ import annotations

import pytest

from bot.nlu.text_cleaning import MAX_LETTERS, clean_text, topic_of_payload, understood_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        (" Wo \n\t ist  B3? ", "Wo ist B3?"),
        ("a\x00b\x7fc", "a b c"),
        ("ab\ud800c", "ab c"),
        ("u\u0308ben", "üben"),
        ("hallo 👋🏽", "hallo 👋🏽"),
        ("\u00a0x\u2003y", "x y"),
        ("a" * 5000, "a" * MAX_LETTERS),
        (" " * 3000 + "spät", "spät"),
        (" " * 5000 + "zu spät", ""),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("/faq/parken", "faq/parken"),
        (" /smalltalk/wie_gehts \n", "smalltalk/wie_gehts"),
        ("/faq/", ""),
        ("/wo_ist/x", ""),
        ("/faq/Parken", ""),
        ("faq/parken", ""),
        ('/wo_ist{"stand": "B3"}', ""),
        ("/faq/parken bitte", ""),
    ],
)
def test_topic_of_payload(text: str, label: str) -> None:
    assert topic_of_payload(text) == label


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Guten Tag, wo kann ich parken?", "wo kann ich parken?"),
        ("Moin moin! WLAN Passwort?", "WLAN Passwort?"),
        ("Hallo zusammen, gibt es Essen", "gibt es Essen"),
        ("Hallo", "Hallo"),
        ("hi du", "hi du"),
        ("Guten Morgen!", "Guten Morgen!"),
    ],
)
def test_understood_text_leaves_out_a_greeting_before_a_question(text: str, understood: str) -> None:
    assert understood_text(text) == understood


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("WO KANN ICH PARKEN?", "wo kann ich parken?"),
        ("WLAN", "WLAN"),
        ("KI und VR", "KI und VR"),
        ("Wo ist B3? 🙏🏽👩‍💻", "Wo ist B3?"),
        ("🚗 parken ➡️ wo ❓", "parken wo"),
        ("😊 Hallo, wo ist das WC? 😊", "wo ist das WC?"),
        ("😀😀", "😀😀"),
        ("Danke dir! Und wo ist das Foyer?", "Und wo ist das Foyer?"),
    ],
)
def test_understood_text_without_shouting_and_pictures(text: str, understood: str) -> None:
    assert understood_text(text) == understood
