from __future__ import annotations

import pytest

from actions.reading.anaphora import read_ordinal


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("den ersten bitte", 0),
        ("Das erste", 0),
        ("ersteres", 0),
        ("die zweite", 1),
        ("zwoter", None),
        ("der dritte Vortrag", 2),
        ("das vierte", 3),
        ("das fünfte", 4),
        ("das fuenfte", 4),
        ("den sechsten", None),
        ("Nummer 3", 2),
        ("2", 1),
        ("0", None),
        ("9", None),
        ("eins", 0),
        ("zwei", 1),
        ("fünf", 4),
        ("das letzte", 4),
        ("den untersten", 4),
        ("erstaunlich", None),
        ("keins davon", None),
        ("", None),
    ],
)
def test_ordinal_in_a_list_of_five(text: str, index: int | None) -> None:
    assert read_ordinal(text, 5) == index


@pytest.mark.parametrize("text", ["das letzte", "das erste", "1"])
def test_ordinal_in_an_empty_list(text: str) -> None:
    assert read_ordinal(text, 0) is None
