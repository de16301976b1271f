from __future__ import annotations

import pytest

from bot.content.checks.advice import Advice, advise, differs_by_typos

TYPO = "unterscheidet sich von „Wo kann ich parken?“ nur durch Tippfehler. Anders gesagt hilft sie mehr."
FIVE = ("Wo kann ich parken?", "parkplatz", "Gibt es ein Parkhaus?", "Was kostet das?", "stellplätze am Haus")


def test_good_examples_need_no_advice() -> None:
    assert advise(FIVE, FIVE, {}) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("wo kann ich parken", "ist dasselbe wie „Wo kann ich parken?“."),
        ("Wo kann ich parcken?", TYPO),
        ("Habt ihr WLAN?", "steht schon bei „WLAN“. Bitte nur beim passenden Thema behalten."),
        ("Wo lasse ich das Auto?", None),
    ],
)  # fmt: skip
def test_one_sentence_is_judged_beside_the_others(sentence: str, text: str | None) -> None:
    found = advise([sentence], (*FIVE, sentence), {"habt ihr wlan": "WLAN"})
    assert found == ([Advice(sentence, text)] if text else [])


def test_sentence_written_twice_is_told() -> None:
    assert advise(["parkplatz"], (*FIVE, "parkplatz"), {}) == [Advice("parkplatz", "steht doppelt da.")]


def test_too_few_are_counted() -> None:
    assert advise([], FIVE[:3], {}) == [Advice("", "Erst 3 von mindestens 5 Beispielfragen, besser sind fünfzehn.")]


def test_all_beginning_alike_is_told() -> None:
    alike = ["Wo ist A?", "wo finde ich das", "Wo gibt es den Saal?", "Wo steht er?", "Wo liegt das?", "Halle?"]
    assert advise([], alike, {}) == [Advice("", "5 von 6 Fragen beginnen mit „wo“. Bitte auch anders anfangen.")]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Wo ist Stand B2?", "Wo ist Stand B3?", False),
        ("garderobe", "gaderobe", True),
        ("Öffnungszeiten", "oeffnungszeiten!", True),
        ("Wann ist Beginn?", "Wo ist der Beginn?", False),
        ("Was kostet Parken?", "Was kostet Eintritt?", False),
    ],
)
def test_typos_are_told_from_other_words(one: str, other: str, is_same: bool) -> None:
    assert differs_by_typos(one, other) is is_same
