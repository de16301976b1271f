"""„Wo ist Stand B3?“: the way on the floor plan, in words for plain channels, and its picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.answer_context import AnswerContext
from actions.details import where
from bot.programme.store import assemble
from tests.samples.fair import BOOTHS, NOW, ROOMS, SESSIONS, ask, view
from tests.samples.venue import own_plan

PLACE = (
    "Stand B3 „Virtuelle Welten“ finden Sie im Großen Saal (1. Obergeschoss). "
    "Besetzt ist er heute von 10:00 bis 14:00 Uhr."
)
BY_STAIRS = (
    "Mit dem Rücken zum Infostand gehen Sie nach links zur Haupttreppe. "
    "Gehen Sie eine Etage hinauf ins 1. Obergeschoss. Oben gehen Sie nach links durch die Tür in den Großen Saal. "
    "Stand B3 ist dort vorn links. Das sind etwa 35 Meter. "
    "Ohne Stufen kommen Sie mit dem Aufzug hin."
)
BY_LIFT = (
    "Mit dem Rücken zum Infostand gehen Sie schräg links zum Aufzug. Fahren Sie ins 1. Obergeschoss. "
    "Oben gehen Sie schräg links durch die Tür in den Großen Saal. "
    "Stand B3 ist dort vorn links. Das sind etwa 30 Meter. Der Weg hat keine Stufen."
)


@pytest.fixture
def with_plan() -> AnswerContext:
    return replace(view(), plan=own_plan())


@pytest.mark.parametrize(
    ("text", "way", "step_free"),
    [
        ("Wo ist Stand B3?", BY_STAIRS, ""),
        ("Wie komme ich mit dem Rollstuhl zu Stand B3?", BY_LIFT, "ja"),
        ("Wie komme ich mit Kinderwagen zu B3?", BY_LIFT, "ja"),
        ("Wo ist B3? Ich kann keine Treppen steigen.", BY_LIFT, "ja"),
    ],
)
def test_booth_is_told_with_way_and_picture(with_plan: AnswerContext, text: str, way: str, step_free: str) -> None:
    reply = where(ask(text, "wo_ist"), with_plan)
    assert reply.text == reply.intro == f"{PLACE} {way}"
    assert reply.cards == (
        {
            "art": "lageplan",
            "titel": "Stand B3, 1. Obergeschoss",
            "stand": "B3",
            "raum": "Großer Saal",
            "stufenlos": step_free,
            "beschreibung": "Grundriss 1. Obergeschoss, markiert: Stand B3. Der Weg dorthin steht im Text.",
        },
    )


def test_room_is_told_with_way_and_picture(with_plan: AnswerContext) -> None:
    reply = where(ask("Wo ist die Kunsthalle?", "wo_ist"), with_plan)
    assert reply.text.startswith("Die Kunsthalle ist im 2. Obergeschoss. Mit dem Rücken zum Infostand")
    assert [(card["stand"], card["raum"]) for card in reply.cards] == [("", "Kunsthalle")]


def test_moved_booth_is_shown_by_its_room(with_plan: AnswerContext) -> None:
    moved = [
        each.copy(update={"room": "Kunsthalle", "original_room": "Großer Saal"}) if each.number == "B3" else each
        for each in BOOTHS
    ]
    here = replace(with_plan, catalogue=assemble(SESSIONS, moved, ROOMS, NOW))
    reply = where(ask("Wo ist Stand B3?", "wo_ist"), here)
    assert [(card["stand"], card["raum"]) for card in reply.cards] == [("", "Kunsthalle")]
    assert "in die Kunsthalle" in reply.text and "Stand B3 ist dort" not in reply.text


def test_booth_without_room_has_no_picture(with_plan: AnswerContext) -> None:
    assert where(ask("Wo ist Stand D1?", "wo_ist"), with_plan).cards == ()
