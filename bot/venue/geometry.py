"""Points and polygons on the plan's grid. Units are metres; x grows to the east, y to the south.

Areas are compared by sampling points a quarter of a metre apart: walls may run at any angle, and overlaps smaller than
that are no fault of a plan drawn by hand. A geometry library would bring a compiled dependency for these few functions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

STEP = 0.25
_TOLERANCE = 1e-6
_NUMBER = r"\d{1,4}(?:\.\d{1,3})?"
_RECTANGLE = re.compile(rf"^({_NUMBER}) +({_NUMBER}) +({_NUMBER}) +({_NUMBER})$")
_POINT = re.compile(rf"^({_NUMBER})[, ] *({_NUMBER})$")


class Point(NamedTuple):
    """A place on a floor, or a direction."""

    x: float
    y: float

    def plus(self, other: Point, times: float = 1.0) -> Point:
        """Return this point moved by ``times`` the other."""
        return Point(self.x + other.x * times, self.y + other.y * times)

    def towards(self, other: Point) -> Point:
        """Return the vector from this point to the other."""
        return Point(other.x - self.x, other.y - self.y)

    def distance(self, other: Point) -> float:
        """Return the distance in metres as the crow flies."""
        return math.hypot(other.x - self.x, other.y - self.y)


def turn(heading: Point, to: Point) -> float:
    """Return degrees from one direction to another, -180 to 180: 0 is straight on, positive is to the right."""
    cross = heading.x * to.y - heading.y * to.x
    return math.degrees(math.atan2(cross, heading.x * to.x + heading.y * to.y))


@dataclass(frozen=True)
class Box:
    """An upright rectangle; ``left`` ≤ ``right`` and ``top`` ≤ ``bottom``, save for the result of :meth:`common`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Metres from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Metres from top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def is_near(self, point: Point) -> bool:
        """Return whether the point lies inside or on a side, within a millionth of a metre."""
        return (
            self.left - _TOLERANCE < point.x < self.right + _TOLERANCE
            and self.top - _TOLERANCE < point.y < self.bottom + _TOLERANCE
        )

    def common(self, other: Box) -> Box:
        """Return the intersection; its sides are in the wrong order when the boxes do not meet."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def samples(self) -> Iterator[Point]:
        """Yield points :data:`STEP` apart, none on the sides."""
        for row in range(round(self.height / STEP)):
            for column in range(round(self.width / STEP)):
                yield Point(self.left + (column + 0.5) * STEP, self.top + (row + 0.5) * STEP)


@dataclass(frozen=True)
class Shape:
    """A polygon without holes; its last corner is joined to the first."""

    corners: tuple[Point, ...]

    @cached_property
    def box(self) -> Box:
        """The smallest upright rectangle around it."""
        xs, ys = [corner.x for corner in self.corners], [corner.y for corner in self.corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @cached_property
    def edges(self) -> list[tuple[Point, Point]]:
        """The sides as pairs of corners."""
        return list(zip(self.corners, self.corners[1:] + self.corners[:1], strict=True))

    @property
    def area(self) -> float:
        """Square metres, positive whatever the direction of the corners."""
        return abs(self._signed_area())

    def _signed_area(self) -> float:
        # The shoelace formula.
        return sum(a.x * b.y - b.x * a.y for a, b in self.edges) / 2

    def touches(self, point: Point) -> bool:
        """Return whether the point lies on the outline."""
        return any(_on_segment(point, a, b) for a, b in self.edges)

    def contains(self, point: Point) -> bool:
        """Return whether the point lies inside or on the outline."""
        if not self.box.is_near(point):
            return False
        inside = False
        for a, b in self.edges:
            if (a.y > point.y) != (b.y > point.y) and point.x < a.x + (point.y - a.y) * (b.x - a.x) / (b.y - a.y):
                inside = not inside
        return inside or self.touches(point)

    def holds(self, other: Shape) -> bool:
        """Return whether the other lies wholly inside; without holes, its sides decide that."""
        return all(self.sees(a, b) for a, b in other.edges)

    def overlaps(self, other: Shape) -> bool:
        """Return whether both have ground in common; a common wall is none."""
        common = self.box.common(other.box)
        return any(self.contains(point) and other.contains(point) for point in common.samples())

    def samples(self) -> Iterator[Point]:
        """Yield points inside, :data:`STEP` apart."""
        return (point for point in self.box.samples() if self.contains(point))

    def sees(self, one: Point, other: Point) -> bool:
        """Return whether the straight way from one point to another stays inside."""
        steps = max(1, math.ceil(one.distance(other) / STEP))
        way = one.towards(other)
        return all(self.contains(one.plus(way, step / steps)) for step in range(steps + 1))

    def inner_corners(self, inset: float) -> list[Point]:
        """Return points beside the corners that jut into the area, ``inset`` away from both walls: where ways bend."""
        # Corners may run either way round; the sign tells on which side the inside lies.
        sign = 1 if self._signed_area() > 0 else -1
        found = []
        for before, corner, after in zip(
            self.corners[-1:] + self.corners[:-1], self.corners, self.corners[1:] + self.corners[:1], strict=True
        ):
            first, second = _unit(before.towards(corner)), _unit(corner.towards(after))
            if sign * (first.x * second.y - first.y * second.x) < -_TOLERANCE:
                found.append(corner.plus(first, inset).plus(second, -inset))
        return found

    @cached_property
    def middle(self) -> Point:
        """A good place for a name: the middle if that is inside, else the inner point farthest from the walls."""
        if self.contains(self.box.centre):
            return self.box.centre
        return max(self.samples(), key=self._room_around, default=self.corners[0])

    def _room_around(self, point: Point) -> float:
        return min(_distance_to_segment(point, a, b) for a, b in self.edges)


def read_shape(text: str) -> Shape:
    """Read ``"x y Breite Höhe"`` or three and more corners ``"0,0 36,0 36,20"``.

    Raises:
        ValueError: the text is neither, or encloses nothing.
    """
    match = _RECTANGLE.match(text.strip())
    shape = _rectangle(*map(float, match.groups())) if match else Shape(tuple(map(read_point, text.split())))
    if len(shape.corners) < 3 or shape.area < STEP * STEP:
        raise ValueError(text)
    return shape


def read_point(text: str) -> Point:
    """Read ``"12 4.5"`` or ``"12,4.5"``.

    Raises:
        ValueError: the text is no point.
    """
    match = _POINT.match(text.strip())
    if match is None:
        raise ValueError(text)
    return Point(float(match.group(1)), float(match.group(2)))


def _rectangle(x: float, y: float, width: float, height: float) -> Shape:
    return Shape((Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)))


def rectangle_at(centre: Point, width: float, height: float) -> Shape:
    """Return an upright rectangle around a point."""
    return _rectangle(centre.x - width / 2, centre.y - height / 2, width, height)


def _unit(vector: Point) -> Point:
    length = math.hypot(*vector) or 1.0
    return Point(vector.x / length, vector.y / length)


def _on_segment(point: Point, a: Point, b: Point) -> bool:
    # Most points are nowhere near: asking that first halves the time of checking a plan.
    if not (min(a.x, b.x) - _TOLERANCE < point.x < max(a.x, b.x) + _TOLERANCE):
        return False
    if not (min(a.y, b.y) - _TOLERANCE < point.y < max(a.y, b.y) + _TOLERANCE):
        return False
    return _distance_to_segment(point, a, b) < _TOLERANCE


def _distance_to_segment(point: Point, a: Point, b: Point) -> float:
    along, to = a.towards(b), a.towards(point)
    length = along.x**2 + along.y**2
    share = min(1.0, max(0.0, (to.x * along.x + to.y * along.y) / length)) if length else 0.0
    return point.distance(a.plus(along, share))
