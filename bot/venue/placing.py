"""Place the booths of the live programme: on their spot of the plan or, once moved, on a free place in their room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.programme.model import Booth
from bot.venue.geometry import Box, Point, Shape, rectangle_at
from bot.venue.model import Floor, FloorPlan, Space, anchor

SIZE = (3.0, 2.0)  # metres of a booth whose place the plan does not know
GRID = 0.5
DOORWAY, AISLE = 1.5, 0.5  # metres kept free before doors, and around everything else


@dataclass(frozen=True)
class Placed:
    """A booth on the plan; ``is_exact`` is False when only its room is known and the place is a guess."""

    number: str
    floor: Floor
    space: Space
    shape: Shape
    is_exact: bool


def place_booths(plan: FloorPlan, booths: Iterable[Booth]) -> dict[str, Placed]:
    """Return the booths that take place and have a room on the plan, by number."""
    present = [booth for booth in booths if not booth.cancelled]
    exact = {booth.number: placed for booth in present if (placed := _on_its_spot(plan, booth)) is not None}
    # Booths with a spot first: the others must find what is free after that.
    for booth in present:
        if booth.number not in exact and (placed := _in_its_room(plan, booth, exact)) is not None:
            exact[booth.number] = placed
    return {booth.number: exact[booth.number] for booth in present if booth.number in exact}


def _on_its_spot(plan: FloorPlan, booth: Booth) -> Placed | None:
    found = plan.spot(booth.number)
    if found is None:
        return None
    floor, spot = found
    space = floor.space_at(spot.shape.box.centre)
    # Moved to another room on the day: its spot on the plan is out of date.
    if space is None or (booth.room and anchor(space.name).casefold() != anchor(booth.room).casefold()):
        return None
    return Placed(booth.number, floor, space, spot.shape, is_exact=True)


def _in_its_room(plan: FloorPlan, booth: Booth, placed: Mapping[str, Placed]) -> Placed | None:
    found = plan.space(booth.room) if booth.room else None
    if found is None:
        return None
    floor, space = found
    others = [each.shape.box for each in placed.values() if each.floor == floor]
    return Placed(booth.number, floor, space, _free_place(floor, space, others), is_exact=False)


def _free_place(floor: Floor, space: Space, booths: Sequence[Box]) -> Shape:
    """Return the first place clear of booths, doors and labels; in a full room the one of its label."""
    taken = [*_around(booths, AISLE), *_kept_free(floor)]
    for centre in _grid(space.shape.box):
        place = rectangle_at(centre, *SIZE)
        if not any(_meet(place.box, box) for box in taken) and space.shape.holds(place):
            return place
    return rectangle_at(space.label_at, *SIZE)


def _kept_free(floor: Floor) -> Iterator[Box]:
    yield from _around((fixture.shape.box for fixture in floor.fixtures), AISLE)
    yield from _around((Box(*door.at, *door.at) for door in floor.doors), DOORWAY)
    yield from _around((Box(*mark.at, *mark.at) for mark in floor.landmarks), DOORWAY)
    # The room's name on the drawing must stay readable.
    yield from (rectangle_at(space.label_at, 8, 2).box for space in floor.spaces)


def _around(boxes: Iterable[Box], metres: float) -> Iterator[Box]:
    return (Box(box.left - metres, box.top - metres, box.right + metres, box.bottom + metres) for box in boxes)


def _grid(box: Box) -> Iterator[Point]:
    for row in range(int(box.height / GRID) + 1):
        for column in range(int(box.width / GRID) + 1):
            yield Point(box.left + column * GRID, box.top + row * GRID)


def _meet(one: Box, other: Box) -> bool:
    common = one.common(other)
    return common.width > 0 and common.height > 0
