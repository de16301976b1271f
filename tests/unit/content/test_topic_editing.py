from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.topic_editing import edited_sentences, edited_topic, new_sentences, new_topic
from bot.content.topics import Topic, TopicAnswer, TopicButton, parse_topic
from bot.core.errors import ContentError
from bot.core.settings import ROOT
from tests.samples.programme_strategies import NASTY

FILE = """\
# Thema „Parken“.
version: "3.1"

# Die Antwort, mit der Leitung abgestimmt.
responses:
  utter_faq/parken:
  - text: |-
      Parken am {ort}.
    # Knöpfe: höchstens drei
    buttons:
    - title: "WLAN"   # bleibt
      payload: /faq/wlan

# Ab hier die Fragen.
nlu:
- intent: faq/parken
  examples: |
    - Wo kann ich parken?
    - parkplatz
# Ende
"""
TOPIC = parse_topic(FILE)
ANSWER = TOPIC.answers[0]
_LINE = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30),
).map(lambda text: " ".join(text.split()) or "x")
_BLOCK = st.lists(_LINE, min_size=1, max_size=4).map("\n\n".join)
_BUTTONS = st.lists(
    st.builds(TopicButton, _LINE, st.sampled_from(["/faq/wlan", '/stand_suche{"thema": "KI"}'])), max_size=3
)
_ANSWERS = st.lists(
    st.builds(TopicAnswer, _BLOCK, _BUTTONS.map(tuple), st.one_of(st.just(""), _BLOCK)), min_size=1, max_size=3
)
TOPICS = st.builds(
    Topic, st.just("faq/parken"), _LINE, _ANSWERS.map(tuple), st.lists(_LINE, min_size=1, max_size=6).map(tuple)
)


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "themen").glob("*.yml")), ids=lambda path: path.stem)
def test_shipped_file_edited_there_and_back_is_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    topic = parse_topic(text)
    answers = tuple(replace(each, text=f"{each.text} Mehr.") for each in topic.answers)
    other = replace(topic, examples=(*topic.examples, "Noch eine?"), answers=answers, title="Anders")
    changed = edited_topic(text, other)
    assert (edited_topic(text, topic), parse_topic(changed), edited_topic(changed, topic)) == (text, other, text)


def test_edit_keeps_comments_and_layout() -> None:
    wanted = replace(
        TOPIC,
        title="Auto",
        answers=(replace(ANSWER, text="Eins.\nZwei.", simple="Kurz."),),
        examples=("parkplatz", "Parken?"),
    )
    assert edited_topic(FILE, wanted) == (
        FILE.replace("      Parken am {ort}.", "      Eins.\n      Zwei.")
        .replace("    buttons:", "    metadata:\n      leicht: |-\n        Kurz.\n    buttons:")
        .replace(
            "  examples: |\n    - Wo kann ich parken?\n    - parkplatz",
            "  metadata:\n    titel: Auto\n  examples: |\n    - parkplatz\n    - Parken?",
        )
    )


def test_last_button_taken_away_leaves_no_key() -> None:
    edited = edited_topic(FILE, replace(TOPIC, answers=(replace(ANSWER, buttons=()),)))
    assert ("buttons" in edited, "# Ab hier die Fragen." in edited) == (False, True)


def test_windows_line_ends_stay() -> None:
    edited = edited_topic(FILE.replace("\n", "\r\n"), replace(TOPIC, title="Auto"))
    assert edited.replace("\r\n", "\n") == edited_topic(FILE, replace(TOPIC, title="Auto"))


@settings(max_examples=60)
@given(TOPICS)
def test_file_says_whatever_is_wanted(topic: Topic) -> None:
    assert (parse_topic(edited_topic(FILE, topic)), parse_topic(new_topic(topic))) == (topic, topic)


def test_new_topic_looks_like_the_others() -> None:
    answer = TopicAnswer("Ja: {ort}.", (TopicButton("Stände", '/stand_suche{"thema": "KI"}'),), "Ja.")
    assert new_topic(Topic("faq/schirme", "Schirme", (answer,), ("Schirm?", "regen"))) == (
        "# Thema „Schirme“: Antwort, Knöpfe und Beispielfragen.\n"
        'version: "3.1"\n\n'
        "responses:\n  utter_faq/schirme:\n  - text: |-\n      Ja: {ort}.\n"
        "    metadata:\n      leicht: |-\n        Ja.\n"
        '    buttons:\n    - title: Stände\n      payload: \'/stand_suche{"thema": "KI"}\'\n\n'
        "nlu:\n- intent: faq/schirme\n  metadata:\n    titel: Schirme\n  examples: |\n    - Schirm?\n    - regen\n"
    )


def test_new_sentences_are_read_as_written() -> None:
    text = new_sentences("faq/schirme", "Schirme", ["Schirm: wo?", "no"])
    assert yaml.safe_load(text) == {"absicht": "faq/schirme", "saetze": ["Schirm: wo?", "no"]}


def test_unusual_file_is_refused_not_harmed() -> None:
    text = FILE.replace("- text: |-\n      Parken am {ort}.", "- text: &a x")
    text = text.replace("examples: |", "examples: *a\n  e: |")
    with pytest.raises(ContentError, match="Verweis"):
        edited_topic(text, replace(parse_topic(text), examples=("a",)))


SENTENCES = """\
# Testsätze, von unabhängiger Hand.
absicht: faq/parken
saetze:
- eins  # der kürzeste
# Aus dem Eingang:
- "zwei: mit Doppelpunkt"
- drei
- no
"""


@pytest.mark.parametrize(
    "sentences",
    [
        ["eins", "drei", "no", "neu: vier"],
        ["vorn", "eins", "zwei: mit Doppelpunkt", "drei", "no"],
        ["no", "eins"],
        ["ganz", "andere", "Sätze", "yes"],
    ],
)
def test_edited_sentences_are_read_as_written(sentences: list[str]) -> None:
    text = edited_sentences(SENTENCES.replace("- no", "- 'no'"), sentences)
    assert yaml.safe_load(text) == {"absicht": "faq/parken", "saetze": sentences}


def test_edited_sentences_keep_comments_and_layout() -> None:
    before = SENTENCES.replace("- no", "- 'no'")
    after = edited_sentences(before, ["eins", "zwei: mit Doppelpunkt", "no", "fünf"])
    assert after == before.replace("- drei\n", "") + "- fünf\n"


@pytest.mark.parametrize("text", ["", "kaputt: [", "saetze: eins", "- eins", "absicht: a"])
def test_file_that_holds_no_sentences_is_not_overwritten(text: str) -> None:
    with pytest.raises(ContentError, match="Die Datei mit den Testsätzen"):
        edited_sentences(text, ["eins"])
