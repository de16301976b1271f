"""The schedule.xml read back, and held against what its schema demands."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from importlib import import_module
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.settings import ROOT
from bot.fair.file import load_fair
from bot.fair.model import Fair
from bot.programme.exports.schedule_export import session_guid, to_booth_list, to_schedule, to_schedule_xml
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.sources.files import read_folder
from bot.programme.sources.schedule_json import parse_schedule, read_schedule
from bot.programme.sources.schedule_xml import read_schedule_xml
from bot.programme.store import assemble
from tests.samples.programme import FAIR, NOW, ZONE, at, catalogue, session
from tests.samples.programme_strategies import PROGRAMMES

UTC = timezone.utc
SHARED = ROOT.parent / "shared" / "daten" / "programme"
GUID = "7a0fc001-e587-47e1-b378-b6ec7e666337"


def faults(schedule: dict[str, Any]) -> list[str]:
    """What the official schema finds, formats (date, uuid) included."""
    file = SHARED / "c3voc_schedule.schema.json"
    if not file.is_file():
        pytest.skip(f"Das Schema fehlt: {file}")
    schema = json.loads(file.read_text(encoding="utf-8"))
    jsonschema: Any = import_module("jsonschema")  # it has no type stubs
    checker = jsonschema.Draft6Validator(schema, format_checker=jsonschema.FormatChecker())
    return [error.message for error in checker.iter_errors(schedule)]


def sample_catalogue(fair: Fair) -> Catalogue:
    reading = read_folder(ROOT / "programm", fair)
    return assemble(reading.sessions, reading.booths or (), fair.rooms, NOW)


def test_sample_programme_satisfies_the_schema() -> None:
    fair = load_fair()
    assert faults(to_schedule(sample_catalogue(fair), fair)) == []


def test_sparse_and_empty_programmes_satisfy_the_schema() -> None:
    assert faults(to_schedule(catalogue(session("a")), FAIR)) == []
    assert faults(to_schedule(catalogue(), FAIR)) == []


@pytest.mark.parametrize("file", ["voc_frab-camp2019.json", "voc_pretalx-rc3.json", "voc_hub-schedule2.json"])
def test_foreign_programme_is_mended(file: str) -> None:
    if not SHARED.is_dir():
        pytest.skip(f"Testdaten fehlen: {SHARED}")
    reading = read_schedule((SHARED / file).read_bytes(), ZONE, file)
    schedule = to_schedule(assemble(reading.sessions, (), (), NOW), FAIR)
    assert faults(schedule) == []
    assert {item.id for item in parse_schedule(schedule, ZONE, "x").sessions} == {item.id for item in reading.sessions}


def test_guid_of_the_source_is_kept() -> None:
    assert session_guid(session(GUID), FAIR) == GUID


def test_other_guids_are_stable_and_distinct() -> None:
    first, again, other = (session_guid(session(name), FAIR) for name in ("a", "a", "b"))
    assert (first == again, first == other, UUID(first).version) == (True, False, 5)


def test_cancelled_sessions_are_left_out() -> None:
    exported = to_schedule(catalogue(session("a"), session("b", cancelled=True)), FAIR)
    assert [item.title for item in parse_schedule(exported, ZONE, "x").sessions] == ["a"]


def test_days_hold_sessions_outside_the_fair() -> None:
    night = session("nacht", "22:00", "23:00", day=16).copy(update={"end": at("02:00", 17)})
    exported: Any = to_schedule(catalogue(session("frueh", "08:00"), night), FAIR)
    days = exported["schedule"]["conference"]["days"]
    assert [(day["index"], day["date"], day["day_start"][11:16], day["day_end"][:16]) for day in days] == [
        (1, "2025-05-14", "08:00", "2025-05-14T16:30"),
        (2, "2025-05-15", "09:00", "2025-05-15T15:30"),
        (3, "2025-05-16", "00:00", "2025-05-17T02:00"),
    ]


def test_booth_list_has_exactly_the_public_keys() -> None:
    booth = Booth(
        number="B3",
        name="VR",
        room="Foyer",
        organisation="IT",
        description="Brillen.",
        try_out="x",
        topics=("VR",),
        staff=("Privat",),
        note="x",
        cancelled=True,
        original_room="Saal",
        changed_at=NOW,
    )
    assert to_booth_list(catalogue(booths=(booth,))) == [
        {
            "nummer": "B3",
            "name": "VR",
            "raum": "Foyer",
            "organisation": "IT",
            "beschreibung": "Brillen.",
            "themen": ["VR"],
            "zeiten": [],
            "abgesagt": True,
            "hinweis": "x",
            "raum_vorher": "Saal",
            "geaendert": "2025-05-14T10:05:00+02:00",
        }
    ]


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(str.strip)
NAMES = TEXTS.filter(bool)
LISTS = st.lists(NAMES, max_size=4, unique=True).map(tuple)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    start = draw(MOMENTS).replace(microsecond=0, tzinfo=ZONE)
    length = timedelta(minutes=draw(st.integers(1, 5000)))
    end = (start.astimezone(UTC) + length).astimezone(ZONE)
    return Session(
        id=draw(st.text("ab1", min_size=1, max_size=6)),
        title=draw(NAMES),
        kind=draw(TEXTS),
        start=start,
        end=end,
        room=draw(TEXTS),
        speakers=draw(LISTS),
        topics=draw(LISTS),
        abstract=draw(TEXTS),
    )


def content(item: Session, identifier: str) -> tuple[object, ...]:
    moments = (item.start.astimezone(UTC), item.end.astimezone(UTC))
    return (identifier, item.title, item.kind, moments, item.room, item.speakers, item.topics, item.abstract)


@given(st.lists(sessions(), min_size=1, max_size=5, unique_by=lambda item: item.id))
def test_round_trip_keeps_the_content(programme: list[Session]) -> None:
    exported = json.loads(json.dumps(to_schedule(assemble(programme, (), (), NOW), FAIR)))
    reading = parse_schedule(exported, ZONE, "x")
    assert {content(item, item.id) for item in reading.sessions} == {content(item, item.id) for item in programme}


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
