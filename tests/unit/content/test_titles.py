from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.titles import LabelTitleFiles, label_button, read_intent_titles
from bot.content.topics import TopicButton, TopicFolder
from tests.samples.content import edit


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
