"""What differs between two states, in words."""

from __future__ import annotations

import pytest

from bot.publishing.changed_content import changed_content, unpublished
from tests.samples.content import FILES

TOPIC = "data/themen/parken.yml"
TITLED = FILES[TOPIC].replace("- intent: faq/parken\n", "- intent: faq/parken\n  metadata: {titel: Parken}\n")
BEFORE = {path: text.encode() for path, text in {**FILES, TOPIC: TITLED}.items() if path.startswith(("data", "tests"))}


def with_text(path: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in BEFORE[path]
    return {**BEFORE, path: BEFORE[path].replace(old.encode(), new.encode())}


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (with_text(TOPIC, "Was kostet Parken?", "Was kostet das?"), "Thema „Parken“ geändert (Fragen)"),
        (with_text(TOPIC, "text: ", "text: Neu. "), "Thema „Parken“ geändert (Antwort)"),
        ({**BEFORE, TOPIC: BEFORE[TOPIC] + b"\n# Hinweis\n"}, "Thema „Parken“ geändert (Kommentare)"),
        ({path: raw for path, raw in BEFORE.items() if path != TOPIC}, "Thema „Parken“ ist gelöscht"),
        ({**BEFORE, "data/themen/schirm.yml": b"kaputt: ["}, "Thema „schirm“ ist neu"),
        (with_text("tests/saetze/parken.yml", "eins", "fünf"), "Testsätze zu „Parken“ geändert"),
        ({**BEFORE, "tests/saetze/schirm.yml": b"absicht: faq/schirm\n"}, "Testsätze zu „faq/schirm“ sind neu"),
        ({**BEFORE, "data/rules/neu.yml": b"rules: []\n"}, "Regeln geändert"),
        ({**BEFORE, "tests/gespraeche/test_neu.yml": b"stories: []\n"}, "Testgespräche geändert"),
    ],
)
def test_each_change_is_a_line(after: dict[str, bytes], line: str) -> None:
    assert changed_content(BEFORE, after) == [line]


def test_nothing_differs() -> None:
    assert changed_content(BEFORE, dict(BEFORE)) == []


def test_lines_are_in_alphabetical_order() -> None:
    after = {**with_text(TOPIC, "Was kostet Parken?", "Was kostet das?"), "data/themen/aerzte.yml": b"{}"}
    assert changed_content(BEFORE, after) == ["Thema „aerzte“ ist neu", "Thema „Parken“ geändert (Fragen)"]


def test_answer_alone_does_not_wait_for_publishing() -> None:
    assert unpublished(BEFORE, with_text(TOPIC, "text: ", "text: Neu. ")) == []


def test_changed_questions_wait() -> None:
    after = with_text(TOPIC, "Was kostet Parken?", "Was kostet das?")
    assert unpublished(BEFORE, after) == ["Thema „Parken“ geändert (Fragen)"]
