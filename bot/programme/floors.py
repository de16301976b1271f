"""Floors as visitors name them: „im Keller“, „erster Stock“, „2. OG“, „untergeschos“."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.fair.model import Place

_ORDINALS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5}
_UPPER = r"(?P<number>\d|erst|zweit|dritt|viert|fünft)\w*\.?\s*(?:stock\w*|etage|og|obergescho\w*)"
_FLOOR = re.compile(
    rf"\b(?:(?P<below>unterg\w*scho\w*|kellergescho\w*|keller|ug|souterrain)|(?P<ground>erdgescho\w*|eg|parterre)|{_UPPER})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NamedFloor:
    """A floor named in a text: its name in messe.yml, its rooms, and the characters that name it."""

    name: str
    rooms: frozenset[str]
    span: tuple[int, int]


def floor_in(text: str, rooms: Iterable[Place]) -> NamedFloor | None:
    """Return the first floor that the text names and that has rooms, or None."""
    places = list(rooms)
    for match in _FLOOR.finditer(text):
        # Compared by level, as houses call the same floor „Untergeschoss“, „Keller“ or „UG“.
        there = [place for place in places if place.floor and _level(place.floor) == _level_of(match)]
        if there:
            return NamedFloor(there[0].floor, frozenset(place.name for place in there), match.span())
    return None


def _level(name: str) -> int | None:
    match = _FLOOR.search(name)
    return _level_of(match) if match else None


def _level_of(match: re.Match[str]) -> int:
    if match["below"] or match["ground"]:
        return -1 if match["below"] else 0
    number = match["number"].casefold()
    return _ORDINALS.get(number) or int(number)
