"""People who are not in the programme."""

import pytest

from actions.people import unknown_person
from tests.samples.fair import ask, view


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Vorträge von Herrn Müller", "Herrn Müller"),
        ("wann kommt frau schneider dran", "Frau Schneider"),
        ("Vortrag von Dr. Petra Vogt", "Petra Vogt"),
        ("Hält Thomas Berger einen Vortrag?", "Thomas Berger"),
        ("vorträge von thomas berger", "Thomas Berger"),
    ],
)
def test_unknown_person_is_named(text: str, called: str) -> None:
    reply = unknown_person(ask(text, "programm_suche"), view())
    assert reply is not None
    assert reply.text.partition(" finde ich weder")[0] == called


@pytest.mark.parametrize(
    "text",
    [
        "Wann spricht Frau Talbach?",
        "Vortrag von Clara Stein",
        "Wo finde ich Herrn Krahn?",
        "Vorträge mit Künstlicher Intelligenz",
        "Gibt es eine Frau, die das erklärt?",
        "Vorträge von heute",
    ],
)
def test_known_person_or_none(text: str) -> None:
    assert unknown_person(ask(text, "programm_suche"), view()) is None
