"""What a sentence about one's own plan says besides the session."""

from __future__ import annotations

import pytest

from bot.dialogue.own_plan import means_all, minutes_before, reminder_minutes, without_command


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Erinnere mich 10 Minuten vorher", 10),
        ("erinner mich ne viertelstunde vorher", 15),
        ("Bitte eine halbe Stunde vor Beginn erinnern", 30),
        ("ne dreiviertelstunde vorher", 45),
        ("fünf minuten vorher bescheid sagen", 5),
        ("fuenfzehn min vorher", 15),
        ("eine stunde vorher erinnern", 60),
        ("2 Stunden vorher", 120),
        ("20 min. davor", 20),
        ("erinner mich dran", None),
        ("Erinnere mich an den Vortrag um 14 Uhr", None),
    ],
)
def test_reminder_minutes(text: str, minutes: int | None) -> None:
    assert reminder_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Merk dir den Vortrag zum Copilot", "dir den Vortrag zum Copilot"),
        ("pack das auf meine liste", "das auf meine"),
        ("schmeiß den Phishing-Vortrag von meiner Liste", "den Phishing-Vortrag von meiner"),
        ("erinner mich ne viertelstunde vorher an Open Data", "mich ne an Open Data"),
        ("Starke Passwörter merken", "Starke Passwörter"),
    ],
)
def test_words_without_command(text: str, left: str) -> None:
    assert (" ".join(without_command(text).split()), len(without_command(text))) == (left, len(text))


@pytest.mark.parametrize(
    ("text", "is_all"),
    [("beide auf meine liste", True), ("meinen plan leeren", True), ("vor jedem Termin", True), ("den zweiten", False)],
)
def test_all_is_meant(text: str, is_all: bool) -> None:
    assert means_all(text) == is_all


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "zu Beginn"),
        (1, "eine Minute vorher"),
        (10, "10 Minuten vorher"),
        (60, "eine Stunde vorher"),
        (120, "2 Stunden vorher"),
    ],
)
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert minutes_before(minutes) == words
