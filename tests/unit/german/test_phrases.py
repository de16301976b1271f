from __future__ import annotations

from datetime import date

import pytest

from bot.german.phrases import (
    alphabetical,
    clock_time,
    count_words,
    day_name,
    hours,
    join_words,
    quoted,
    relative_day,
    shorten,
    span,
)
from tests.samples.programme import at


@pytest.mark.parametrize(("clock", "text"), [("9:00", "9:00"), ("16:05", "16:05"), ("0:00", "0:00")])
def test_clock_time(clock: str, text: str) -> None:
    assert clock_time(at(clock)) == text


def test_hours_and_span() -> None:
    start, end = at("9:00"), at("16:30")
    assert (hours(start, end), span(start, end)) == ("9:00 bis 16:30 Uhr", "9:00–16:30 Uhr")


def test_day_name() -> None:
    assert day_name(date(2025, 3, 2)) == "Sonntag, 2. März 2025"


@pytest.mark.parametrize(
    ("day", "text"),
    [(13, "gestern"), (14, "heute"), (15, "morgen"), (16, "am Freitag, 16. Mai"), (12, "am Montag, 12. Mai")],
)
def test_relative_day(day: int, text: str) -> None:
    assert relative_day(date(2025, 5, day), date(2025, 5, 14)) == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_join_words(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_join_words_with_another_last_word() -> None:
    assert join_words(["A", "B"], "oder") == "A oder B"


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "null Stände"), (1, "ein Stand"), (2, "zwei Stände"), (12, "zwölf Stände"), (13, "13 Stände")],
)
def test_count_words(count: int, text: str) -> None:
    assert count_words(count, "ein Stand", "Stände") == text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("kurz", "kurz"),
        ("genau zwölf!", "genau zwölf!"),
        ("Ein längerer Titel", "Ein …"),
        ("Titel – und mehr", "Titel …"),
        ("Donaudampfschifffahrt", "Donaudampf …"),
    ],
)
def test_shorten(text: str, short: str) -> None:
    assert shorten(text, 12) == short


def test_umlauts_are_sorted_beside_their_letters() -> None:
    assert sorted(["Zählt", "Öffnungszeiten", "Parken", "notfall"], key=alphabetical) == [
        "notfall",
        "Öffnungszeiten",
        "Parken",
        "Zählt",
    ]


def test_quotes_within_quotes_are_inner_ones() -> None:
    assert quoted("Zurück zu: „Schirme“") == "„Zurück zu: ‚Schirme‘“"
