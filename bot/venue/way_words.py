"""A way through the building as German sentences, from the information desk on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from bot.german.phrases import NUMBERS, into_floor, into_room
from bot.venue.geometry import Point, turn
from bot.venue.model import CONNECTIONS, DIRECTIONS, LIFT, Floor, FloorPlan, Landmark, Space
from bot.venue.route import CORNER, DOOR, TARGET, Route, Stop

NEAR, FAR = 1 / 3, 2 / 3  # of a room's depth
BESIDE_THE_WALL = 0.3  # metres
_Run = Sequence[Stop]  # the stops on one floor


def describe_route(plan: FloorPlan, route: Route, desk: Landmark, booth: str) -> str:
    """Return sentences that lead from the desk to the target.

    Args:
        plan: the plan on which the way was found.
        route: the way.
        desk: where it begins, and in which direction one looks there.
        booth: the number of the booth that the way leads to; "" when it leads to a room.
    """
    runs = [tuple(run) for _, run in groupby(route.stops, key=lambda stop: stop.floor)]
    sentences = [_first_run(plan, runs[0], desk)]
    for before, run in pairwise(runs):
        if len(run) > 1:  # on the floors between, stairs only lead on
            sentences += _later_run(plan, before, run, runs)
    if booth:
        sentences.append(_last_steps(plan, runs[-1], desk, booth))
    return " ".join(filter(None, sentences))


def _first_run(plan: FloorPlan, run: _Run, desk: Landmark) -> str:
    facing = desk.facing or DIRECTIONS["nord"]
    legs = _legs(plan.floors[run[0].floor], run, facing)
    return f"Mit dem Rücken zum {desk.name} gehen Sie {legs}." if legs else ""


def _later_run(plan: FloorPlan, before: _Run, run: _Run, runs: Sequence[_Run]) -> list[str]:
    floor = plan.floors[run[0].floor]
    start = _start_of_ride(before, runs)
    mark = next(mark for mark in floor.landmarks if mark.at == run[0].at and mark.kind == run[0].kind)
    legs = _legs(floor, run, mark.facing or DIRECTIONS["nord"])
    where = "Oben" if run[0].floor > start else "Unten"
    return [_ride(run[0], start, floor), f"{where} gehen Sie {legs}." if legs else ""]


def _start_of_ride(before: _Run, runs: Sequence[_Run]) -> int:
    """Return the floor where these stairs were taken: the last one on which one walked."""
    walked = [run[0].floor for run in runs[: list(runs).index(before) + 1] if len(run) > 1]
    return walked[-1] if walked else before[0].floor


def _ride(stop: Stop, start: int, floor: Floor) -> str:
    if stop.kind == LIFT:
        return f"Fahren Sie {into_floor(floor.name)}."
    levels = abs(stop.floor - start)
    count = "eine Etage" if levels == 1 else f"{NUMBERS[levels] if levels < len(NUMBERS) else levels} Etagen"
    return f"Gehen Sie {count} {'hinauf' if stop.floor > start else 'hinunter'} {into_floor(floor.name)}."


def _legs(floor: Floor, run: _Run, facing: Point) -> str:
    """``nach links zum Aufzug``, ``geradeaus durch die Tür in den Flur, dann nach rechts …``; "" for none."""
    parts: list[str] = []
    heading = facing
    for number, (stop, following) in enumerate(pairwise(run)):
        if following.kind != TARGET and not _is_threshold(floor, stop, following):
            degrees = turn(heading, stop.at.towards(following.at))
            words = f"um die Ecke nach {_side(degrees)}" if stop.kind == CORNER else turn_words(degrees)
            parts.append(f"{words} {_goal(floor, run, number + 1)}".rstrip())
        heading = _heading_at(floor, stop, following)
    return ", dann ".join(parts)


def _is_threshold(floor: Floor, stop: Stop, following: Stop) -> bool:
    """Return whether this leg only leads through the one door of stairs or lift, which needs no words."""
    if {stop.kind, following.kind} not in ({DOOR, kind} for kind in CONNECTIONS):
        return False
    return len([door for door in floor.doors if _space_between(floor, stop, following).shape.touches(door.at)]) == 1


def _goal(floor: Floor, run: _Run, number: int) -> str:
    """Return the words for the end of the leg to this stop; "" for a corner."""
    stop = run[number]
    if stop.kind in CONNECTIONS:
        return _to_connection(stop)
    if stop.kind != DOOR:
        return ""
    following = run[number + 1]
    if following.kind in CONNECTIONS and _is_threshold(floor, stop, following):
        return _to_connection(following)
    return f"durch die Tür {into_room(_space_between(floor, stop, following).name)}"


def _to_connection(stop: Stop) -> str:
    return f"{'zum' if stop.kind == LIFT else 'zur'} {stop.name}"


def turn_words(degrees: float) -> str:
    """Return the words for a turn: ``geradeaus``, ``schräg rechts``, ``nach links``, ``nach rechts zurück``."""
    side = _side(degrees)
    if abs(degrees) < 25:
        return "geradeaus"
    if abs(degrees) < 65:
        return f"schräg {side}"
    return f"nach {side}" if abs(degrees) < 125 else f"nach {side} zurück"


def _side(degrees: float) -> str:
    return "rechts" if degrees > 0 else "links"


def _heading_at(floor: Floor, stop: Stop, following: Stop) -> Point:
    """Return the direction in which one looks on arriving: through a door straight away from its wall."""
    way = stop.at.towards(following.at)
    if following.kind != DOOR:
        return way
    space = _space_between(floor, stop, following)
    across = [
        direction
        for direction in DIRECTIONS.values()
        if space.shape.contains(following.at.plus(direction, -BESIDE_THE_WALL))
        and not space.shape.contains(following.at.plus(direction, BESIDE_THE_WALL))
    ]
    return across[0] if across else way


def _space_between(floor: Floor, stop: Stop, following: Stop) -> Space:
    middle = stop.at.plus(stop.at.towards(following.at), 0.5)
    return next(space for space in floor.spaces if space.shape.contains(middle))


def _last_steps(plan: FloorPlan, run: _Run, desk: Landmark, booth: str) -> str:
    """Say where in its room the booth stands, seen from the door, or from the desk itself."""
    floor, before, target = plan.floors[run[-1].floor], run[-2], run[-1]
    way = before.at.towards(target.at)
    if before.kind == DOOR and len(run) > 2:
        heading = _heading_at(floor, run[-3], before)
        return f"Stand {booth} ist dort {_place_in_room(floor, before, target, heading)}."
    if len(run) == 2 and before.kind not in CONNECTIONS:
        ahead = turn_words(turn(desk.facing or way, way)).removeprefix("nach ")
        return f"Mit dem Rücken zum {desk.name} sehen Sie Stand {booth} {ahead}."
    return f"Dort ist Stand {booth}."


def _place_in_room(floor: Floor, door: Stop, target: Stop, heading: Point) -> str:
    way = door.at.towards(target.at)
    space = _space_between(floor, door, target)
    depth = max(_along(heading, door.at.towards(corner)) for corner in space.shape.corners) or 1.0
    share, degrees = _along(heading, way) / depth, turn(heading, way)
    side = "" if abs(degrees) < 15 else _side(degrees)
    if share < NEAR:
        return f"vorn {side}" if side else "gleich vor Ihnen"
    if share > FAR:
        return f"hinten {side}" if side else "ganz hinten"
    return f"auf der {side.removesuffix('s')}en Seite" if side else "geradeaus vor Ihnen"


def _along(heading: Point, way: Point) -> float:
    return heading.x * way.x + heading.y * way.y
