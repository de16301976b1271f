from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.live_version import NOTE, topic_fingerprints
from bot.content.topic_service import State, TopicDesk, UnknownTopic
from bot.content.topics import Answer, Topic
from bot.core.file_writing import Conflict
from tests.samples.content import edit, write_content

NEW = Topic("faq/schirme", "Schirme", (Answer("Am {ort}."),), ("a", "b", "c", "d", "e"))


@pytest.fixture
def desk(tmp_path: Path) -> TopicDesk:
    """The sample content, all of it learnt."""
    write_content(tmp_path)
    (tmp_path / NOTE).parent.mkdir()
    (tmp_path / NOTE).write_text(json.dumps({"themen": topic_fingerprints(tmp_path)}), encoding="utf-8")
    return TopicDesk(tmp_path)


def states(desk: TopicDesk) -> dict[str, State]:
    return {row.stem: row.state for row in desk.rows()}


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("Parken am {ort}.", "Stehen am {ort}.", State.LIVE),
        ("    - parkplatz", "    - tiefgarage", State.DRAFT),
        ("titel: Parken", "titel: Auto", State.DRAFT),
        ("{ort}", "{hort}", State.PROBLEM),
        ("nlu:", "nlu: [", State.PROBLEM),
    ],
)
def test_state_after_an_edit(desk: TopicDesk, old: str, new: str, state: State) -> None:
    assert states(desk) == {"parken": State.LIVE, "wlan": State.LIVE}
    edit(desk.root, "data/themen/parken.yml", old, new)
    assert states(desk)["parken"] == state


def test_without_a_noted_training_nothing_is_called_a_draft(desk: TopicDesk) -> None:
    (desk.root / NOTE).write_text('{"abdruck": "x"}', encoding="utf-8")
    edit(desk.root, "data/themen/parken.yml", "    - parkplatz", "    - tiefgarage")
    assert states(desk)["parken"] == State.LIVE


def test_new_topic_is_a_draft_with_its_sentences(desk: TopicDesk) -> None:
    desk.create("schirme", NEW, ["eins", "zwei", "drei", "vier"])
    assert (desk.open("schirme")[0], states(desk)["schirme"]) == (NEW, State.DRAFT)
    assert "- vier" in (desk.root / "tests/saetze/schirme.yml").read_text(encoding="utf-8")


def test_existing_topic_is_not_made_again(desk: TopicDesk) -> None:
    with pytest.raises(Conflict):
        desk.create("parken", NEW, [])


def test_second_to_save_is_told(desk: TopicDesk) -> None:
    topic, version = desk.open("parken")
    desk.save("parken", replace(topic, title="Erste"), version)
    with pytest.raises(Conflict):
        desk.save("parken", replace(topic, title="Zweite"), version)
    assert desk.open("parken")[0].title == "Erste"


def test_deleted_topic_takes_sentences_and_buttons_along(desk: TopicDesk) -> None:
    assert [topic.title for topic in desk.leading_to("faq/wlan")] == ["Parken"]
    desk.delete("wlan", desk.open("wlan")[1])
    assert (list(states(desk)), desk.open("parken")[0].answers[0].buttons) == (["parken"], ())
    assert not (desk.root / "tests/saetze/wlan.yml").exists()


def test_changed_topic_is_not_deleted(desk: TopicDesk) -> None:
    version = desk.open("wlan")[1]
    edit(desk.root, "data/themen/wlan.yml", "Netz?", "Netze?")
    with pytest.raises(Conflict):
        desk.delete("wlan", version)
    assert (desk.root / "tests/saetze/wlan.yml").exists()


def test_rule_that_names_a_topic_is_found(desk: TopicDesk) -> None:
    edit(desk.root, "data/rules/gespraech.yml", "intent: wo_ist", "intent: faq/wlan_gast")
    assert (desk.mentioned_in("faq/wlan_gast"), desk.mentioned_in("faq/wlan")) == (["data/rules/gespraech.yml"], [])


@pytest.mark.parametrize("stem", ["gibtsnicht", "../messe", "", "a/b", "ä"])
def test_unknown_topic_is_told(desk: TopicDesk, stem: str) -> None:
    with pytest.raises(UnknownTopic):
        desk.open(stem)
