"""„Wo ist Stand B3?“: the way from the information desk to a booth or room, in words, with and without steps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.venue.geometry import Point
from bot.venue.model import ENTRANCE, LIFT, STAIRS, Floor, FloorPlan, Landmark, Space
from bot.venue.placing import Placed
from bot.venue.route import DOOR, Route, find_route
from bot.venue.way_words import describe_route

ROUND_TO = 5  # metres
NO_STEP_FREE_WAY = "Einen Weg ohne Stufen dorthin gibt es leider nicht. Bitte fragen Sie am Infostand."
_WHEELS = re.compile(
    r"rollstuhl|rolli|rollator|kinderwagen|gehhilfe|gehbehind|krücken|stufenlos|stufenfrei|barrierefrei|fahrstuhl|aufzug"
    r"|ohne (?:\w+ )?(?:treppe|stufe)|keine (?:\w+ )?(?:treppe|stufe)|nicht (?:gut )?laufen",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Goal:
    """The target of a way; ``booth`` is its number, "" for a room."""

    floor: Floor
    space: Space
    at: Point
    booth: str = ""


def booth_goal(placed: Placed) -> Goal:
    """Return the goal of a booth; one whose place is a guess is looked for by its room."""
    if not placed.is_exact:
        return Goal(placed.floor, placed.space, placed.space.label_at)
    return Goal(placed.floor, placed.space, placed.shape.box.centre, placed.number)


def room_goal(plan: FloorPlan, name: str) -> Goal | None:
    """Return the goal of a room of the plan, or None."""
    found = plan.space(name)
    return Goal(found[0], found[1], found[1].label_at) if found else None


def wants_no_steps(text: str) -> bool:
    """Return whether a question asks for a way without steps: „Wie komme ich mit dem Rollstuhl hin?“."""
    return bool(_WHEELS.search(text))


def route_to(plan: FloorPlan, goal: Goal, step_free: bool) -> Route | None:
    """Return the way from the information desk; None when there is no desk or no way."""
    desk = plan.desk
    return find_route(plan, (desk[0], desk[1].at), (goal.floor, goal.at), step_free) if desk else None


def way_text(plan: FloorPlan, goal: Goal, step_free: bool) -> str:
    """Return the way in sentences; "" when the plan has none.

    Args:
        plan: a plan without contradictions.
        goal: where the way leads.
        step_free: without stairs and steps; where there is no such way, that is said.
    """
    if (desk := plan.desk) is None:
        return ""
    # A way that ends where it begins needs other words.
    if not goal.booth and goal.space.shape.contains(desk[1].at) and goal.floor == desk[0]:
        return _at_the_desk(goal, desk[1])
    route = route_to(plan, goal, step_free)
    if route is None:
        return NO_STEP_FREE_WAY if step_free and route_to(plan, goal, step_free=False) else ""
    words = describe_route(plan, route, desk[1], goal.booth)
    return " ".join(filter(None, [words, _length(route), _on_wheels(plan, goal, route, step_free)]))


def _at_the_desk(goal: Goal, desk: Landmark) -> str:
    doors = [mark for mark in goal.floor.landmarks if mark.kind == ENTRANCE and goal.space.shape.contains(mark.at)]
    came_in = f"Durch den {doors[0].name} kommen Sie direkt hinein." if doors else ""
    return f"{came_in} Dort ist auch der {desk.name}.".strip()


def _length(route: Route) -> str:
    # Exact metres would promise a precision that a drawing does not have.
    metres = max(ROUND_TO, round(route.metres / ROUND_TO) * ROUND_TO)
    return f"Das sind etwa {metres} Meter."


def _on_wheels(plan: FloorPlan, goal: Goal, route: Route, step_free: bool) -> str:
    if step_free:
        return "Der Weg hat keine Stufen."
    if is_step_free(plan, route):
        return ""
    other = route_to(plan, goal, step_free=True)
    if other is None:
        return ""
    lift = next((stop for stop in other.stops if stop.kind == LIFT), None)
    return f"Ohne Stufen kommen Sie mit dem {lift.name} hin." if lift else "Es gibt auch einen Weg ohne Stufen."


def is_step_free(plan: FloorPlan, route: Route) -> bool:
    """Return whether wheels can go this way."""
    return not any(stop.kind == STAIRS or _has_steps(plan, stop.floor, stop.at, stop.kind) for stop in route.stops)


def _has_steps(plan: FloorPlan, floor: int, at: Point, kind: str) -> bool:
    return kind == DOOR and any(door.at == at and door.has_steps for door in plan.floors[floor].doors)
