"""The way to a booth or room in words, and its picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.answer_context import AnswerContext
from actions.reply import Reply
from bot.venue.placing import place_booths
from bot.venue.way import Goal, booth_goal, room_goal, way_text


def with_way(reply: Reply, room: str, booth: str, view: AnswerContext, step_free: bool) -> Reply:
    """The reply with the way from the information desk behind its text, and the picture where there is a plan.

    Args:
        room: the room's name.
        booth: the booth's number; "" for a room.
        step_free: without stairs.
    """
    text = f"{reply.text} {way_to(room, booth, view, step_free)}".strip()
    goal = _goal(room, booth, view)
    if goal is None:
        return replace(reply, text=text)
    return replace(reply, text=text, intro=text, cards=(_map_card(goal, step_free),))


def way_to(room: str, booth: str, view: AnswerContext, step_free: bool = False) -> str:
    """The way as the plan shows it; without a plan, what messe.yml says about the room."""
    goal = _goal(room, booth, view)
    words = way_text(view.plan, goal, step_free) if view.plan is not None and goal is not None else ""
    place = view.room(room)
    return words or (place.way if place is not None else "")


def _goal(room: str, booth: str, view: AnswerContext) -> Goal | None:
    if view.plan is None or not room:
        return None
    placed = place_booths(view.plan, view.catalogue.booths).get(booth)
    return booth_goal(placed) if placed is not None else room_goal(view.plan, room)


def _map_card(goal: Goal, step_free: bool) -> dict[str, Any]:
    what = f"Stand {goal.booth}" if goal.booth else goal.space.name
    return {
        "art": "lageplan",
        "titel": f"{what}, {goal.floor.name}",
        "stand": goal.booth,
        "raum": goal.space.name,
        "stufenlos": "ja" if step_free else "",
        "beschreibung": f"Grundriss {goal.floor.name}, markiert: {what}. Der Weg dorthin steht im Text.",
    }
