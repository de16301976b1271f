"""The schedule.xml read back, and held against what its schema demands."""

from __future__ import annotations

import json
import re
from xml.etree.ElementTree import fromstring

from hypothesis import given

from bot.programme.exports.schedule_export import to_schedule, to_schedule_xml
from bot.programme.model import Session
from bot.programme.sources.schedule_json import read_schedule
from bot.programme.sources.schedule_xml import read_schedule_xml
from bot.programme.store import assemble
from tests.samples.programme import FAIR, NOW, ZONE, catalogue, session
from tests.samples.programme_strategies import PROGRAMMES


def only_track(item: Session, identifier: str) -> Session:
    return item.copy(update={"topics": item.topics[:1], "id": identifier})


@given(PROGRAMMES)
def test_xml_tells_what_json_tells(programme: list[Session]) -> None:
    """But for further topics and ids that are no guids, for which XML has no place."""
    shown = assemble([item.copy(update={"cancelled": False}) for item in programme], (), (), NOW)
    from_xml = read_schedule_xml(to_schedule_xml(shown, FAIR), ZONE, "x").sessions
    told = to_schedule(shown, FAIR)
    told["schedule"]["conference"]["meta"]["ids"] = {}  # type: ignore[index]
    from_json = read_schedule(json.dumps(told).encode(), ZONE, "x").sessions
    assert [only_track(item, item.id) for item in from_json] == list(from_xml)


def test_document_follows_the_schema() -> None:
    shown = catalogue(session("a", room="Foyer", speakers=("A B",), topics=("KI",), url="https://example.org"))
    root = fromstring(to_schedule_xml(shown, FAIR))
    assert [child.tag for child in root] == ["generator", "version", "conference", "day", "day"]
    [event] = root.iter("event")
    assert (sorted(event.attrib), sorted(child.tag for child in event)) == (
        ["guid", "id"],
        ["abstract", "attachments", "date", "description", "duration", "language", "links", "persons", "room", "slug",
         "start", "subtitle", "title", "track", "type", "url"],
    )  # fmt: skip
    assert re.fullmatch("[a-z0-9_]{4,}-[a-z0-9_-]{4,}", event.findtext("slug") or "")


def test_control_characters_are_left_out() -> None:
    shown = catalogue(session("a", title="A\x07B & <C>"))
    assert [event.findtext("title") for event in fromstring(to_schedule_xml(shown, FAIR)).iter("event")] == ["AB & <C>"]
