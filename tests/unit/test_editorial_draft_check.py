from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.editorial.draft_check import Fault, draft_faults, new_topic_faults, stem_of
from bot.editorial.topics import Answer, Button, Topic, read_topic
from tests.unit.content_samples import write_content

VARIABLES = {"ort": "Haus"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_content(tmp_path)


def places(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.field, fault.what) for fault in faults]


def test_shipped_topic_has_no_fault(root: Path) -> None:
    assert draft_faults(root, "parken", read_topic(root / "data/themen/parken.yml"), VARIABLES) == []


def test_every_fault_stands_at_its_field(root: Path) -> None:
    buttons = (Button("", "/faq/wlan"), Button("Weg", "/faq/fort"))
    answers = (Answer("", buttons), Answer("{wo}", (), "Eins. Zwei {da}."))
    topic = Topic("faq/parken", "", answers, ("Netz?", "neu", "Neu"))
    assert places(draft_faults(root, "parken", topic, VARIABLES)) == [
        ("titel", "Der Titel fehlt"),
        ("text_0", "Die Antwort fehlt"),
        ("knopf_0_0", "Die Beschriftung fehlt"),
        ("knopf_0_1", "Der Knopf „/faq/fort“ führt zu keinem Thema"),
        ("text_1", "Die Angabe {wo} gibt es nicht"),
        ("leicht_1", "Die Angabe {da} gibt es nicht"),
        ("leicht_1", "Leichte Sprache: mehrere Sätze in „Eins. Zwei {da}.“"),
        ("beispiele", "Erst 3 von mindestens 5 Beispielfragen"),
        ("beispiele", "„neu“ steht hier doppelt"),
        ("beispiele", "„Netz?“ steht schon beim Thema „wlan“"),
    ]


def test_new_topic_needs_a_free_name_and_sentences_of_its_own(root: Path) -> None:
    topic = replace(read_topic(root / "data/themen/parken.yml"), examples=("Schirm?",))
    sentences = ["schirm", "wo kann ich parken", "neu"]
    assert places(new_topic_faults(root, "wo_ist", topic, sentences)) == [
        ("titel", "Ein Thema „Parken“ gibt es schon"),
        ("saetze", "Erst 3 von mindestens 4 Testsätzen"),
        ("saetze", "„schirm“ ist auch eine Beispielfrage"),
        ("saetze", "„wo kann ich parken“ ist auch eine Beispielfrage"),
    ]


@pytest.mark.parametrize(("title", "stem"), [("Regen & Schirme", "regen_schirme"), ("Öffnung", "oeffnung"), ("?!", "")])
def test_file_is_named_after_the_title(title: str, stem: str) -> None:
    assert stem_of(title) == stem
