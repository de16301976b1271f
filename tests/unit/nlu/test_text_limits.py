"""What is read of a text is bounded, whatever its characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text_cleaning import MAX_PIECES, MAX_UNITS, core, count_units, normalised, pieces

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
