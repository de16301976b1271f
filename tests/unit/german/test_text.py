"""Folding, stems and spans."""

from __future__ import annotations

import pytest

from bot.german.text import fold, segments, stem, tokenise


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("FÜHRUNG", "fuhrung"),
        ("Fuehrung", "fuhrung"),
        ("Straße", "strasse"),
        ("Café", "cafe"),
        ("neue", "neue"),
        ("Quelle", "quelle"),
        ("Pass\u00adwort", "passwort"),
    ],
)
def test_spelling_is_folded(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("vortrag", "vortrage"), ("workshop", "workshops"), ("akte", "akten"), ("video", "videos")]
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_tokens_know_their_place() -> None:
    assert [(token.word, token.start, token.end) for token in tokenise("Zu: KI-Büro")] == [
        ("zu", 0, 2),
        ("ki", 4, 6),
        ("buro", 7, 11),
    ]


def test_tokens_that_touch_an_ignored_span_are_left_out() -> None:
    assert [token.word for token in tokenise("heute um zehn KI", [(6, 13)])] == ["heute", "ki"]


def test_title_is_cut_at_colon_and_dash() -> None:
    assert segments("Open Data: Daten finden – E-Akte") == ["Open Data", "Daten finden", "E-Akte"]
