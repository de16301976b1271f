"""The texts of a catalogue that a search looks through, and its results with their certainty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from bot.fair.model import Place
from bot.german.stop_words import ThingKind, family_of
from bot.programme.model import Booth, Catalogue, Session


class How(str, Enum):
    """The likeness by which query and catalogue met, strongest first."""

    EXACT = "exact"
    INFLECTED = "inflected"
    SYNONYM = "synonym"
    COMPOUND = "compound"
    TYPO = "typo"
    MEANING = "meaning"


ALL_KINDS: frozenset[ThingKind] = frozenset(ThingKind)
HOW_ORDER = {how: rank for rank, how in enumerate(How)}


@dataclass(frozen=True)
class Hit:
    """A thing that is meant.

    Attributes:
        key: session id, booth number, room name, person's name or topic, as the catalogue spells it.
        label: readable name for answers and buttons.
        score: 0 to 1.
        how: the weakest likeness that was needed.
        matched: the visitor's words that matched.
    """

    kind: ThingKind
    key: str
    label: str
    score: float
    how: How
    matched: str


@dataclass(frozen=True)
class One:
    """Exactly one thing is meant."""

    hit: Hit


@dataclass(frozen=True)
class Several:
    """Two or more things fit about equally well, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Nothing:
    """Nothing fits; ``nearest`` holds up to three weak guesses for „Meinten Sie …?“."""

    nearest: tuple[Hit, ...] = ()


Resolution: TypeAlias = One | Several | Nothing


_REMARK = re.compile(r"\s*\([^)]*\)")
_NUMBERED_ROOM = re.compile(r"(?i)(raum|saal|zimmer|halle)\s+(\w+)$")


class TextRole(Enum):
    """The part of a document a word stands in, with the strength of a match there (0 to 1)."""

    # Set by hand: a title says most, a description least; a place only explains a word.
    LABEL = ("label", 1.0)
    PERSON = ("person", 0.95)
    TOPIC = ("topic", 0.85)
    ORGANISATION = ("organisation", 0.75)
    TRY_OUT = ("try_out", 0.65)
    TEXT = ("text", 0.5)
    PLACE = ("place", 0.0)

    @property
    def weight(self) -> float:
        """Strength of a match in this part, 0 to 1; PLACE only explains a word."""
        return self.value[1]


Fields = tuple[tuple[TextRole, str], ...]


@dataclass(frozen=True)
class SearchDocument:
    """One thing that can be found, with its texts; ``family`` is that of a session's kind, "" for other things."""

    kind: ThingKind
    key: str
    label: str
    fields: Fields
    family: str = ""


def read_documents(catalogue: Catalogue) -> list[SearchDocument]:
    """Return all documents, in the order of the programme."""
    sessions = sorted(catalogue.sessions, key=lambda session: session.start)
    rooms = _rooms(catalogue)
    return [
        *(_session(session, rooms) for session in sessions),
        *(_booth(booth, rooms) for booth in catalogue.booths),
        *(_room(room) for room in rooms.values()),
        *(SearchDocument(ThingKind.SPEAKER, name, name, ((TextRole.PERSON, name),)) for name in _people(catalogue)),
        *(SearchDocument(ThingKind.TOPIC, topic, topic, ((TextRole.LABEL, topic),)) for topic in _topics(catalogue)),
    ]


def without_remark(name: str) -> str:
    """Return a name without the brackets behind it."""
    return _REMARK.sub("", name)


def _session(session: Session, rooms: Mapping[str, Place]) -> SearchDocument:
    fields = (
        (TextRole.LABEL, session.title),
        *((TextRole.PERSON, name) for name in session.speakers),
        *((TextRole.TOPIC, topic) for topic in session.topics),
        (TextRole.TEXT, session.abstract),
        *((TextRole.PLACE, name) for name in _names_of(session.room, rooms)),
    )
    return SearchDocument(ThingKind.SESSION, session.id, session.title, fields, family_of(session.kind))


def _booth(booth: Booth, rooms: Mapping[str, Place]) -> SearchDocument:
    fields = (
        (TextRole.LABEL, booth.name),
        *((TextRole.PERSON, name) for name in booth.staff),
        *((TextRole.TOPIC, topic) for topic in booth.topics),
        (TextRole.ORGANISATION, without_remark(booth.organisation)),
        (TextRole.TRY_OUT, booth.try_out),
        (TextRole.TEXT, booth.description),
        *((TextRole.PLACE, name) for name in _names_of(booth.room, rooms)),
    )
    return SearchDocument(ThingKind.BOOTH, booth.number, f"Stand {booth.number} – {booth.name}", fields)


def _rooms(catalogue: Catalogue) -> dict[str, Place]:
    """The known rooms, and those that are only named at a session or booth."""
    rooms: dict[str, Place] = {room.name: room for room in catalogue.rooms}
    for name in (*(session.room for session in catalogue.sessions), *(booth.room for booth in catalogue.booths)):
        if name:
            rooms.setdefault(name, Place(name=name))
    return rooms


def _names_of(room: str, rooms: Mapping[str, Place]) -> tuple[str, ...]:
    """Return a room's name with all the other names it goes by."""
    if not room:
        return ()
    place = rooms[room]
    numbered = _NUMBERED_ROOM.search(place.name)  # „Raum 2“ is how people say Seminarraum 2
    short = (f"{numbered.group(1)} {numbered.group(2)}",) if numbered else ()
    return (place.name, *place.also, *short)


def _room(room: Place) -> SearchDocument:
    names = _names_of(room.name, {room.name: room})
    return SearchDocument(ThingKind.ROOM, room.name, room.name, tuple((TextRole.LABEL, name) for name in names))


def _people(catalogue: Catalogue) -> Iterable[str]:
    speakers = (name for session in catalogue.sessions for name in session.speakers)
    staff = (name for booth in catalogue.booths for name in booth.staff)
    return dict.fromkeys((*speakers, *staff))


def _topics(catalogue: Catalogue) -> Iterable[str]:
    sessions = (topic for session in catalogue.sessions for topic in session.topics)
    booths = (topic for booth in catalogue.booths for topic in booth.topics)
    return dict.fromkeys((*sessions, *booths))
