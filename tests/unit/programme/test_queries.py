from __future__ import annotations

from datetime import date

from bot.programme import model
from tests.samples.programme import FAIR, NOW, at, catalogue, ids, session

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


def test_running_at_includes_the_start_and_not_the_end() -> None:
    assert ids(model.running_at(CATALOGUE, at("10:00"))) == ["jetzt"]


def test_running_at_can_include_cancelled() -> None:
    assert ids(model.running_at(CATALOGUE, at("10:00"), with_cancelled=True)) == ["aus", "jetzt"]


def test_starting_between_excludes_the_end() -> None:
    assert ids(model.starting_between(CATALOGUE, at("10:00"), at("14:00"))) == ["jetzt", "gleich", "gleich2"]


def test_overlapping_excludes_touching() -> None:
    assert ids(model.overlapping(CATALOGUE, at("10:45"), at("14:00"))) == ["jetzt", "gleich"]


def test_next_after_gives_all_with_the_same_start() -> None:
    assert ids(model.next_after(CATALOGUE, NOW, FAIR)) == ["gleich", "gleich2"]


def test_next_after_the_last_of_the_day_is_on_the_next_day() -> None:
    assert ids(model.next_after(CATALOGUE, at("14:00"), FAIR)) == ["morgen"]


def test_next_after_stays_within_the_fair() -> None:
    assert ids(model.next_after(CATALOGUE, at("09:00", 15), FAIR)) == []
    assert ids(model.next_after(CATALOGUE, at("09:00", 15))) == ["nacht"]


def test_on_day() -> None:
    assert ids(model.on_day(CATALOGUE, date(2025, 5, 15))) == ["morgen"]


def test_on_day_includes_what_runs_past_midnight_but_not_up_to_it() -> None:
    night = session("nacht", "23:00").copy(update={"end": at("00:30", 15)})
    until_midnight = session("abend", "22:00").copy(update={"end": at("00:00", 15)})
    assert ids(model.on_day(catalogue(night, until_midnight), date(2025, 5, 15))) == ["nacht"]


def test_by_room_knows_other_names() -> None:
    assert ids(model.by_room(CATALOGUE, "saal")) == ["jetzt", "spaet"]


def test_by_speaker_needs_every_word_of_one_name() -> None:
    found = [ids(model.by_speaker(CATALOGUE, name)) for name in ("talbach", "Miriam Talbach", "Miriam Öz", " ")]
    assert found == [["spaet"], ["spaet"], [], []]


def test_by_kind() -> None:
    assert ids(model.by_kind(CATALOGUE, "workshop")) == ["frueh"]


def test_by_topic() -> None:
    assert ids(model.by_topic(CATALOGUE, "ki")) == ["jetzt"]


def test_changed_includes_cancelled() -> None:
    assert ids(model.changed(CATALOGUE)) == ["aus", "gleich"]
