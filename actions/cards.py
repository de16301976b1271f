"""Sessions, booths and places as cards for the chat: where each field is filled."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.phrases import booths, fill, plan
from actions.wording import booth_change, change_words, short_day
from bot.german.phrases import span
from bot.programme.model import Booth, Session
from bot.venue.way import Goal


def session_card(session: Session, today: date) -> dict[str, Any]:
    """The session as a card."""
    return {
        "art": "sitzung",
        "id": session.id,
        "titel": session.title,
        "zeit": span(session.start, session.end),
        "tag": short_day(session.start, today),
        "raum": session.room,
        "vortragende": list(session.speakers),
        "format": session.kind,
        "hinweis": change_words(session),
    }


def booth_card(booth: Booth) -> dict[str, Any]:
    """The booth as a card."""
    return {
        "art": "stand",
        "nummer": booth.number,
        "name": booth.name,
        "raum": booth.room,
        "organisation": booth.organisation,
        "text": " ".join(part for part in (booth_change(booth), "" if booth.cancelled else booth.try_out) if part),
    }


def plan_card() -> dict[str, Any]:
    """The way to one's own plan: calendar file and QR code."""
    return {"art": "plan", "titel": plan.SHOW}


def map_card(goal: Goal, step_free: bool) -> dict[str, Any]:
    """The floor with the booth or room marked."""
    place = fill(booths.BOOTH_ON_MAP, number=goal.booth) if goal.booth else goal.space.name
    return {
        "art": "lageplan",
        "titel": fill(booths.MAP_TITLE, place=place, floor=goal.floor.name),
        "stand": goal.booth,
        "raum": goal.space.name,
        "stufenlos": booths.STEP_FREE if step_free else "",
        "beschreibung": fill(booths.MAP_DESCRIPTION, floor=goal.floor.name, place=place),
    }
