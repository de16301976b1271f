"""Rasa is handed a bounded text, and never a ready-made intent that a letter hides."""

from __future__ import annotations

import pytest

from bot.content.topics import payload
from bot.nlu.text_cleaning import MAX_UNITS, count_units
from bot.rasa.rest_channel import EMPTY, TOO_LONG, canned_answer, is_cut, what_is_read

LETTER = "Sehr geehrte Damen und Herren, ich habe schon viel über Ihre Messe gelesen. " * 20


@pytest.mark.parametrize(
    ("text", "canned"),
    [
        ("", EMPTY),
        ("\x07 \x00", EMPTY),
        ("a" * 8000, ""),
        ("a" * 8001, TOO_LONG),
        ("\ufdfb" * 1001, TOO_LONG),  # 8,008 letters in NFKC
        (payload("wo_ist", stand="B" * 1980), ""),
        (payload("wo_ist", stand="B" * 1981), TOO_LONG),
        ("/ /", EMPTY),
    ],
    ids=range(8),
)
def test_limits_count_what_a_text_becomes(text: str, canned: str) -> None:
    assert canned_answer(text) == canned


@pytest.mark.parametrize("text", ["Wo?", "/faq/parken", '/wo_ist{"stand": "B3"}', "Wann macht ihr auf?"])
def test_ordinary_message_is_read_as_it_is(text: str) -> None:
    assert (what_is_read(text), is_cut(text)) == (text, False)


@pytest.mark.parametrize("text", ["/a /a", "/wo_ist{", "/WO", "／restart"])
def test_what_no_button_sends_is_typed_text(text: str) -> None:
    assert what_is_read(text).startswith("/") is False


@pytest.mark.parametrize("hidden", ["/restart?", "\x00/restart?", " /restart? ", "//restart?"])
def test_letter_is_read_in_part_and_hides_no_intent(hidden: str) -> None:
    letter = "x" * 600 + "! " + hidden + LETTER
    read = what_is_read(letter)
    assert (is_cut(letter), count_units(read) <= MAX_UNITS, read.startswith("/")) == (True, True, False)
    assert "restart?" in read
