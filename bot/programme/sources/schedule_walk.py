"""Find the events in a schedule.json: the official nesting and others met in the wild."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.programme.sources.schedule_values import day_of, items_of, text_of

Json = Mapping[str, object]
LINE = "@line"
"""Key under which a format notes the line of an event; no schedule has it by itself."""
_EVENT_KEYS = ("title", "guid", "start", "date", "duration", "persons")


@dataclass(frozen=True)
class FoundEvent:
    """An event as found (any JSON value), with the room and the day above it ("" and {} if none)."""

    event: object
    room: str
    day: Json


def mapping_of(value: object) -> Json:
    """Return ``value`` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def find_events(schedule: Json, conference: Json) -> Iterator[FoundEvent]:
    """Yield all events: conference.days[].rooms{}[], days[].events[], and the flat list of the hub form."""
    for node in _distinct(schedule, conference):
        for key, day in items_of(node.get("days")):
            yield from _events_of_day(key, day)
        for _, event in items_of(node.get("events")):
            yield FoundEvent(event, "", {})


def read_tracks(conference: Json) -> dict[str, str]:
    """Return track names by their slug, for events that name only the slug."""
    tracks = [mapping_of(track) for _, track in items_of(conference.get("tracks"))]
    return {text_of(track.get("slug")): text_of(track.get("name")) for track in tracks if track.get("slug")}


def _distinct(schedule: Json, conference: Json) -> tuple[Json, ...]:
    return (schedule,) if schedule is conference else (schedule, conference)


def _events_of_day(key: str, day: object) -> Iterator[FoundEvent]:
    if isinstance(day, list):
        day = {"events": day}
    details = mapping_of(day)
    if day_of(details.get("date")) is None:  # days keyed by their date
        details = {**details, "date": key}
    for _, event in items_of(details.get("events")):
        yield FoundEvent(event, "", details)
    for room, content in items_of(details.get("rooms")):
        yield from _events_of_room(room.strip(), content, details)


def _events_of_room(room: str, content: object, day: Json) -> Iterator[FoundEvent]:
    node = mapping_of(content)
    if "events" in node:
        room, content = text_of(node.get("name")) or room, node["events"]
    elif any(key in node for key in _EVENT_KEYS):
        content = [node]
    for _, event in items_of(content):
        yield FoundEvent(event, room, day)
