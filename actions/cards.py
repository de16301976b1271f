"""Sessions, booths and places as cards: where each field of :mod:`bot.dialogue.cards` is filled."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.phrases import booths, fill, plan
from actions.wording import booth_change, change_words, short_day
from bot.dialogue.cards import BoothCard, MapCard, PlanCard, SessionCard
from bot.german.phrases import span
from bot.programme.model import Booth, Session
from bot.venue.way import Goal


def session_card(session: Session, today: date) -> dict[str, Any]:
    """The session as a card."""
    return SessionCard(
        id=session.id,
        titel=session.title,
        zeit=span(session.start, session.end),
        tag=short_day(session.start, today),
        raum=session.room,
        vortragende=list(session.speakers),
        format=session.kind,
        hinweis=change_words(session),
    ).as_message()


def booth_card(booth: Booth) -> dict[str, Any]:
    """The booth as a card."""
    return BoothCard(
        nummer=booth.number,
        name=booth.name,
        raum=booth.room,
        organisation=booth.organisation,
        text=" ".join(part for part in (booth_change(booth), "" if booth.cancelled else booth.try_out) if part),
    ).as_message()


def plan_card() -> dict[str, Any]:
    """The way to one's own plan."""
    return PlanCard(titel=plan.SHOW).as_message()


def map_card(goal: Goal, step_free: bool) -> dict[str, Any]:
    """The floor with the booth or room marked."""
    place = fill(booths.BOOTH_ON_MAP, number=goal.booth) if goal.booth else goal.space.name
    return MapCard(
        titel=fill(booths.MAP_TITLE, place=place, floor=goal.floor.name),
        stand=goal.booth,
        raum=goal.space.name,
        stufenlos=booths.STEP_FREE if step_free else "",
        beschreibung=fill(booths.MAP_DESCRIPTION, floor=goal.floor.name, place=place),
    ).as_message()
