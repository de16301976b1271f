from __future__ import annotations

from bot.programme import model
from tests.samples.programme import at, catalogue, ids, session

CATALOGUE = catalogue(
    session("spaet", "14:00", "15:00", room="Großer Saal", speakers=("Miriam Talbach", "Ben Öz")),
    session("frueh", "09:00", "10:00", kind="Workshop"),
    session("jetzt", "10:00", "11:00", topics=("KI", "Ethik"), room="Großer Saal"),
    session("aus", "10:00", "11:00", cancelled=True, topics=("KI",)),
    session("gleich", "10:30", "11:30", is_new=True),
    session("gleich2", "10:30", "10:45"),
    session("morgen", "09:00", "10:00", day=15),
    session("nacht", "23:00", "23:30", day=20),
)


def test_overlapping_excludes_touching() -> None:
    assert ids(model.overlapping(CATALOGUE, at("10:45"), at("14:00"))) == ["jetzt", "gleich"]


def test_by_room_knows_other_names() -> None:
    assert ids(model.by_room(CATALOGUE, "saal")) == ["jetzt", "spaet"]


def test_by_speaker_needs_every_word_of_one_name() -> None:
    found = [ids(model.by_speaker(CATALOGUE, name)) for name in ("talbach", "Miriam Talbach", "Miriam Öz", " ")]
    assert found == [["spaet"], ["spaet"], [], []]


def test_changed_includes_cancelled() -> None:
    assert ids(model.changed(CATALOGUE)) == ["aus", "gleich"]
