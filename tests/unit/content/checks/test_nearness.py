from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.checks.nearness import FILE, TRAINING_FILE, Nearness, Neighbour
from bot.content.topic_editing import new_topic
from bot.content.topics import Topic, TopicAnswer

CONTENT = {
    "parken": ("Wo kann ich parken?", "parkplatz", "Gibt es ein Parkhaus?", "Was kostet das Parken?", "tiefgarage"),
    "essen": ("Gibt es hier Mittagessen?", "mittagessen", "Wo bekomme ich Mittagessen?", "hunger", "kaffee"),
    "wlan": (
        "Wie ist das WLAN-Passwort?",
        "wlan passwort",
        "Wo steht das Passwort fürs WLAN?",
        "Gibt es WLAN?",
        "hotspot",
    ),
}


@pytest.fixture
def nearness(tmp_path: Path) -> Nearness:
    """Small content, loaded."""
    (tmp_path / "data/themen").mkdir(parents=True)
    for stem, examples in CONTENT.items():
        topic = Topic(f"faq/{stem}", stem.title(), (TopicAnswer("Ja."),), examples)
        (tmp_path / f"data/themen/{stem}.yml").write_text(new_topic(topic), encoding="utf-8")
    made = Nearness(tmp_path, tmp_path)
    assert (made.is_ready(), made.wait(120)) in ((False, True), (True, True))
    return made


def test_sentence_of_another_topic_is_told(nearness: Nearness) -> None:
    own = (*CONTENT["parken"], "Wie lautet das WLAN-Passwort?", "Wo stelle ich mein Auto ab?")
    assert nearness.neighbours("parken", own[5:], own) == {own[5]: Neighbour("wlan", "Wie ist das WLAN-Passwort?")}


def test_question_that_fits_is_offered(nearness: Nearness) -> None:
    asked = ["Bekomme ich hier ein Mittagessen?", "Wo stelle ich mein Auto ab?"]
    assert nearness.fitting("essen", asked, CONTENT["essen"]) == asked[:1]


def test_changed_files_are_read_again(nearness: Nearness, tmp_path: Path) -> None:
    topic = Topic(
        "faq/hunde", "Hunde", (TopicAnswer("Ja."),), ("Darf mein Hund mit?", "hund mitbringen", "hunde erlaubt?")
    )
    (tmp_path / "data/themen/hunde.yml").write_text(new_topic(topic), encoding="utf-8")
    assert (nearness.is_ready(), nearness.wait(120)) == (True, True)
    found = nearness.neighbours("parken", ["hunde erlaubt"], CONTENT["parken"])
    assert found == {"hunde erlaubt": Neighbour("hunde", "hunde erlaubt?")}


def test_vectors_of_the_training_are_taken_over_and_left_alone(nearness: Nearness, tmp_path: Path) -> None:
    folder = tmp_path / "zweiter"
    folder.mkdir()
    (tmp_path / FILE).rename(folder / TRAINING_FILE)
    before = (folder / TRAINING_FILE).read_bytes()
    again = Nearness(tmp_path, folder)
    again.is_ready()
    assert (again.wait(120), (folder / FILE).exists(), (folder / TRAINING_FILE).read_bytes()) == (True, True, before)


def test_nothing_is_said_while_loading(tmp_path: Path) -> None:
    assert Nearness(tmp_path, tmp_path).neighbours("parken", ["a"], ["a"]) == {}


def test_server_that_ends_does_not_wait_for_all_examples(nearness: Nearness, tmp_path: Path) -> None:
    again = Nearness(tmp_path, tmp_path / "neu")
    again.stop()
    assert (again.is_ready(), again.wait(120), (tmp_path / "neu" / FILE).exists()) == (False, False, False)
