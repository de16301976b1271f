from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.content.topics import (
    LabelTitleFiles,
    Topic,
    TopicAnswer,
    TopicButton,
    TopicFolder,
    label_button,
    payload,
    read_intent_titles,
    read_topic,
)
from bot.core.errors import ContentError
from tests.samples.content import edit

EXAMPLES = ("Wo kann ich parken?", "parkplatz", "parkhaus", "Was kostet Parken?", "stellplatz")
PARKEN = Topic(
    "faq/parken", "Parken", (TopicAnswer("Parken am {ort}.", (TopicButton("WLAN", "/faq/wlan"),)),), EXAMPLES
)
FILE = "data/themen/parken.yml"


def touch_later(path: Path) -> None:
    """Make the change visible also where the clock of the file system is coarse."""
    stamp = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(stamp, stamp))


def test_topic_is_read_whole(root: Path) -> None:
    assert read_topic(root / FILE) == PARKEN


def test_title_falls_back_to_the_stem(root: Path) -> None:
    assert read_topic(root / "data/themen/wlan.yml").title == "wlan"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "intent: faq/parken",
            "intent: [x",
            "parken.yml:10: kein gültiges YAML – bitte Einrückung, Doppelpunkte und Anführungszeichen in dieser "
            "Zeile und der davor prüfen",
        ),
        (
            "responses:",
            "antworten:",
            "parken.yml: keine vollständige Themendatei – bitte an einer vorhandenen Themendatei ausrichten",
        ),
        (
            "  - text:",
            "  - txt:",
            "parken.yml: keine vollständige Themendatei – bitte an einer vorhandenen Themendatei ausrichten",
        ),
        (
            "nlu:\n",
            "nlu: []\nmehr:\n",
            "parken.yml: keine vollständige Themendatei – bitte an einer vorhandenen Themendatei ausrichten",
        ),
    ],
)
def test_broken_topic_is_one_line(root: Path, old: str, new: str, message: str) -> None:
    edit(root, FILE, old, new)
    with pytest.raises(ContentError) as caught:
        read_topic(root / FILE)
    assert str(caught.value) == message


def test_missing_topic_is_an_error(root: Path) -> None:
    with pytest.raises(ContentError):
        read_topic(root / "data/themen/fehlt.yml")


@pytest.mark.parametrize(
    ("entities", "text"),
    [({}, "/wo_ist"), ({"stand": ""}, "/wo_ist"), ({"raum": "Saal ä"}, '/wo_ist{"raum": "Saal ä"}')],
)
def test_payload(entities: dict[str, str], text: str) -> None:
    assert payload("wo_ist", **entities) == text


@pytest.mark.parametrize(("label", "topic"), [("faq/parken", PARKEN), ("smalltalk/parken", None), ("faq/x", None)])
def test_folder_finds_by_label(root: Path, label: str, topic: Topic | None) -> None:
    assert TopicFolder(root / "data/themen").get(label) == topic


def test_folder_lists_all(root: Path) -> None:
    assert [topic.label for topic in TopicFolder(root / "data/themen").all()] == ["faq/parken", "faq/wlan"]


def test_changed_answer_is_read_again(root: Path) -> None:
    folder = TopicFolder(root / "data/themen")
    folder.get("faq/parken")
    edit(root, FILE, "Parken am", "Stehen am")
    touch_later(root / FILE)
    topic = folder.get("faq/parken")
    assert topic is not None and topic.answers[0].text == "Stehen am {ort}."


def test_broken_file_keeps_its_last_good_answer_and_is_noted(root: Path) -> None:
    folder = TopicFolder(root / "data/themen")
    folder.get("faq/parken")
    edit(root, FILE, "responses:", "x:")
    touch_later(root / FILE)
    assert (folder.get("faq/parken"), list(folder.problems)) == (PARKEN, [root / FILE])


def test_mended_file_is_no_longer_noted(root: Path) -> None:
    folder = TopicFolder(root / "data/themen")
    edit(root, FILE, "responses:", "x:")
    folder.get("faq/parken")
    edit(root, FILE, "x:", "responses:")
    touch_later(root / FILE)
    assert (folder.get("faq/parken"), list(folder.problems)) == (PARKEN, [])


def test_deleted_file_is_gone(root: Path) -> None:
    folder = TopicFolder(root / "data/themen")
    folder.get("faq/parken")
    (root / FILE).unlink()
    assert folder.get("faq/parken") is None


@pytest.mark.parametrize(
    ("label", "button"),
    [
        ("faq/parken", TopicButton("Parken", "/faq/parken")),
        ("faq/fehlt", None),
        ("wo_ist", TopicButton("Weg", '/wo_ist{"frage": "wo ist b3"}')),
        ("fehlt", None),
    ],
)
def test_button_of_a_label(root: Path, label: str, button: TopicButton | None) -> None:
    titles = LabelTitleFiles(TopicFolder(root / "data/themen"), read_intent_titles(root / "data/nlu"))
    assert titles.button(label, "wo ist b3") == button


def test_intents_without_title_are_left_out(root: Path) -> None:
    edit(root, "data/nlu/wo_ist.yml", "    titel: Weg", "    titel:")
    assert read_intent_titles(root / "data/nlu") == {}


def test_unreadable_intent_file_is_left_out(root: Path) -> None:
    (root / "data/nlu/a.yml").write_text("[", encoding="utf-8")
    assert read_intent_titles(root / "data/nlu") == {"wo_ist": "Weg"}


def test_shipped_topic_has_a_button() -> None:
    assert label_button("faq/parken") == TopicButton("Parken", "/faq/parken")
