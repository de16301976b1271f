from __future__ import annotations

import pytest

from bot.german.slugs import slug, unique


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Künstliche Intelligenz: Was nun?", "kuenstliche-intelligenz-was-nun"),
        ("  Straße & Café ", "strasse-cafe"),
        ("Ka\u0308se", "kaese"),
        ("…", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_unique_numbers_repeats() -> None:
    taken: set[str] = set()
    assert [unique("a", taken) for _ in range(3)] == ["a", "a-2", "a-3"]
