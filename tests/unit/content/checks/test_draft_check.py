from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.checks.draft_check import Fault, draft_faults, new_topic_faults, stem_of
from bot.content.checks.run import content_problems
from bot.content.topics import Topic, TopicAnswer, TopicButton, read_topic

VARIABLES = {"ort": "Haus"}


def places(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.field, fault.what) for fault in faults]


def test_shipped_topic_has_no_fault(root: Path) -> None:
    assert draft_faults(root, "parken", read_topic(root / "data/themen/parken.yml"), VARIABLES) == []


def test_every_fault_stands_at_its_field(root: Path) -> None:
    buttons = (TopicButton("", "/faq/wlan"), TopicButton("Weg", "/faq/fort"))
    answers = (TopicAnswer("", buttons), TopicAnswer("{wo}", (), "Eins. Zwei {da}."))
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


@pytest.mark.parametrize(
    ("example", "part"),
    [("Wo ist der [Spind](2)?", "„[Spind](2)“ nennt „2“"), ('Wo ist die [Mütze]{"rot"}?', '„[Mütze]{"rot"}“ nennt „“'),
     ('[A]{"entity": "fort"}', "nennt „fort“"), ("[Foyer](turm:x)", "nennt „turm“")],
)  # fmt: skip
def test_example_that_check_refuses_is_refused_before_it_is_saved(root: Path, example: str, part: str) -> None:
    topic = read_topic(root / "data/themen/parken.yml")
    faults = draft_faults(root, "parken", replace(topic, examples=(*topic.examples, example)), VARIABLES)
    assert [(each.field, part in each.what) for each in faults] == [("beispiele", True)]
    path = root / "data/themen/parken.yml"
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n    - {example}\n", encoding="utf-8")
    assert [part in str(each) for each in content_problems(root)] == [True]


@pytest.mark.parametrize(
    ("link", "is_shown"),
    [("[Skizze](https://messe.example/s_(EG).pdf)", False), ("[Skizze](https://messe.example/s_%28EG%29.pdf)", True),
     ("[Skizze (EG)](https://messe.example/s.pdf)", True), ("[a](https://messe.example/x y)", False),
     ("[a[b](https://messe.example/)", True), ("[a](/programm", False), ("[x] und (y)", True)],
)  # fmt: skip
def test_link_that_would_not_be_shown_as_one_is_refused(root: Path, link: str, is_shown: bool) -> None:
    topic = replace(read_topic(root / "data/themen/parken.yml"), answers=(TopicAnswer(f"Siehe {link}."),))
    whats = [each.what for each in draft_faults(root, "parken", topic, VARIABLES)]
    assert [("würde nicht als Link gezeigt" in each) for each in whats] == ([] if is_shown else [True])


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
