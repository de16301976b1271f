"""The programme as schedule.json and schedule.xml (Frab's form, as pretalx writes it)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from bot.fair.model import Fair, Place
from bot.german.slugs import slug
from bot.programme.model import Booth, Catalogue, Session

_ZONE_NAME = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+")
_GENERATOR = {"name": "Messelotse", "version": "1"}
Json = dict[str, object]


def to_schedule(catalogue: Catalogue, fair: Fair) -> Json:
    """Return the sessions that take place, by day and room, as a schedule.json object."""
    sessions = sorted((session for session in catalogue.sessions if not session.cancelled), key=lambda s: s.start)
    days = _days(sessions, fair)
    conference: Json = {
        "acronym": _acronym(fair),
        "title": fair.name,
        "start": days[0].isoformat(),
        "end": days[-1].isoformat(),
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "rooms": [_room(place, fair) for place in catalogue.rooms],
        "meta": _meta(sessions, fair),
        "days": [_day(number, day, sessions, fair) for number, day in enumerate(days, 1)],
    }
    # The schema allows no other names, e.g. no „America/Argentina/Salta“; leaving it out is allowed.
    if _ZONE_NAME.match(fair.zone.key):
        conference["time_zone_name"] = fair.zone.key
    return {"generator": _GENERATOR, "schedule": {"version": catalogue.version, "conference": conference}}


def _meta(sessions: Sequence[Session], fair: Fair) -> Json:
    guids = [session_guid(session, fair) for session in sessions]
    return {
        "tags": {guid: list(session.topics) for guid, session in zip(guids, sessions, strict=True)},
        "ids": {guid: session.id for guid, session in zip(guids, sessions, strict=True) if guid != session.id},
    }


def to_booth_list(catalogue: Catalogue) -> list[Json]:
    """Return the booths for visitors; ``raum_vorher`` and ``geaendert`` tell what changed during the day."""
    return [_booth(booth) for booth in catalogue.booths]


def session_guid(session: Session, fair: Fair) -> str:
    """Return the session's own guid if its id is one, else a stable one made from the fair and the id."""
    try:
        return str(UUID(session.id))
    except ValueError:
        return _guid("session", session.id, fair)


def _guid(kind: str, name: str, fair: Fair) -> str:
    # Derived, not stored: apps keep favourites by guid over restarts and reinstallations.
    return str(uuid5(NAMESPACE_URL, f"messelotse:{_acronym(fair)}:{fair.days[0].day}:{kind}:{name}"))


def _number(guid: str) -> int:
    """Return the integer id that the schema still demands: positive, 31 bits, as stable as the guid."""
    return UUID(guid).int % (2**31 - 1) + 1


def _acronym(fair: Fair) -> str:
    return f"{slug(fair.name, '_') or 'messe'}_{fair.days[0].day.year}"


def _days(sessions: Sequence[Session], fair: Fair) -> list[date]:
    return sorted({fair_day.day for fair_day in fair.days} | {_local(s.start, fair).date() for s in sessions})


def _local(moment: datetime, fair: Fair) -> datetime:
    return moment.astimezone(fair.zone)


def _day(number: int, day: date, sessions: Sequence[Session], fair: Fair) -> Json:
    own = [session for session in sessions if _local(session.start, fair).date() == day]
    opens, closes = _day_span(day, own, fair)
    rooms: dict[str, list[Json]] = {}
    for session in own:
        rooms.setdefault(session.room, []).append(_event(session, fair))
    return {
        "index": number,
        "date": day.isoformat(),
        "day_start": opens.isoformat(),
        "day_end": closes.isoformat(),
        "rooms": rooms,
    }


def _day_span(day: date, sessions: Sequence[Session], fair: Fair) -> tuple[datetime, datetime]:
    """Return the fair's hours of the day, or the whole day, widened to hold all sessions."""
    fair_day = fair.day_of(day)
    midnight = datetime.combine(day, time(), tzinfo=fair.zone)
    opens, closes = (fair_day.opens, fair_day.closes) if fair_day else (midnight, midnight + timedelta(days=1))
    return (
        min([opens, *(_local(session.start, fair) for session in sessions)]),
        max([closes, *(_local(session.end, fair) for session in sessions)]),
    )


def _event(session: Session, fair: Fair) -> Json:
    guid = session_guid(session, fair)
    start = _local(session.start, fair)
    return {
        "guid": guid,
        "id": _number(guid),
        "date": start.isoformat(),
        "start": f"{start:%H:%M}",
        "end": _local(session.end, fair).isoformat(),
        "duration": _duration(session),
        "room": session.room,
        "slug": "-".join(part for part in ("sitzung", str(_number(guid)), slug(session.title)) if part),
        "url": session.url or f"urn:uuid:{guid}",
        "title": session.title,
        # The schema requires these fields, even empty.
        "subtitle": "",
        "track": session.topics[0] if session.topics else None,
        "type": session.kind,
        "language": "de",
        "abstract": session.abstract,
        "description": "",
        "persons": [_person(name, fair) for name in session.speakers],
        "links": [],
        "attachments": [],
    }


def _duration(session: Session) -> str:
    # In UTC: between two moments in one zone Python subtracts the wall-clock times.
    utc = ZoneInfo("UTC")
    minutes = int((session.end.astimezone(utc) - session.start.astimezone(utc)).total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _person(name: str, fair: Fair) -> Json:
    guid = _guid("person", name, fair)
    return {"id": _number(guid), "guid": guid, "public_name": name}


def _room(place: Place, fair: Fair) -> Json:
    description = " – ".join(part for part in (place.floor, place.way) if part)
    return {"name": place.name, "guid": _guid("room", place.name, fair), "description": description}


def _booth(booth: Booth) -> Json:
    return {
        "nummer": booth.number,
        "name": booth.name,
        "raum": booth.room,
        "organisation": booth.organisation,
        "beschreibung": booth.description,
        "themen": list(booth.topics),
        "zeiten": [{"von": each.opens.isoformat(), "bis": each.closes.isoformat()} for each in booth.hours],
        "abgesagt": booth.cancelled,
        "hinweis": booth.note,
        "raum_vorher": booth.original_room,
        "geaendert": booth.changed_at.isoformat() if booth.changed_at else None,
    }


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, 2.2
_EVENT_TEXTS = (
    "date", "start", "duration", "room", "slug", "title", "subtitle", "track", "type", "language", "abstract",
    "description",
)  # fmt: skip
_CONFERENCE_TEXTS = ("title", "acronym", "start", "end", "timeslot_duration", "time_zone_name")
Node = dict[str, Any]


def to_schedule_xml(catalogue: Catalogue, fair: Fair) -> bytes:
    """Return the XML document, UTF-8."""
    whole = to_schedule(catalogue, fair)
    told: Any = whole["schedule"]
    conference = told["conference"]
    root = Element("schedule")
    SubElement(root, "generator", {key: str(value) for key, value in _as_node(whole["generator"]).items()})
    _add(root, "version", told["version"])
    head = SubElement(root, "conference")
    for name in _CONFERENCE_TEXTS:
        if name in conference:
            _add(head, name, conference[name])
    _add(head, "days", conference["daysCount"])
    guids = {room["name"]: room["guid"] for room in conference["rooms"]}
    for day in conference["days"]:
        _add_day(root, day, guids)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _as_node(value: object) -> Node:
    return value if isinstance(value, dict) else {}


def _add_day(root: Element, day: Node, guids: dict[str, str]) -> None:
    attributes = {"index": str(day["index"]), "date": day["date"], "start": day["day_start"], "end": day["day_end"]}
    element = SubElement(root, "day", attributes)
    for name, events in day["rooms"].items():
        room = SubElement(element, "room", {"name": _clean(name)})
        if name in guids:
            room.set("guid", guids[name])
        for event in events:
            _add_event(room, event)


def _add_event(room: Element, event: Node) -> None:
    element = SubElement(room, "event", {"id": str(event["id"]), "guid": event["guid"]})
    for name in _EVENT_TEXTS:
        _add(element, name, event[name] or "")
    # Made-up urn: addresses are allowed in JSON only.
    if event["url"].startswith(("http://", "https://")):
        _add(element, "url", event["url"])
    persons = SubElement(element, "persons")
    for person in event["persons"]:
        _add(persons, "person", person["public_name"]).set("id", str(person["id"]))
    SubElement(element, "links")
    SubElement(element, "attachments")


def _add(parent: Element, name: str, value: object) -> Element:
    element = SubElement(parent, name)
    element.text = _clean(str(value))
    return element


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
