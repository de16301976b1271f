"""Words that no example has."""

import pytest

from bot.nlu.spelling import names_other_fair, novel_words, vocabulary_of

VOCABULARY = vocabulary_of(["Wann ist die Messe?", "Wo kann ich parken?", "Gibt es Vorträge zu KI?"])


@pytest.mark.parametrize(
    ("text", "novel"),
    [
        ("Wo ist ein Parkplatz?", ["parkplatz"]),
        ("wo parke ich", []),
        ("Wann ist die Buchmesse?", ["buchmesse"]),
        ("Vortrag", []),
        ("Gibt es das?", []),
        ("", []),
    ],
)
def test_novel_words(text: str, novel: list[str]) -> None:
    assert novel_words(text, VOCABULARY) == novel


@pytest.mark.parametrize(("words", "is_other"), [(["buchmesse"], True), (["parkplatz"], False), ([], False)])
def test_names_other_fair(words: list[str], is_other: bool) -> None:
    assert names_other_fair(words) is is_other
