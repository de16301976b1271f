"""Room names: map other names to the one in messe.yml, and add rooms that only the programme knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.fair.model import Place

_WORDS = re.compile(r"\w+")


def find_room(name: str, rooms: Iterable[Place]) -> Place | None:
    """Return the room called ``name``, by its own name first, then by its others; letter case does not matter."""
    wanted = _fold(name)
    places = list(rooms)
    # A room's own name wins over another room's nickname.
    by_name = (place for place in places if _fold(place.name) == wanted)
    by_other_name = (place for place in places if wanted in map(_fold, place.also))
    return next(by_name, None) or next(by_other_name, None)


def room_called(text: str, rooms: Iterable[Place]) -> str:
    """Return the name of the first room that a word in ``text`` names („Was läuft im Saal?“); "" for none."""
    places = list(rooms)
    found = (find_room(word, places) for word in _WORDS.findall(text))
    return next((place.name for place in found if place is not None), "")


def settle_room(name: str, rooms: Iterable[Place]) -> str:
    """Return the room's name as messe.yml writes it; an unknown name stays as it is."""
    place = find_room(name, rooms)
    return place.name if place is not None else name


def add_unknown_rooms(rooms: Sequence[Place], names: Iterable[str]) -> tuple[Place, ...]:
    """Return ``rooms`` and behind them a bare place for every other name, in order of appearance."""
    all_rooms = list(rooms)
    for name in names:
        if name and find_room(name, all_rooms) is None:
            all_rooms.append(Place(name=name))
    return tuple(all_rooms)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
