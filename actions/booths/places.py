"""Where a booth or room is: its place in words, the way there, and the picture of it."""

from __future__ import annotations

from dataclasses import replace

from actions.answer_context import AnswerContext
from actions.cards import map_card
from actions.phrases import booths as phrases
from actions.phrases import fill
from actions.reply import ROOM, Reference, Reply, TopicButton, payload
from actions.wording import floor_of, in_room, the_room
from bot.fair.model import Place
from bot.venue.placing import place_booths
from bot.venue.way import Goal, booth_goal, room_goal, way_text


def place_words(room: str, view: AnswerContext) -> str:
    """``im Großen Saal (2. Obergeschoss)``."""
    return f"{in_room(room)}{floor_of(view.room(room))}" if room else phrases.NO_FIXED_ROOM


def where_room(room: Place, view: AnswerContext, step_free: bool) -> Reply:
    """On which floor a room is, with the way there."""
    template = phrases.ROOM_IS_ON_FLOOR if room.floor else phrases.ROOM_IS_HERE
    button = TopicButton(phrases.WHAT_IS_ON_THERE, payload("programm_suche", raum=room.name))
    text = fill(template, room=the_room(room.name), floor=room.floor)
    return with_way(Reply(text, buttons=(button,), focus=Reference(ROOM, room.name)), room.name, "", view, step_free)


def with_way(reply: Reply, room: str, booth: str, view: AnswerContext, step_free: bool) -> Reply:
    """The reply with the way from the information desk behind its text, and the picture where there is a floor plan.

    Args:
        room: the room's name.
        booth: the booth's number; "" for a room.
        step_free: without stairs.
    """
    text = f"{reply.text} {way_to(room, booth, view, step_free)}".strip()
    goal = _goal(room, booth, view)
    if goal is None:
        return replace(reply, text=text)
    # the way is in the text too: the picture alone would tell nothing to a screen reader
    return replace(reply, text=text, intro=text, cards=(map_card(goal, step_free),))


def way_to(room: str, booth: str, view: AnswerContext, step_free: bool = False) -> str:
    """The way as the floor plan shows it; without one, what messe.yml says about the room."""
    goal = _goal(room, booth, view)
    words = way_text(view.plan, goal, step_free) if view.plan is not None and goal is not None else ""
    place = view.room(room)
    return words or (place.way if place is not None else "")


def _goal(room: str, booth: str, view: AnswerContext) -> Goal | None:
    if view.plan is None or not room:
        return None
    # by the live catalogue, not the drawing: a booth may have moved this morning
    placed = place_booths(view.plan, view.catalogue.booths).get(booth)
    return booth_goal(placed) if placed is not None else room_goal(view.plan, room)
