"""What is read of a text is bounded, whatever its characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text_cleaning import (
    MAX_LETTERS,
    MAX_PIECES,
    MAX_UNITS,
    clean_text,
    core,
    count_units,
    normalised,
    pieces,
    topic_of_payload,
    understood_text,
)

LETTER = "Sehr geehrte Damen und Herren, ich freue mich sehr auf die Messe und habe schon viel gelesen. " * 8


@pytest.mark.parametrize(
    ("text", "units"),
    [("", 0), ("Wo ist B3?", 5), ("Veranstaltung", 4), ("漢字", 2), ("[[[", 3), ("a  b\n", 2), ("1:15", 4), ("ﷻ", 1)],
)
def test_units(text: str, units: int) -> None:
    assert count_units(text) == units


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ﷺ", "صلى الله عليه وسلم"),
        ("a\x00b\ud800c\ue000d", "a b c d"),
        ("Schiff\u00adfahrt\u202e", "Schifffahrt"),
        ("ﬁ①", "fi1"),
        ("ﷺ" * 9, ("صلى الله عليه وسلم" * 9)[:20]),
    ],
)
def test_normalised(text: str, read: str) -> None:
    assert normalised(text, 20) == read


@given(st.text(st.characters(), max_size=400), st.integers(0, 40))
def test_everything_is_bounded(text: str, times: int) -> None:
    whole = text * times
    found, read = pieces(whole), core(whole)
    assert max(map(count_units, [*found, read])) <= MAX_UNITS and 1 <= len(found) <= MAX_PIECES
    assert core(read) == read
    clean = normalised(whole, 2000)
    assert len(clean) <= 2000 and not {unicodedata.category(each) for each in clean} & {"Cs", "Cn", "Co", "Cf"}
    clean.encode()


def test_pieces_are_whole_sentences() -> None:
    found = pieces(LETTER)
    assert "".join(found) == LETTER and all(each.rstrip().endswith(".") for each in found)


def test_short_text_is_read_as_it_is() -> None:
    assert (core(" Wo? Da. "), pieces("Wo? Da.")) == (" Wo? Da. ", ["Wo? Da."])


def test_questions_of_a_letter_are_read_before_the_rest() -> None:
    questions = ["Wo kann ich parken? ", "Und wann macht ihr auf? "]
    read = core(LETTER + questions[0] + LETTER + questions[1])
    assert (all(each.strip() in read for each in questions), read.startswith("Sehr geehrte")) == (True, True)


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
