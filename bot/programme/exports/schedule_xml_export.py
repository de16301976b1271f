"""The programme as schedule.xml, for apps that do not read schedule.json: the same content, as far as it goes.

Made after https://c3voc.de/schedule/schema.xsd. It knows one track per event: further topics are only in schedule.json.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.fair.model import Fair
from bot.programme.exports.schedule_export import to_schedule
from bot.programme.model import Catalogue

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
