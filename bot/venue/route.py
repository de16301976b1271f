"""The shortest way through the building: from door to door within a space, by stairs or lift between floors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

import networkx as nx

from bot.venue.geometry import Point
from bot.venue.model import CONNECTIONS, LIFT, STAIRS, Door, Floor, FloorPlan, Landmark, Space

START, DOOR, CORNER, TARGET = "start", "tuer", "ecke", "ziel"
BEND = 0.8  # metres between a way and the corner it goes around
STAIRS_COST = 14.0  # metres that one storey by stairs feels like
LIFT_COST, LIFT_COST_PER_FLOOR = 22.0, 3.0  # the wait, and the ride


@dataclass(frozen=True)
class Stop:
    """A point of a way. ``floor`` counts from the lowest, 0; ``name`` is that of stairs or lift."""

    floor: int
    at: Point
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Route:
    """A way from start to target."""

    stops: tuple[Stop, ...]

    @property
    def metres(self) -> float:
        """Metres on foot, without stairs and lift."""
        return sum(a.at.distance(b.at) for a, b in pairwise(self.stops) if a.floor == b.floor)


Position = tuple[Floor, Point]
_Edge = tuple[Stop, Stop, float]  # both ends, and metres


def find_route(plan: FloorPlan, start: Position, target: Position, step_free: bool) -> Route | None:
    """Return the shortest way, or None when there is none.

    Args:
        plan: a plan without contradictions.
        start: floor and point at which the way begins.
        target: floor and point at which it ends.
        step_free: whether to avoid stairs and doors with steps.
    """
    first = Stop(plan.floors.index(start[0]), start[1], START)
    last = Stop(plan.floors.index(target[0]), target[1], TARGET)
    graph = _building(plan, step_free).copy()
    graph.add_nodes_from((first, last))
    # The direct way comes last: start and target in one space need no door between them.
    for edges in (_edges_of(plan, first, step_free), _edges_of(plan, last, step_free), _direct(plan, first, last)):
        graph.add_weighted_edges_from(edges)
    try:
        return Route(tuple(nx.dijkstra_path(graph, first, last)))
    except nx.NetworkXNoPath:
        return None


def _direct(plan: FloorPlan, first: Stop, last: Stop) -> Iterator[_Edge]:
    if first.floor == last.floor:
        spaces = [space for space in plan.floors[first.floor].spaces if space.shape.contains(first.at)]
        yield from _measured(pair for space in spaces for pair in _visible(space, [first, last]))


def _edges_of(plan: FloorPlan, stop: Stop, step_free: bool) -> Iterator[_Edge]:
    """Return the ways between one more stop and those of its space that it sees."""
    floor = plan.floors[stop.floor]
    space = floor.space_at(stop.at)
    if space is not None:
        others = _stops_in(floor, stop.floor, space, step_free)
        yield from _measured((stop, other) for other in others if space.shape.sees(stop.at, other.at))


# The plan is frozen and hashable; eight hold both kinds of way for the versions of an hour's editing.
@lru_cache(maxsize=8)
def _building(plan: FloorPlan, step_free: bool) -> nx.Graph:
    """Return all ways within the building, which are the same for every question."""
    graph = nx.Graph()
    for number, floor in enumerate(plan.floors):
        for space in floor.spaces:
            graph.add_weighted_edges_from(_measured(_visible(space, _stops_in(floor, number, space, step_free))))
    graph.add_weighted_edges_from(_vertical(plan, step_free))
    return graph


def _stops_in(floor: Floor, number: int, space: Space, step_free: bool) -> list[Stop]:
    doors = [door for door in floor.doors if space.shape.touches(door.at) and _is_open(door, step_free)]
    marks = [mark for mark in floor.landmarks if mark.kind in CONNECTIONS and space.shape.contains(mark.at)]
    # In a room with a recess, the straight line from door to door may leave it.
    corners = [point for point in space.shape.inner_corners(BEND) if space.shape.contains(point)]
    return [
        *(Stop(number, door.at, DOOR) for door in doors),
        *(_stop_of(number, mark) for mark in marks),
        *(Stop(number, point, CORNER) for point in corners),
    ]


def _is_open(door: Door, step_free: bool) -> bool:
    return not (step_free and door.has_steps)


def _stop_of(number: int, mark: Landmark) -> Stop:
    return Stop(number, mark.at, mark.kind, mark.name)


def _visible(space: Space, stops: list[Stop]) -> Iterator[tuple[Stop, Stop]]:
    return ((a, b) for a, b in combinations(stops, 2) if space.shape.sees(a.at, b.at))


def _measured(pairs: Iterable[tuple[Stop, Stop]]) -> Iterator[_Edge]:
    return ((one, other, one.at.distance(other.at)) for one, other in pairs)


def _vertical(plan: FloorPlan, step_free: bool) -> Iterator[_Edge]:
    """Link stairs from floor to floor, lifts from every floor to every other that they stop at."""
    stops = [
        _stop_of(number, mark)
        for number, floor in enumerate(plan.floors)
        for mark in floor.landmarks
        if mark.kind in CONNECTIONS
    ]
    for lower, upper in combinations(stops, 2):
        floors = upper.floor - lower.floor
        # Stairs and lifts are the same where kind and name agree.
        if (lower.kind, lower.name) != (upper.kind, upper.name) or floors < 1:
            continue
        if lower.kind == LIFT:
            yield lower, upper, LIFT_COST + LIFT_COST_PER_FLOOR * floors
        elif lower.kind == STAIRS and not step_free and floors == 1:
            yield lower, upper, STAIRS_COST
