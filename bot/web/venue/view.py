"""The plan with the live programme: what stands on each floor, and what is told about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.fair.model import Fair, settle_room
from bot.german.phrases import clock_time, in_room, relative_day, span
from bot.programme.exports.now_next import now_and_next
from bot.programme.model import Booth, Catalogue, Session
from bot.venue.model import LANDMARKS, ROOM, Floor, FloorPlan, Landmark, Space, anchor
from bot.venue.placing import Placed, place_booths
from bot.venue.way import booth_goal, room_goal, way_text
from bot.web.venue.drawing import FloorDrawing, draw


@dataclass(frozen=True)
class Programme:
    """A session on in a room: ``when`` is „Jetzt bis 10:45 Uhr“ or „Ab 11:00 Uhr“."""

    when: str
    title: str
    link: str


@dataclass(frozen=True)
class PlaceEntry:
    """A room or booth in words. ``name`` is the room's name or the booth's number."""

    name: str
    title: str
    facts: tuple[str, ...] = ()
    text: str = ""
    notice: str = ""
    way: str = ""
    programme: tuple[Programme, ...] = ()

    @property
    def anchor(self) -> str:
        """Its address on the map."""
        return anchor(self.name)

    @property
    def text_anchor(self) -> str:
        """The address of these words."""
        return f"text-{self.anchor}"


@dataclass(frozen=True)
class FloorView:
    """One floor: the drawing, its booths and rooms in words, and its landmarks by name."""

    key: str
    name: str
    short: str
    drawing: FloorDrawing
    rooms: tuple[PlaceEntry, ...]
    booths: tuple[PlaceEntry, ...]
    signs: tuple[str, ...]

    @property
    def titles(self) -> dict[str, str]:
        """Booth number → what its link on the map is called."""
        return {booth.name: booth.title for booth in self.booths}


@dataclass(frozen=True)
class MapView:
    """The whole plan; ``elsewhere`` are booths that it cannot show, and why."""

    floors: tuple[FloorView, ...]
    elsewhere: tuple[PlaceEntry, ...]
    legend: tuple[tuple[str, str], ...]


def map_view(plan: FloorPlan, catalogue: Catalogue, fair: Fair, now: datetime) -> MapView:
    """The plan as of now."""
    placed = place_booths(plan, catalogue.booths)
    maker = _Maker(plan, catalogue, fair, now)
    floors = tuple(maker.floor(floor, placed) for floor in plan.floors)
    elsewhere = tuple(maker.booth(booth, None) for booth in catalogue.booths if booth.number not in placed)
    used = {mark.kind for floor in plan.floors for mark in floor.landmarks}
    return MapView(floors, elsewhere, tuple((kind, name) for kind, name in LANDMARKS.items() if kind in used))


def sign_words(marks: Iterable[Landmark]) -> tuple[str, ...]:
    """The landmarks of a floor, each once."""
    return tuple(dict.fromkeys(mark.name for mark in marks))


class _Maker:
    """Puts rooms and booths into words."""

    def __init__(self, plan: FloorPlan, catalogue: Catalogue, fair: Fair, now: datetime) -> None:
        self._plan, self._catalogue, self._fair, self._now = plan, catalogue, fair, now
        self._state = now_and_next(catalogue, now)

    def floor(self, floor: Floor, placed: dict[str, Placed]) -> FloorView:
        """Return a floor with its drawing, booths and rooms."""
        here = [booth for booth in self._catalogue.booths if booth.number in placed]
        booths = [self.booth(each, placed[each.number]) for each in here if placed[each.number].floor == floor]
        rooms = tuple(self.room(space) for space in floor.spaces if space.kind == ROOM)
        drawing = draw(self._plan, floor, placed)
        return FloorView(floor.key, floor.name, floor.short, drawing, rooms, tuple(booths), sign_words(floor.landmarks))

    def room(self, space: Space) -> PlaceEntry:
        """One room with what is on there now and next."""
        goal = room_goal(self._plan, space.name)
        way = way_text(self._plan, goal, step_free=False) if goal else ""
        return PlaceEntry(space.name, space.name, way=way, programme=tuple(self._on_in(space.name)))

    def booth(self, booth: Booth, placed: Placed | None) -> PlaceEntry:
        """Return a booth in words; ``placed`` is None where the plan does not show it."""
        return PlaceEntry(
            name=booth.number,
            title=f"Stand {booth.number}: {booth.name}",
            facts=tuple(filter(None, [booth.room, booth.organisation, self._hours(booth)])),
            text=f"{booth.description} {f'Zum Ausprobieren: {booth.try_out}.' if booth.try_out else ''}".strip(),
            notice=_notice(booth, placed),
            way=way_text(self._plan, booth_goal(placed), step_free=False) if placed else "",
        )

    def _hours(self, booth: Booth) -> str:
        today = self._now.date()
        spans = [f"{relative_day(each.opens.date(), today)} {span(each.opens, each.closes)}" for each in booth.hours]
        return "besetzt " + " und ".join(spans) if spans else ""

    def _on_in(self, room: str) -> Iterable[Programme]:
        for session in self._state.running:
            if self._is_in(session, room):
                yield self._programme(session, f"Jetzt, bis {clock_time(session.end.astimezone(self._fair.zone))} Uhr")
        for session in self._state.following:
            if self._is_in(session, room):
                yield self._programme(session, f"Ab {clock_time(session.start.astimezone(self._fair.zone))} Uhr")

    def _is_in(self, session: Session, room: str) -> bool:
        # „Saal“ and „Großer Saal“ may be one room: sources write it as they like
        return settle_room(session.room, self._fair.rooms) == settle_room(room, self._fair.rooms)

    @staticmethod
    def _programme(session: Session, when: str) -> Programme:
        return Programme(when, session.title, f"/programm#{session.id}")


def _notice(booth: Booth, placed: Placed | None) -> str:
    """Return the changes that visitors must notice about a booth."""
    if booth.cancelled:
        return f"Der Stand fällt leider aus. {booth.note}".strip()
    moved = f"Umgezogen: jetzt {in_room(booth.room)}, nicht mehr {in_room(booth.original_room)}."
    found = [moved] if booth.original_room else []
    if placed is None:
        found.append("Auf dem Plan ist dieser Stand nicht eingezeichnet.")
    elif not placed.is_exact:
        found.append("Die genaue Stelle im Raum steht noch nicht fest.")
    return " ".join([*found, booth.note]).strip()
