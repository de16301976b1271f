"""Contradictions between the floor plan and the other files: rooms of messe.yml, booths of staende.yml. Pure.

Apart from ``checks``, since a plan can be right in itself while the programme it belongs to has moved on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.errors import Problem
from bot.fair.model import Place, find_room
from bot.programme.model import Booth
from bot.venue.checks import FILE, problem
from bot.venue.model import ROOM, Floor, FloorPlan, Space, Spot


def room_problems(plan: FloorPlan, rooms: Sequence[Place]) -> Iterator[Problem]:
    """Yield rooms that messe.yml lacks or puts on another floor, and rooms that the plan lacks."""
    drawn = [(floor, space) for floor in plan.floors for space in floor.spaces if space.kind == ROOM]
    for floor, space in drawn:
        yield from _room_problem(floor, space, rooms)
    names = {space.name for _, space in drawn}
    for room in rooms:
        if room.name not in names:
            remedy = "bitte unter „raeume“ seiner Etage einzeichnen"
            yield Problem(FILE, _line_of_floor(plan, room.floor), f"Der Raum „{room.name}“ fehlt auf dem Plan", remedy)


def _room_problem(floor: Floor, space: Space, rooms: Sequence[Place]) -> Iterator[Problem]:
    place = find_room(space.name, rooms)
    if place is None or place.name != space.name:
        known = ", ".join(room.name for room in rooms) or "keiner"
        remedy = "bitte den Namen angleichen oder den Raum unter „nebenraeume“ einzeichnen; bekannt sind: " + known
        yield problem(space, f"Der Raum „{space.name}“ steht nicht in messe.yml", remedy)
    elif place.floor and place.floor != floor.name:
        what = f"Der Raum „{space.name}“ liegt laut messe.yml im „{place.floor}“, hier im „{floor.name}“"
        yield problem(space, what, "bitte eines von beiden berichtigen")


def booth_problems(plan: FloorPlan, booths: Sequence[Booth]) -> Iterator[Problem]:
    """Yield spots of unknown booths or in another room than staende.yml says, and booths that the plan lacks."""
    known = {booth.number: booth for booth in booths}
    for floor, spot in plan.spots():
        yield from _spot_problem(floor, spot, known)
    drawn = {spot.number for _, spot in plan.spots()}
    for booth in booths:
        if booth.number not in drawn:
            found = plan.space(booth.room) if booth.room else None
            line = found[1].line if found else 0
            remedy = "bitte unter „staende“ seiner Etage einzeichnen"
            yield Problem(FILE, line, f"Der Stand {booth.number} fehlt auf dem Plan", remedy)


def _spot_problem(floor: Floor, spot: Spot, known: dict[str, Booth]) -> Iterator[Problem]:
    booth = known.get(spot.number)
    if booth is None:
        remedy = "bitte die Nummer berichtigen oder den Eintrag entfernen"
        yield problem(spot, f"Den Stand „{spot.number}“ gibt es in staende.yml nicht", remedy)
        return
    space = floor.space_at(spot.shape.box.centre)
    if booth.room and space is not None and space.name != booth.room:
        what = f"Der Stand {spot.number} ist laut staende.yml im Raum „{booth.room}“, auf dem Plan in „{space.name}“"
        yield problem(spot, what, "bitte eines von beiden berichtigen")


def _line_of_floor(plan: FloorPlan, name: str) -> int:
    return next((floor.line for floor in plan.floors if floor.name == name), 0)
