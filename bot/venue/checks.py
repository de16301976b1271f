"""Contradictions within a floor plan: overlaps, parts outside of rooms, doors and stairs that lead nowhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from bot.core.errors import Problem
from bot.venue.geometry import Point
from bot.venue.model import CONNECTIONS, DESK, ENTRANCE, ROOM, Door, Fixture, Floor, FloorPlan, Landmark, Space, Spot
from bot.venue.route import find_route

FILE = "raumplan.yml"
Part = Space | Spot | Fixture | Landmark | Floor | Door


def problem(part: Part, what: str, remedy: str) -> Problem:
    """Return a problem that points at the line of one part of the plan."""
    return Problem(FILE, part.line, what, remedy)


def plan_problems(plan: FloorPlan) -> list[Problem]:
    """Return all contradictions of the plan, floor by floor; ways are only checked once all else is right."""
    found = [each for floor in plan.floors for each in _floor_problems(floor)]
    found += [*_repeated(plan), *_desk_problems(plan), *_lonely_connections(plan)]
    # A missing wall makes a hundred rooms unreachable; one message about the wall says more.
    return found or list(_unreachable(plan))


def called(part: Part) -> str:
    """Return how messages call a part: „Stand B3“, „Foyer“."""
    if isinstance(part, Spot):
        return f"Stand {part.number}"
    if isinstance(part, Fixture):
        return f"„{part.name or part.kind}“"
    return "Tür" if isinstance(part, Door) else f"„{part.name}“"


def _floor_problems(floor: Floor) -> Iterator[Problem]:
    yield from _outside_the_house(floor)
    yield from _overlaps(floor.spaces, "keine zwei Räume am selben Ort zeichnen")
    yield from _overlaps([*floor.spots, *floor.fixtures], "eine der beiden Flächen verschieben oder verkleinern")
    yield from _outside_of_rooms(floor)
    yield from _door_problems(floor)
    yield from _landmark_problems(floor)


def _outside_the_house(floor: Floor) -> Iterator[Problem]:
    for space in floor.spaces:
        if not floor.outline.holds(space.shape):
            remedy = f"bitte „flaeche“ oder den „umriss“ von {called(floor)} berichtigen"
            yield problem(space, f"{called(space)} ragt über den Umriss der Etage hinaus", remedy)
        if not space.shape.contains(space.label_at):
            remedy = "bitte einen Punkt im Raum angeben oder „schild“ weglassen"
            yield problem(space, f"Das Schild von {called(space)} steht nicht im Raum", remedy)


def _overlaps(parts: Sequence[Space | Spot | Fixture], remedy: str) -> Iterator[Problem]:
    for one, other in combinations(parts, 2):
        if one.shape.overlaps(other.shape):
            what = f"{called(other)} überschneidet sich mit {called(one)} (Zeile {one.line})"
            yield problem(other, what, f"bitte {remedy}")


def _outside_of_rooms(floor: Floor) -> Iterator[Problem]:
    parts: list[Spot | Fixture] = [*floor.spots, *floor.fixtures]
    for part in parts:
        if not any(space.shape.holds(part.shape) for space in floor.spaces):
            yield problem(part, f"{called(part)} steht nicht ganz in einem Raum", "bitte „flaeche“ berichtigen")


def _door_problems(floor: Floor) -> Iterator[Problem]:
    for door in floor.doors:
        joined = floor.spaces_at_door(door)
        # A door on an outer wall is an entrance, which is a landmark.
        if len(joined) != 2:
            names = ", ".join(called(space) for space in joined) or "keinen Raum"
            what = f"Die Tür bei {_coordinates(door.at)} verbindet nicht zwei Räume, sie berührt: {names}"
            yield problem(door, what, "bitte einen Punkt auf der gemeinsamen Wand zweier Räume angeben")


def _landmark_problems(floor: Floor) -> Iterator[Problem]:
    for mark in floor.landmarks:
        if mark.kind == ENTRANCE and not floor.outline.touches(mark.at):
            remedy = "bitte einen Punkt auf „umriss“ angeben"
            yield problem(mark, f"{called(mark)} liegt nicht in der Außenwand", remedy)
        elif floor.space_at(mark.at) is None:
            yield problem(mark, f"{called(mark)} liegt in keinem Raum", "bitte „bei“ berichtigen")


def _coordinates(point: Point) -> str:
    return f"{point.x:g} {point.y:g}"


def _repeated(plan: FloorPlan) -> Iterator[Problem]:
    rooms = [space for floor in plan.floors for space in floor.spaces if space.kind == ROOM]
    yield from _twice(plan.floors, [floor.short for floor in plan.floors], "Die Etage")
    yield from _twice(rooms, [space.name for space in rooms], "Der Raum")
    spots = [spot for _, spot in plan.spots()]
    yield from _twice(spots, [spot.number for spot in spots], "Der Stand")


def _twice(parts: Sequence[Part], names: Sequence[str], what: str) -> Iterator[Problem]:
    first: dict[str, Part] = {}
    for part, name in zip(parts, names, strict=True):
        before = first.setdefault(name.casefold(), part)
        if before is not part:
            remedy = "bitte einen der beiden entfernen"
            yield problem(part, f"{what} „{name}“ steht schon in Zeile {before.line}", remedy)


def _desk_problems(plan: FloorPlan) -> Iterator[Problem]:
    desks = [mark for mark in _landmarks(plan) if mark.kind == DESK]
    if not desks:
        remedy = "bitte unter „orte“ einen Ort mit „art: infostand“ eintragen; dort beginnen die Wege"
        yield Problem(FILE, plan.floors[0].line, "Der Plan hat keinen Infostand", remedy)
    for desk in desks[1:]:
        what = f"Ein zweiter Infostand; der erste steht in Zeile {desks[0].line}"
        yield problem(desk, what, "bitte nur einen eintragen; dort beginnen die Wege")


def _lonely_connections(plan: FloorPlan) -> Iterator[Problem]:
    connections = [mark for mark in _landmarks(plan) if mark.kind in CONNECTIONS]
    counts = Counter((mark.kind, mark.name) for mark in connections)
    for mark in connections:
        if counts[mark.kind, mark.name] == 1:
            remedy = "bitte auf einer anderen Etage einen Ort mit derselben „art“ und demselben „name“ eintragen"
            yield problem(mark, f"{called(mark)} führt auf keine andere Etage", remedy)


def _landmarks(plan: FloorPlan) -> Iterable[Landmark]:
    return (mark for floor in plan.floors for mark in floor.landmarks)


def _unreachable(plan: FloorPlan) -> Iterator[Problem]:
    if (desk := plan.desk) is None:
        return
    start = (desk[0], desk[1].at)
    for floor in plan.floors:
        goals: list[tuple[Part, Point]] = [(space, space.label_at) for space in floor.spaces if space.kind == ROOM]
        goals += [(spot, spot.shape.box.centre) for spot in floor.spots]
        for part, at in goals:
            # Stairs count as a way here: whether a house is step-free is no fault of its plan.
            if find_route(plan, start, (floor, at), step_free=False) is None:
                remedy = "bitte die fehlende Tür eintragen"
                yield problem(part, f"Zu {called(part)} führt kein Weg vom Infostand", remedy)
