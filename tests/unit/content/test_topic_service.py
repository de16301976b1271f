from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.live_version import NOTE, topic_fingerprints
from bot.content.topic_service import State, TopicService, UnknownTopic
from bot.content.topics import Topic, TopicAnswer
from bot.core.files import Conflict
from tests.samples.content import edit, write_content

NEW = Topic("faq/schirme", "Schirme", (TopicAnswer("Am {ort}."),), ("a", "b", "c", "d", "e"))


@pytest.fixture
def service(tmp_path: Path) -> TopicService:
    """The sample content, all of it learnt."""
    write_content(tmp_path)
    (tmp_path / NOTE).parent.mkdir()
    (tmp_path / NOTE).write_text(json.dumps({"themen": topic_fingerprints(tmp_path)}), encoding="utf-8")
    return TopicService(tmp_path)


def states(service: TopicService) -> dict[str, State]:
    return {row.stem: row.state for row in service.rows()}


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
def test_state_after_an_edit(service: TopicService, old: str, new: str, state: State) -> None:
    assert states(service) == {"parken": State.LIVE, "wlan": State.LIVE}
    edit(service.root, "data/themen/parken.yml", old, new)
    assert states(service)["parken"] == state


def test_without_a_noted_training_nothing_is_called_a_draft(service: TopicService) -> None:
    (service.root / NOTE).write_text('{"abdruck": "x"}', encoding="utf-8")
    edit(service.root, "data/themen/parken.yml", "    - parkplatz", "    - tiefgarage")
    assert states(service)["parken"] == State.LIVE


def test_new_topic_is_a_draft_with_its_sentences(service: TopicService) -> None:
    service.create("schirme", NEW, ["eins", "zwei", "drei", "vier"])
    assert (service.open("schirme")[0], states(service)["schirme"]) == (NEW, State.DRAFT)
    assert "- vier" in (service.root / "tests/saetze/schirme.yml").read_text(encoding="utf-8")


def test_existing_topic_is_not_made_again(service: TopicService) -> None:
    with pytest.raises(Conflict):
        service.create("parken", NEW, [])


def test_second_to_save_is_told(service: TopicService) -> None:
    topic, version = service.open("parken")
    service.save("parken", replace(topic, title="Erste"), version)
    with pytest.raises(Conflict):
        service.save("parken", replace(topic, title="Zweite"), version)
    assert service.open("parken")[0].title == "Erste"


def test_deleted_topic_takes_sentences_and_buttons_along(service: TopicService) -> None:
    assert [topic.title for topic in service.leading_to("faq/wlan")] == ["Parken"]
    service.delete("wlan", service.open("wlan")[1])
    assert (list(states(service)), service.open("parken")[0].answers[0].buttons) == (["parken"], ())
    assert not (service.root / "tests/saetze/wlan.yml").exists()


def test_changed_topic_is_not_deleted(service: TopicService) -> None:
    version = service.open("wlan")[1]
    edit(service.root, "data/themen/wlan.yml", "Netz?", "Netze?")
    with pytest.raises(Conflict):
        service.delete("wlan", version)
    assert (service.root / "tests/saetze/wlan.yml").exists()


def test_rule_that_names_a_topic_is_found(service: TopicService) -> None:
    edit(service.root, "data/rules/gespraech.yml", "intent: wo_ist", "intent: faq/wlan_gast")
    assert (service.mentioned_in("faq/wlan_gast"), service.mentioned_in("faq/wlan")) == (
        ["data/rules/gespraech.yml"],
        [],
    )


@pytest.mark.parametrize("stem", ["gibtsnicht", "../messe", "", "a/b", "ä"])
def test_unknown_topic_is_told(service: TopicService, stem: str) -> None:
    with pytest.raises(UnknownTopic):
        service.open(stem)
