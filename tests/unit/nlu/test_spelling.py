"""What is corrected before the sentence model reads it, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.spelling import Spelling, german_words, learn_spelling, names_other_fair, novel_words, vocabulary_of

EXAMPLES = [
    *["Wann ist die Eröffnung?", "Eröffnung mit Stand und Brillen", "Brillen am Stand"] * 2,
    *["Öffnungszeiten am Donnerstag", "Straße und Hausnummer im Untergeschoss"] * 2,
    *["Copilot testen"] * 8,
]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return learn_spelling(EXAMPLES, german_words())


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("wan is die eröfnung", "wan is die Eröffnung"),
        ("oeffnungszeiten und strasse", "Öffnungszeiten und Straße"),
        ("ERÖFFNUNG", "ERÖFFNUNG"),  # no slip: shouting is none
        ("stant mit brilen im untergeschos", "Stand mit Brillen im Untergeschoss"),
        ("donerstag", "Donnerstag"),
        ("copillot", "Copilot"),  # no German word, but many examples have it
        ("Wer ist Herr Kranzfeld?", "Wer ist Herr Kranzfeld?"),
        ("die Eröffnungen der Bäckerei", "die Eröffnungen der Bäckerei"),  # another form, another word
        ("rand und band", "rand und band"),
        ("14:30 !? 🙂", "14:30 !? 🙂"),
        ("", ""),
    ],
)
def test_correct(spelling: Spelling, typed: str, corrected: str) -> None:
    assert spelling.correct(typed) == corrected


def test_saved_spelling_corrects_the_same(spelling: Spelling, tmp_path: Path) -> None:
    spelling.save(tmp_path)
    assert Spelling.load(tmp_path).correct("eröfnung, strasse") == spelling.correct("eröfnung, strasse")


def test_nothing_learnt_corrects_nothing(tmp_path: Path) -> None:
    Spelling({}, (), np.array([], dtype=np.uint32)).save(tmp_path)
    assert Spelling.load(tmp_path).correct("eröfnung strasse") == "eröfnung strasse"


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
