from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.topics import TopicButton, read_topic
from bot.core.settings import ROOT
from bot.web.editor.topics.forms import as_button, as_choice, chosen, merged, topic_of, values_of

TITLES = {"faq/wlan": "WLAN"}


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "themen").glob("*.yml")), ids=lambda path: path.stem)
def test_form_says_the_same_as_the_file(path: Path) -> None:
    topic = read_topic(path)
    assert topic_of(values_of(topic), topic.label, TITLES) == topic


def test_typed_text_is_cleaned() -> None:
    fields = {
        "titel": " Ein\tTitel ",
        "beispiele": "- Eins?\r\n\r\n  zwei\u0000  drei \n",
        "text_0": "\r\nA \r\n\r\nB\r\n",
    }
    topic = topic_of(fields, "faq/x", TITLES)
    assert (topic.title, topic.examples, topic.answers[0].text) == ("Ein Titel", ("Eins?", "zwei drei"), "A\n\nB")


@pytest.mark.parametrize(
    ("choice", "word", "title", "button"),
    [
        ("", "", "Titel", None),
        ("/faq/wlan", "", "", TopicButton("WLAN", "/faq/wlan")),
        ("/faq/wlan", "", "Netz", TopicButton("Netz", "/faq/wlan")),
        ("stand_suche", "KI", "", TopicButton("Stände zu KI", '/stand_suche{"thema": "KI"}')),
        ("stand_suche", "", "", TopicButton("", "/stand_suche")),
        ("/stand_suche", "", "", TopicButton("Alle Stände", "/stand_suche")),
    ],
)
def test_choice_becomes_a_button(choice: str, word: str, title: str, button: TopicButton | None) -> None:
    assert as_button(choice, word, title, TITLES) == button


@pytest.mark.parametrize("target", ['/stand_suche{"thema": ', '/stand_suche{"thema": "a", "raum": "b"}', "/mehr"])
def test_unknown_target_stays_as_it_is(target: str) -> None:
    assert as_choice(target) == (target, "")


def test_changes_of_both_are_merged_and_the_rest_is_asked() -> None:
    base = {"titel": "alt", "text_0": "alt", "beispiele": "a\nb", "leicht_0": ""}
    mine = {"titel": "alt", "text_0": "meins", "beispiele": "a\r\nb\r\nc", "leicht_0": ""}
    theirs = {"titel": "neu", "text_0": "ihres", "beispiele": "a\nb", "leicht_0": ""}
    assert merged(mine, base, theirs) == (
        {"titel": "neu", "text_0": "meins", "beispiele": "a\nb\nc", "leicht_0": ""},
        ["text_0"],
    )


def test_the_other_wording_is_taken_where_chosen() -> None:
    fields = {"titel": "meins", "text_0": "meins", "wahl_text_0": "andere", "wahl_titel": "meine"}
    assert chosen(fields, {"titel": "ihres", "text_0": "ihres"})["text_0"] == "ihres"
    assert chosen(fields, {"titel": "ihres", "text_0": "ihres"})["titel"] == "meins"
