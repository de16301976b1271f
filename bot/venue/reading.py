"""Decode programm/raumplan.yml into a :class:`FloorPlan`. Every entry is described in docs/raumplan.md."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from bot.core.errors import ContentError
from bot.core.yaml_reader import Entry, load_yaml
from bot.venue.geometry import Point, Shape, read_point, read_shape
from bot.venue.model import (
    CONNECTIONS,
    DESK,
    DIRECTIONS,
    FIXTURES,
    HALLWAY,
    LANDMARKS,
    ROOM,
    SIDE_ROOM,
    Door,
    Fixture,
    Floor,
    FloorPlan,
    Landmark,
    Space,
    Spot,
)

logger = logging.getLogger(__name__)
PLAN_FILE = "programm/raumplan.yml"
SPACE_LISTS = {"raeume": ROOM, "flure": HALLWAY, "nebenraeume": SIDE_ROOM}
FLOOR_KEYS = ("name", "kurz", "umriss", *SPACE_LISTS, "tueren", "tueren_mit_stufen", "orte", "staende", "einbauten")
NO_SHAPE = "keine Fläche"
SHAPE_REMEDY = "bitte „x y Breite Höhe“ schreiben, etwa 12 0 6 4, oder mindestens drei Ecken „0,0 6,0 6,4“"
POINT_REMEDY = "bitte „x y“ schreiben, etwa 12 4.5"
# Stands in for what cannot be read, so that reading goes on and reports every fault at once.
_NOWHERE = Point(0, 0)
_NOTHING = Shape((_NOWHERE, _NOWHERE, _NOWHERE))
T = TypeVar("T")


def read_plan(path: Path) -> FloorPlan:
    """Read the plan.

    Raises:
        ContentError: with every entry that cannot be read; contradictions are for :mod:`bot.venue.checks`.
    """
    return decode_plan(load_yaml(path))


def decode_plan(entry: Entry) -> FloorPlan:
    """Decode the plan in a parsed file; see :func:`read_plan`."""
    entry.allow_only(["etagen"])
    floors = tuple(_read_floor(item) for item in entry.entries("etagen"))
    if not floors:
        entry.report_at("etagen", "Es gibt keine Etage", "bitte unter „etagen“ mindestens eine eintragen")
    entry.raise_problems()
    return FloorPlan(floors)


def _read_floor(entry: Entry) -> Floor:
    entry.allow_only(FLOOR_KEYS)
    name = entry.text("name")
    return Floor(
        name=name,
        short=entry.text("kurz", name),
        outline=_shape(entry, "umriss"),
        spaces=tuple(_read_space(item, kind) for key, kind in SPACE_LISTS.items() for item in entry.entries(key)),
        doors=(*_read_doors(entry, "tueren", False), *_read_doors(entry, "tueren_mit_stufen", True)),
        landmarks=tuple(_read_landmark(item) for item in entry.entries("orte")),
        spots=tuple(_read_spot(item) for item in entry.entries("staende")),
        fixtures=tuple(_read_fixture(item) for item in entry.entries("einbauten")),
        line=entry.line,
    )


def _read_space(entry: Entry, kind: str) -> Space:
    entry.allow_only(["name", "flaeche", "schild"])
    shape = _shape(entry, "flaeche")
    label_at = _point(entry, "schild") if entry.has("schild") else shape.middle
    return Space(entry.text("name"), kind, shape, label_at, entry.line)


def _read_doors(entry: Entry, key: str, has_steps: bool) -> Iterable[Door]:
    for text, line in entry.located_texts(key):
        try:
            yield Door(read_point(text), has_steps, line)
        except ValueError:
            entry.report_line(line, f"„{text}“ ist kein Punkt", POINT_REMEDY)


def _read_landmark(entry: Entry) -> Landmark:
    entry.allow_only(["art", "name", "bei", "blick"])
    kind = _one_of(entry, "art", LANDMARKS)
    facing = DIRECTIONS.get(_one_of(entry, "blick", DIRECTIONS)) if entry.has("blick") else None
    # Directions in words start from here; without a heading, „nach links“ means nothing.
    if facing is None and kind in (*CONNECTIONS, DESK) and not entry.has("blick"):
        remedy = "bitte „blick: " + "“, „".join(DIRECTIONS) + "“ ergänzen: wohin man beim Weggehen schaut"
        entry.report(f"„blick“ fehlt beim Ort „{kind}“", remedy)
    return Landmark(kind, entry.text("name", LANDMARKS.get(kind, kind)), _point(entry, "bei"), facing, entry.line)


def _read_spot(entry: Entry) -> Spot:
    entry.allow_only(["nummer", "flaeche"])
    return Spot(entry.text("nummer"), _shape(entry, "flaeche"), entry.line)


def _read_fixture(entry: Entry) -> Fixture:
    entry.allow_only(["art", "name", "flaeche"])
    return Fixture(_one_of(entry, "art", FIXTURES), entry.text("name", ""), _shape(entry, "flaeche"), entry.line)


def _one_of(entry: Entry, key: str, known: Iterable[str]) -> str:
    value = entry.text(key)
    if value and value not in known:
        entry.report_at(key, f"„{key}: {value}“ ist unbekannt", "möglich sind: " + ", ".join(known))
    return value


def _shape(entry: Entry, key: str) -> Shape:
    return _converted(entry, key, read_shape, _NOTHING, (NO_SHAPE, SHAPE_REMEDY))


def _point(entry: Entry, key: str) -> Point:
    return _converted(entry, key, read_point, _NOWHERE, ("kein Punkt", POINT_REMEDY))


def _converted(entry: Entry, key: str, convert: Callable[[str], T], default: T, words: tuple[str, str]) -> T:
    text = entry.text(key)
    try:
        return convert(text) if text else default
    except ValueError:
        entry.report_at(key, f"„{key}: {text}“ ist {words[0]}", words[1])
        return default


class LiveFloorPlan:
    """The plan as its file says now; a faulty one leaves the last good one in force. Without a file there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._plan: FloorPlan | None = None

    @property
    def current(self) -> FloorPlan | None:
        """The plan by the latest good version of the file, or None."""
        try:
            status = self._path.stat()
        except OSError:
            self._stamp = self._plan = None
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._stamp:
            self._stamp = stamp
            self._read()
        return self._plan

    def _read(self) -> None:
        try:
            self._plan = read_plan(self._path)
        except ContentError as error:
            logger.warning("Der Raumplan ist fehlerhaft, die letzte gute Fassung gilt weiter: %s", error)
