"""Ways on small plans, where every turn can be followed by eye."""

from __future__ import annotations

from bot.venue.placing import place_booths
from bot.venue.way import NO_STEP_FREE_WAY, booth_goal, room_goal, way_text
from tests.samples.venue import TEXT, booth, edited, own_booths, own_plan, plan_of

PLAN = """\
etagen:
- name: Erdgeschoss
  kurz: EG
  umriss: 0 0 20 10
  raeume:
  - {name: Foyer, flaeche: 0 0 10 10}
  - {name: Saal, flaeche: 10 0 10 10}
  TÜR: [10 5]
  orte:
  - {art: infostand, name: Infostand, bei: 2 5, blick: ost}
"""


def test_way_straight_through_a_door() -> None:
    plan = plan_of(PLAN.replace("TÜR", "tueren"))
    goal = room_goal(plan, "Saal")
    assert goal is not None
    assert way_text(plan, goal, step_free=False) == (
        "Mit dem Rücken zum Infostand gehen Sie geradeaus durch die Tür in den Saal. Das sind etwa 15 Meter."
    )


def test_only_door_with_steps_is_told_to_whom_cannot_climb_them() -> None:
    plan = plan_of(PLAN.replace("TÜR", "tueren_mit_stufen"))
    goal = room_goal(plan, "Saal")
    assert goal is not None
    assert way_text(plan, goal, step_free=True) == NO_STEP_FREE_WAY


def test_every_booth_can_be_reached_without_steps() -> None:
    placed = place_booths(own_plan(), own_booths())
    ways = {number: way_text(own_plan(), booth_goal(each), step_free=True) for number, each in placed.items()}
    assert [number for number, way in ways.items() if not way.endswith("Der Weg hat keine Stufen.")] == []


def test_plan_without_desk_tells_no_way() -> None:
    plan = plan_of(edited("{art: infostand, name: Infostand, bei: 11.5 17, blick: ost}", "{art: laden, bei: 11.5 17}"))
    goal = room_goal(plan, "Kunsthalle")
    assert goal is not None and way_text(plan, goal, step_free=False) == ""


def test_moved_booth_stands_freely_in_its_new_room() -> None:
    moved = [each if each.number != "B3" else booth("B3", room="Foyer") for each in own_booths()]
    placed = place_booths(own_plan(), moved)
    mine = placed.pop("B3")
    overlapping = [
        each.number for each in placed.values() if each.floor == mine.floor and each.shape.overlaps(mine.shape)
    ]
    assert (mine.space.name, mine.is_exact, overlapping) == ("Foyer", False, [])


def test_cancelled_booth_is_not_on_the_plan() -> None:
    assert place_booths(own_plan(), [booth("B3", cancelled=True)]) == {}


def test_cellar_is_below() -> None:
    goal = room_goal(plan_of(TEXT), "Live Club Barmen")
    assert goal is not None
    assert "Gehen Sie eine Etage hinunter ins Untergeschoss. Unten gehen Sie" in way_text(
        own_plan(), goal, step_free=False
    )
