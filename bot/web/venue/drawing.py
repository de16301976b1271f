"""A floor as shapes to draw, in the drawing's own units: :data:`SCALE` to the metre. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.venue.geometry import Box, Point, Shape
from bot.venue.model import ENTRANCE, HALLWAY, LANDMARKS, LIFT, ROOM, STAIRS, Door, Floor, FloorPlan, anchor
from bot.venue.placing import Placed
from bot.venue.route import Route

SCALE = 20
MARGIN = 1.5  # metres around the building
DOOR_HALF, ENTRANCE_HALF = 0.7, 1.6  # metres
LETTER = 0.62  # metres: how wide a letter of a room's name is
MOST_LETTERS = 16


@dataclass(frozen=True)
class DrawnLine:
    """From one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Area:
    """A space or fixture: its kind names the CSS class; ``label`` are the lines of its name."""

    kind: str
    name: str
    anchor: str
    points: str
    x: float
    y: float
    label: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoothMark:
    """A booth: a box with its number in the middle."""

    number: str
    x: float
    y: float
    width: float
    height: float
    is_exact: bool

    @property
    def anchor(self) -> str:
        """Its address on the page."""
        return anchor(self.number)


@dataclass(frozen=True)
class Sign:
    """A symbol for something to find one's way by."""

    kind: str
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class FloorDrawing:
    """Everything on one floor; ``view`` is the SVG's viewBox, the same for all floors."""

    view: str
    outline: str
    spaces: tuple[Area, ...]
    fixtures: tuple[Area, ...]
    doors: tuple[DrawnLine, ...]
    booths: tuple[BoothMark, ...]
    signs: tuple[Sign, ...]


def draw(plan: FloorPlan, floor: Floor, placed: Mapping[str, Placed]) -> FloorDrawing:
    """The floor with the booths that stand on it."""
    entrances = [mark for mark in floor.landmarks if mark.kind == ENTRANCE]
    gaps = [_gap(floor, door, DOOR_HALF) for door in floor.doors]
    gaps += [_gap(floor, Door(mark.at), ENTRANCE_HALF) for mark in entrances]
    return FloorDrawing(
        view=view_box(plan),
        outline=_points(floor.outline),
        spaces=tuple(_space_areas(floor)),
        fixtures=tuple(_area(each.kind, each.name, each.shape, each.shape.box.centre) for each in floor.fixtures),
        doors=tuple(gap for gap in gaps if gap is not None),
        booths=tuple(_booth(each) for each in placed.values() if each.floor == floor),
        signs=tuple(Sign(mark.kind, mark.name, *_sign_at(floor, mark.kind, mark.at)) for mark in floor.landmarks),
    )


def view_box(plan: FloorPlan) -> str:
    """The frame that holds every floor, so that nothing jumps from floor to floor."""
    boxes = [floor.outline.box for floor in plan.floors]
    left, top = min(box.left for box in boxes) - MARGIN, min(box.top for box in boxes) - MARGIN
    width = max(box.right for box in boxes) + MARGIN - left
    height = max(box.bottom for box in boxes) + MARGIN - top
    return " ".join(map(_number, (left, top, width, height)))


def route_points(plan: FloorPlan, route: Route, floor: Floor) -> str:
    """The part of a way on this floor as a polyline's points; "" when it has none."""
    number = plan.floors.index(floor)
    stops = [stop.at for stop in route.stops if stop.floor == number]
    return _joined(stops) if len(stops) > 1 else ""


def _space_areas(floor: Floor) -> Iterable[Area]:
    for space in floor.spaces:
        inside = {mark.kind for mark in floor.landmarks if space.shape.contains(mark.at)}
        connection = next((kind for kind in (STAIRS, LIFT) if kind in inside and space.kind not in (ROOM, HALLWAY)), "")
        # A sign says what its room is: a name beside it would say it twice.
        is_told = space.kind != ROOM and bool(inside & set(LANDMARKS))
        name = "" if is_told else space.name
        yield _area(f"{space.kind} {connection}".strip(), space.name, space.shape, space.label_at, name)


def _area(kind: str, name: str, shape: Shape, at: Point, shown: str | None = None) -> Area:
    label = tuple(_label_lines(name if shown is None else shown, shape.box))
    return Area(kind, name, anchor(name), _points(shape), _scaled(at.x), _scaled(at.y), label)


def _label_lines(name: str, box: Box) -> Sequence[str]:
    """The name in one line where it fits, else a line a word."""
    if not name:
        return ()
    # half a metre: a name must not touch the walls
    fits = len(name) * LETTER < box.width - 0.5 and len(name) <= MOST_LETTERS
    return (name,) if fits else name.split()


def _sign_at(floor: Floor, kind: str, at: Point) -> tuple[float, float]:
    """Where the symbol stands: an entrance's arrow outside, before the door."""
    below = 1.0 if kind == ENTRANCE and not floor.outline.contains(at.plus(Point(0, 0.5))) else 0.0
    return _scaled(at.x), _scaled(at.y + below)


def _booth(placed: Placed) -> BoothMark:
    box = placed.shape.box
    return BoothMark(
        placed.number, _scaled(box.left), _scaled(box.top), _scaled(box.width), _scaled(box.height), placed.is_exact
    )


def _gap(floor: Floor, door: Door, half: float) -> DrawnLine | None:
    """The opening that a door makes in its wall."""
    shapes = [*(space.shape for space in floor.spaces), floor.outline]
    walls = [edge for shape in shapes if shape.touches(door.at) for edge in shape.edges if _on(edge, door.at)]
    if not walls:
        return None
    start, end = walls[0]
    along, length = start.towards(end), start.distance(end)
    way = Point(along.x / length, along.y / length)
    one, other = door.at.plus(way, -half), door.at.plus(way, half)
    return DrawnLine(_scaled(one.x), _scaled(one.y), _scaled(other.x), _scaled(other.y))


def _on(edge: tuple[Point, Point], point: Point) -> bool:
    return edge[0].distance(point) + point.distance(edge[1]) - edge[0].distance(edge[1]) < 1e-6


def _points(shape: Shape) -> str:
    return _joined(shape.corners)


def _joined(points: Iterable[Point]) -> str:
    return " ".join(f"{_number(point.x)},{_number(point.y)}" for point in points)


def _scaled(metres: float) -> float:
    return round(metres * SCALE, 1)


def _number(metres: float) -> str:
    return f"{metres * SCALE:g}"
