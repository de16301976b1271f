"""The building as its floor plan describes it: plain values. ``line`` is a part's line in programm/raumplan.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.venue.geometry import Point, Shape

ROOM, HALLWAY, SIDE_ROOM = "raum", "flur", "nebenraum"
STAIRS, LIFT, DESK, ENTRANCE = "treppe", "aufzug", "infostand", "eingang"
CONNECTIONS = (STAIRS, LIFT)
# Kinds of landmarks: how the legend calls each.
LANDMARKS: Mapping[str, str] = {
    DESK: "Infostand",
    ENTRANCE: "Eingang",
    STAIRS: "Treppe",
    LIFT: "Aufzug",
    "toilette": "Toiletten",
    "toilette_barrierefrei": "Barrierefreie Toilette",
    "erste_hilfe": "Erste Hilfe",
    "defibrillator": "Defibrillator",
    "garderobe": "Garderobe",
    "verpflegung": "Essen und Trinken",
    "laden": "Geräte laden",
    "ruhe": "Ruhebereich",
}
FIXTURES = ("buehne", "bestuhlung", "theke", "tische", "regal")
DIRECTIONS: Mapping[str, Point] = {
    "nord": Point(0, -1),
    "ost": Point(1, 0),
    "süd": Point(0, 1),
    "west": Point(-1, 0),
}


def anchor(name: str) -> str:
    """Return the anchor of a booth or room on the page: „B3“, „Großer-Saal“. An HTML id must not have blanks."""
    return "-".join(name.split())


@dataclass(frozen=True)
class Space:
    """A room of the fair (``raum``), a hallway (``flur``) or a room outside the fair (``nebenraum``)."""

    name: str
    kind: str
    shape: Shape
    label_at: Point
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Door:
    """A door in the wall between two spaces; ``has_steps`` when wheels cannot pass."""

    at: Point
    has_steps: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Landmark:
    """A point to find one's way by; ``facing`` is the direction in which one leaves it, its wall in the back."""

    kind: str
    name: str
    at: Point
    facing: Point | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Spot:
    """The place of a booth."""

    number: str
    shape: Shape
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Fixture:
    """A stage, rows of chairs, a counter: drawn only."""

    kind: str
    name: str
    shape: Shape
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Floor:
    """A storey; ``short`` is its tab's name, such as „EG“."""

    name: str
    short: str
    outline: Shape
    spaces: tuple[Space, ...] = ()
    doors: tuple[Door, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    spots: tuple[Spot, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    line: int = field(default=0, compare=False)

    def space_at(self, point: Point) -> Space | None:
        """Return the space around a point, or None."""
        return next((space for space in self.spaces if space.shape.contains(point)), None)

    def spaces_at_door(self, door: Door) -> list[Space]:
        """Return the spaces that a door joins; a faultless door joins two."""
        return [space for space in self.spaces if space.shape.touches(door.at)]

    @property
    def key(self) -> str:
        """The floor's anchor on the page, such as „etage-EG“."""
        return "etage-" + "".join(character for character in self.short if character.isalnum())


@dataclass(frozen=True)
class FloorPlan:
    """All floors, from the lowest to the highest."""

    floors: tuple[Floor, ...]

    def spots(self) -> Iterator[tuple[Floor, Spot]]:
        """Yield all places of booths with their floors."""
        return ((floor, spot) for floor in self.floors for spot in floor.spots)

    def spot(self, number: str) -> tuple[Floor, Spot] | None:
        """Return the place of a booth and its floor, or None; letter case does not matter."""
        wanted = number.strip().casefold()
        return next((pair for pair in self.spots() if pair[1].number.casefold() == wanted), None)

    def space(self, name: str) -> tuple[Floor, Space] | None:
        """Return a room of the fair by name, else a side room of that name, else None."""
        pairs = [(floor, space) for floor in self.floors for space in floor.spaces if space.kind != HALLWAY]
        # A stable sort: rooms of the fair first, each group in the order of the floors.
        pairs.sort(key=lambda pair: pair[1].kind != ROOM)
        return next((pair for pair in pairs if anchor(pair[1].name).casefold() == anchor(name).casefold()), None)

    @property
    def desk(self) -> tuple[Floor, Landmark] | None:
        """The information desk, where ways begin; None on a plan without one."""
        pairs = ((floor, mark) for floor in self.floors for mark in floor.landmarks if mark.kind == DESK)
        return next(pairs, None)
