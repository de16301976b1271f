"""Programmes in the schedule.xml of frab and pretalx: the same content as schedule.json, read by the same rules.

Entities and external references are refused (defusedxml); so are files built to exhaust the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from bot.core.errors import ContentError, Problem
from bot.core.untrusted_text import whole_number
from bot.programme.sources.base import SourceReading
from bot.programme.sources.schedule_json import parse_schedule
from bot.programme.sources.schedule_values import LINE, Json

MAX_ELEMENTS, MAX_DEPTH = 500_000, 40
REMEDY = "bitte den Export prüfen"
_LISTS = {"persons": "person", "links": "link", "attachments": "attachment"}


class _TooLarge(Exception):
    """More elements or levels than any programme has."""


class _Builder(TreeBuilder):
    """A tree builder that notes the line of each event and stops early at a file built to do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.parser: Any = None
        self._count = 0
        self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        """Begin an element.

        Raises:
            _TooLarge: the file has more elements or levels than any programme.
        """
        self._count += 1
        self._depth += 1
        if self._count > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise _TooLarge
        element = super().start(_bare(tag), attrs)
        if element.tag == "event":
            element.set(LINE, str(self.parser.parser.CurrentLineNumber))
        return element

    def end(self, tag: str, /) -> Element:
        """Close an element without its namespace, one level up."""
        self._depth -= 1
        return super().end(_bare(tag))


def read_schedule_xml(raw: bytes, zone: ZoneInfo, name: str) -> SourceReading:
    """Decode the bytes of a schedule.xml.

    Raises:
        ContentError: no XML, or no programme.
    """
    root = _parse(raw, name)
    if root.tag != "schedule":
        what = f"das ist keine schedule.xml (äußerstes Element: „{root.tag}“)"
        raise ContentError(
            [Problem(name, 0, what, "bitte den Export als schedule.xml, schedule.json oder iCalendar holen")]
        )
    return parse_schedule({"schedule": {"conference": _conference(root)}}, zone, name)


def _parse(raw: bytes, name: str) -> Element:
    builder = _Builder()
    try:
        builder.parser = parser = XMLParser(target=builder)
        parser.feed(raw)
        return parser.close()  # type: ignore[no-any-return]  # defusedxml has no types
    except ParseError as error:
        problem = Problem(name, error.position[0], "kein gültiges XML", f"{REMEDY}, vielleicht fehlt ein Teil")
    # Entities could read local files or grow without limit („billion laughs“).
    except DefusedXmlException:
        problem = Problem(name, 0, "XML mit eigenen Entitäten wird nicht gelesen", "bitte ohne DOCTYPE ausgeben")
    except _TooLarge:
        problem = Problem(name, 0, "XML ist zu tief oder zu umfangreich", REMEDY)
    except (ValueError, LookupError):  # an encoding that Python does not know
        problem = Problem(name, 1, "XML in unbekannter Zeichenkodierung", "bitte als UTF-8 ausgeben")
    raise ContentError([problem])


def _conference(root: Element) -> Json:
    head = root.find("conference")
    node = head if head is not None else Element("conference")
    return {
        "time_zone_name": _text(node.find("time_zone_name")),
        "tracks": [dict(track.attrib) for track in node.findall("track")],
        "days": [_day(day) for day in root.iter("day")],
    }


def _day(day: Element) -> Json:
    rooms = [
        {"name": room.get("name", ""), "events": [_event(event) for event in room.findall("event")]}
        for room in day.findall("room")
    ]
    return {
        "date": day.get("date") or day.get("start", "")[:10],
        "day_start": day.get("start"),
        "rooms": rooms,
        "events": [_event(event) for event in day.findall("event")],
    }


def _event(event: Element) -> Json:
    values: dict[str, object] = {key: value for key, value in event.attrib.items() if key not in ("id", LINE)}
    values[LINE] = int(event.get(LINE, "0"))
    if "id" in event.attrib:
        values["id"] = _number(event.attrib["id"])
    values.update(_children(event))
    return values


def _children(event: Element) -> Iterator[tuple[str, object]]:
    for child in event:
        if child.tag in _LISTS:
            yield child.tag, [_named(item) for item in child.findall(_LISTS[child.tag])]
        elif child.tag == "track" and child.get("slug"):
            yield "track", {"slug": child.get("slug"), "name": _text(child)}
        else:
            yield child.tag, _text(child)


def _named(item: Element) -> str:
    return _text(item) or item.get("name", "") or _text(item.find("name"))


def _number(raw: str) -> object:
    found = whole_number(raw, most=17)
    return raw if found is None else found


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _bare(tag: str) -> str:
    """Return the name without its namespace."""
    return tag.rpartition("}")[2]
