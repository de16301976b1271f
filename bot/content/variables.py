"""The fair's facts as variables for answers: ``{ort}``, ``{oeffnungszeiten}``, ``{heute}`` and all of ``angaben``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.fair.model import Fair, FairDay
from bot.german.phrases import clock_time, day_name, hours, join_words

_VARIABLE = re.compile(r"\{([a-z_0-9]+)\}")


def fair_variables(fair: Fair, now: datetime) -> dict[str, str]:
    """Return all variables with their text at ``now`` (aware datetime)."""
    return {
        # First, so that a fact cannot replace one of the names below.
        **fair.facts,
        "name": fair.name,
        "motto": fair.motto,
        "veranstalter": fair.organiser,
        "zielgruppe": fair.audience,
        "ort": fair.venue,
        "adresse": fair.address,
        "termin": ", und ".join(day_name(day.opens) for day in fair.days),
        "oeffnungszeiten": opening_hours(fair),
        "uhrzeit": clock_time(now),
        "heute": today_sentence(fair, now),
        "infostand": fair.contact.desk,
        "telefon": fair.contact.phone,
        "mail": fair.contact.mail,
        "raeume": rooms_by_floor(fair),
        "chat_loeschfrist": retention(fair),
    }


def fill_in(text: str, variables: Mapping[str, str]) -> str:
    """Replace each known ``{variable}``; an unknown one stays visible, so that it is noticed."""
    return _VARIABLE.sub(lambda match: variables.get(match.group(1), match.group(0)), text)


def opening_hours(fair: Fair) -> str:
    """List the fair's hours: ``Mittwoch, 14. Mai 2025, von 9:00 bis 16:30 Uhr, und …``."""
    return ", und ".join(f"{day_name(day.opens)}, von {hours(day.opens, day.closes)}" for day in fair.days)


def today_sentence(fair: Fair, now: datetime) -> str:
    """Return a sentence on whether the fair is open at ``now``, and when it opens next."""
    today = fair.day_of(now.date())
    if today and now < today.opens:
        return f"Heute ist von {hours(today.opens, today.closes)} geöffnet."
    if today and now < today.closes:
        return f"Heute ist noch bis {clock_time(today.closes)} Uhr geöffnet."
    following = next((day for day in fair.days if day.opens > now), None)
    if following is None:
        return "Die Messe ist vorbei."
    return _next_opening(following, now)


def _next_opening(day: FairDay, now: datetime) -> str:
    span = hours(day.opens, day.closes)
    if (day.day - now.date()).days == 1:
        return f"Morgen ist von {span} geöffnet."
    return f"Die Messe beginnt am {day_name(day.opens)}: Geöffnet ist dann von {span}."


def retention(fair: Fair) -> str:
    """Return how long chats are kept: ``nach 14 Tagen``."""
    return "nach einem Tag" if fair.retention_days == 1 else f"nach {fair.retention_days} Tagen"


def rooms_by_floor(fair: Fair) -> str:
    """List the rooms by floor: ``Erdgeschoss: Foyer und Bibliothek; 1. Obergeschoss: Großer Saal; …``."""
    floors: dict[str, list[str]] = {}
    for room in fair.rooms:
        floors.setdefault(room.floor, []).append(room.name)
    return "; ".join(f"{floor}: {join_words(names)}" for floor, names in floors.items())
