"""Room names: other names are led back to the one in messe.yml, unknown rooms are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.programme.model import Place


def find_room(name: str, rooms: Iterable[Place]) -> Place | None:
    """The room called ``name`` or also called so; letter case does not matter."""
    wanted = _fold(name)
    places = list(rooms)
    by_name = (place for place in places if _fold(place.name) == wanted)
    by_other_name = (place for place in places if wanted in map(_fold, place.also))
    return next(by_name, None) or next(by_other_name, None)


def settle_room(name: str, rooms: Iterable[Place]) -> str:
    """The name of the room as messe.yml writes it; an unknown name stays as it is."""
    place = find_room(name, rooms)
    return place.name if place is not None else name


def add_unknown_rooms(rooms: Sequence[Place], names: Iterable[str]) -> tuple[Place, ...]:
    """``rooms`` and behind them a bare place for every other name, in order of appearance."""
    all_rooms = list(rooms)
    for name in names:
        if name and find_room(name, all_rooms) is None:
            all_rooms.append(Place(name=name))
    return tuple(all_rooms)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
