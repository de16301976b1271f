"""Reads schedule.json, also with one event a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from bot.core.errors import ContentError, Problem
from bot.german.slugs import is_identifier, slug, unique
from bot.programme.model import Session
from bot.programme.sources.base import SourceReading
from bot.programme.sources.schedule_values import (
    LINE,
    FoundEvent,
    Json,
    find_events,
    lines_of,
    link_of,
    mapping_of,
    names_of,
    read_times,
    read_tracks,
    text_of,
    zone_of,
)

_KEYS = ("guid", "slug", "title")
_ONE_LINE = 3
"""A text with fewer lines was written by a machine on one line: its number would be of no help."""


class EventLines:
    """Finds the lines of events in the text they were read from."""

    def __init__(self, text: str) -> None:
        self._text = text if text.count("\n") >= _ONE_LINE else ""

    def line_of(self, event: Json) -> int:
        """Return the line of the first key whose value occurs only once; 0 where there is none."""
        values = (event[key] for key in _KEYS if isinstance(event.get(key), str) and event[key])
        return next((line for value in values if (line := self._line_of_value(str(value)))), 0)

    def _line_of_value(self, value: str) -> int:
        # Tools write umlauts as they are or as \uXXXX.
        for is_ascii in (False, True):
            quoted = f": {json.dumps(value, ensure_ascii=is_ascii)}"
            position = self._text.find(quoted)
            if position >= 0 and self._text.find(quoted, position + 1) < 0:
                return self._text.count("\n", 0, position) + 1
        return 0


REMEDY = "bitte in der Quelle berichtigen"
UNTITLED = "Ohne Titel"


def read_schedule(raw: bytes, zone: ZoneInfo, name: str) -> SourceReading:
    """Decode the bytes of a schedule.json; see :func:`parse_schedule`.

    Raises:
        ContentError: no JSON, or no programme.
    """
    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        remedy = "bitte den Export prüfen, vielleicht fehlt ein Teil"
        problem = Problem(name, getattr(error, "lineno", 0), "kein gültiges JSON", remedy)
        raise ContentError([problem]) from error
    return parse_schedule(data, zone, name, EventLines(text).line_of)


def _noted_line(event: Json) -> int:
    line = event.get(LINE)
    return line if isinstance(line, int) else 0


def parse_schedule(
    data: object, zone: ZoneInfo, name: str, line_of: Callable[[Json], int] = _noted_line
) -> SourceReading:
    """Return the sessions of a decoded schedule.json, times in ``zone``; every oddity becomes a warning.

    Args:
        data: the decoded JSON.
        zone: the fair's zone; also used where the schedule names none.
        name: name of the source for messages.
        line_of: the line on which an event stands, 0 if that is not known.

    Raises:
        ContentError: no event in it can be used.
    """
    schedule = mapping_of(mapping_of(data).get("schedule", data))
    conference = mapping_of(schedule.get("conference", schedule))
    reader = _Reader(schedule, conference, zone, name, line_of)
    sessions = [reader.read(found) for found in find_events(schedule, conference)]
    usable = tuple(session for session in sessions if session is not None)
    if not usable:
        what = "kein Programm gefunden (keine Veranstaltung mit Beginn)"
        raise ContentError([*reader.problems, Problem(name, 0, what, "bitte prüfen, ob dies ein Programm ist")])
    return SourceReading(usable, None, tuple(reader.problems))


class _Reader:
    """Reads events as sessions and keeps what they share: zone, tracks, tags and the ids given so far."""

    def __init__(
        self, schedule: Json, conference: Json, zone: ZoneInfo, name: str, line_of: Callable[[Json], int]
    ) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._line_of = line_of
        self._fair_zone = zone
        self._zone = zone_of(conference.get("time_zone_name"), zone)
        self._tracks: dict[str, str] = read_tracks(conference)
        meta = mapping_of(conference.get("meta"))
        self._tags: Mapping[str, object] = mapping_of(meta.get("tags"))
        self._ids: Mapping[str, object] = mapping_of(meta.get("ids"))
        self._taken: set[str] = set()
        if schedule is not conference and "rooms" in schedule:
            self._report("„rooms“ steht unter „schedule“ statt unter „conference“")

    def read(self, found: FoundEvent) -> Session | None:
        """Return the session; None (reported) when it has no start."""
        event = mapping_of(found.event)
        oddities: list[str] = []
        title = text_of(event.get("title")) or text_of(event.get("subtitle")) or UNTITLED
        if title == UNTITLED:
            oddities.append("Titel fehlt")
        times = read_times(event, found.day, self._zone, oddities, self._fair_zone)
        if times is None:
            self._report(f"„{title}“: Beginn fehlt, die Veranstaltung wird nicht gezeigt", event)
            return None
        session = Session(
            id=self._identify(event, title, oddities),
            title=title,
            kind=text_of(event.get("type")),
            start=times[0],
            end=times[1],
            room=_read_room(event, found, oddities),
            speakers=_read_speakers(event),
            topics=self._read_topics(event, oddities),
            abstract=_read_abstract(event),
            url=link_of(event.get("url")),
        )
        for oddity in oddities:
            self._report(f"„{title}“ ({session.start:%d.%m.%Y, %H:%M} Uhr): {oddity}", event)
        return session

    def _identify(self, event: Json, title: str, oddities: list[str]) -> str:
        if not isinstance(event.get("id", 0), int):
            oddities.append("„id“ ist keine Zahl")
        values = [text_of(event.get(key)) for key in ("guid", "id", "code", "slug")]
        # A schedule of our own tells what its guids stand for (meta.ids).
        given = next((value for value in [text_of(self._ids.get(values[0])), *values] if value), title)
        wanted = given if is_identifier(given) else slug(given) or "sitzung"
        identifier = unique(wanted, self._taken)
        if identifier != wanted:
            oddities.append(f"Kennung „{wanted}“ kommt mehrfach vor, hier wird „{identifier}“ daraus")
        return identifier

    def _read_topics(self, event: Json, oddities: list[str]) -> tuple[str, ...]:
        track = event.get("track")
        if "track" in event and not text_of(track):
            oddities.append("„track“ ist leer, ohne Thema")
        by_slug = self._tracks.get(text_of(mapping_of(track).get("slug") or track))
        extra = self._tags.get(text_of(event.get("guid")))
        tags = [*names_of(event.get("tags")), *names_of(event.get("keywords")), *names_of(extra)]
        return tuple(dict.fromkeys(topic for topic in (by_slug or text_of(track), *tags) if topic))

    def _report(self, what: str, event: Json | None = None) -> None:
        line = 0 if event is None else self._line_of(event)
        self.problems.append(Problem(self._name, line, what, REMEDY))


def _read_room(event: Json, found: FoundEvent, oddities: list[str]) -> str:
    own = text_of(event.get("room"))
    if own and found.room and own != found.room:
        oddities.append(f"steht unter Raum „{found.room}“, nennt aber „{own}“, „{own}“ gilt")
    if not own and not found.room:
        oddities.append("Raum fehlt")
    return own or found.room


def _read_speakers(event: Json) -> tuple[str, ...]:
    persons = next((event[key] for key in ("persons", "participants", "speakers") if event.get(key)), [])
    return names_of(persons)


def _read_abstract(event: Json) -> str:
    own_words = lines_of(event.get("abstract")) or lines_of(event.get("description"))
    subtitle = text_of(event.get("subtitle"))
    return "\n".join(part for part in (subtitle, own_words) if part)
