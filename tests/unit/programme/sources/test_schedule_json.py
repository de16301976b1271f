from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ContentError
from bot.core.settings import ROOT
from bot.programme.model import Session
from bot.programme.sources.schedule_json import parse_schedule, read_schedule
from tests.samples.programme import ZONE, at, ids

SAMPLES = ROOT.parent / "shared" / "daten" / "programme"
COUNTS = {
    "voc_frab-camp2019.json": 79,
    "voc_pretalx-rc3.json": 48,
    "voc_pretalx-democon.json": 36,
    "voc_hub-schedule2.json": 2,
    "voc_invalid-example.json": 1,
}
DATE = "2025-05-14T10:00:00+02:00"


def parse(days: object, **conference: object) -> tuple[tuple[Session, ...], list[str]]:
    reading = parse_schedule({"schedule": {"conference": {"days": days, **conference}}}, ZONE, "x.json")
    return reading.sessions, [problem.what for problem in reading.warnings]


def parse_event(**event: object) -> tuple[Session, list[str]]:
    event = {"id": 1, "title": "a", **event}
    day = {"date": "2025-05-14", "day_start": "2025-05-14T09:00:00+02:00", "rooms": {"Saal": [event]}}
    sessions, problems = parse([day])
    return sessions[0], problems


@pytest.mark.parametrize(("file", "count"), COUNTS.items())
def test_real_files_lose_no_event(file: str, count: int) -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"Testdaten fehlen: {SAMPLES}")
    reading = read_schedule((SAMPLES / file).read_bytes(), ZONE, file)
    assert (len(reading.sessions), len(set(ids(reading.sessions)))) == (count, count)


def test_faults_of_the_invalid_example_are_reported() -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"Testdaten fehlen: {SAMPLES}")
    reading = read_schedule((SAMPLES / "voc_invalid-example.json").read_bytes(), ZONE, "x.json")
    assert [problem.line for problem in reading.warnings] == [0, 24]
    assert [problem.what for problem in reading.warnings] == [
        "„rooms“ steht unter „schedule“ statt unter „conference“",
        "„Internal Penetration Testing Basics“ (28.12.2022, 14:00 Uhr): „id“ ist keine Zahl",
    ]


def test_event_with_every_key() -> None:
    session, problems = parse_event(
        guid="g1",
        date=DATE,
        start="10:00",
        duration="00:45",
        room="Saal",
        type="Talk",
        track="KI",
        tags=["Ethik"],
        persons=[{"public_name": "Ada"}, {"name": "Ben"}, "Cem"],
        subtitle="b",
        abstract="c",
        description="d",
        url="https://example.org",
    )
    expected = Session(
        id="g1",
        title="a",
        kind="Talk",
        start=at("10:00"),
        end=at("10:45"),
        room="Saal",
        topics=("KI", "Ethik"),
        speakers=("Ada", "Ben", "Cem"),
        abstract="b\nc",
        url="https://example.org",
    )
    assert (session, problems) == (expected, [])


@pytest.mark.parametrize(
    ("event", "start", "end"),
    [
        ({"date": DATE, "duration": "06:30"}, at("10:00"), at("16:30")),
        ({"date": DATE, "end": "2025-05-14T11:15:00+02:00"}, at("10:00"), at("11:15")),
        ({"date": DATE, "end": "11:30"}, at("10:00"), at("11:30")),
        ({"start": "13:00", "duration": "01:00"}, at("13:00"), at("14:00")),
        ({"date": "2025-05-15", "start": "08:00", "duration": 30}, at("08:00", 15), at("08:30", 15)),
        ({"start": DATE, "end": "2025-05-14T09:00:00+00:00"}, at("10:00"), at("11:00")),
    ],
)
def test_times(event: dict[str, object], start: object, end: object) -> None:
    session, problems = parse_event(**event)
    assert (session.start, session.end, problems) == (start, end, [])


@pytest.mark.parametrize(
    ("event", "end", "problem"),
    [
        ({"date": DATE}, at("10:30"), "Dauer fehlt, angenommen: 30 Minuten"),
        (
            {"date": DATE, "duration": "01:00", "start": "12:00"},
            at("11:00"),
            "„start“ (12:00) passt nicht zu „date“ (10:00), „date“ gilt",
        ),
        (
            {"date": DATE, "duration": "01:00", "end": "2025-05-14T12:00:00+02:00"},
            at("12:00"),
            "„end“ und „duration“ widersprechen sich, „end“ gilt",
        ),
        (
            {"date": DATE, "duration": "01:00", "end": "2025-05-14T09:00:00+02:00"},
            at("11:00"),
            "„end“ liegt nicht nach dem Beginn",
        ),
        ({"date": DATE, "duration": "01:00", "end": "spät"}, at("11:00"), "„end“ ist unverständlich"),
        (
            {"date": DATE, "duration": "01:00", "room": "Foyer"},
            at("11:00"),
            "steht unter Raum „Saal“, nennt aber „Foyer“, „Foyer“ gilt",
        ),
    ],
)
def test_oddities_are_kept_and_reported(event: dict[str, object], end: object, problem: str) -> None:
    session, problems = parse_event(**event)
    assert (session.end, problems) == (end, [f"„a“ (14.05.2025, 10:00 Uhr): {problem}"])


@pytest.mark.parametrize(
    ("event", "start", "end", "oddities"),
    [
        ({"start": "00:30", "duration": "01:00"}, at("00:30", 15), at("01:30", 15),
         ["beginnt nach Mitternacht (15.05., 00:30 Uhr)"]),
        ({"date": DATE[:11] + "23:00:00+02:00", "end": "00:30"}, at("23:00"), at("00:30", 15),
         ["geht über Mitternacht (bis 15.05., 00:30 Uhr)"]),
        ({"date": DATE, "duration": "1:02:00"}, at("10:00"), at("12:00", 15),
         ["dauert länger als 8 Stunden (bis 15.05., 12:00 Uhr)"]),
        ({"date": "2025-05-14T07:00:00-03:00", "duration": "01:00"}, at("12:00"), at("13:00"),
         ["Zeit in anderer Zeitzone (07:00 Uhr, UTC-03:00), hier 14.05., 12:00 Uhr"]),
        ({"date": DATE, "duration": "01:00", "track": ""}, at("10:00"), at("11:00"), ["„track“ ist leer, ohne Thema"]),
    ],
)  # fmt: skip
def test_unusual_times_and_tracks_are_told(
    event: dict[str, object], start: datetime, end: datetime, oddities: list[str]
) -> None:
    session, problems = parse_event(**event)
    place = f"„a“ ({start:%d.%m.%Y, %H:%M} Uhr)"
    assert (session.start, session.end, problems) == (start, end, [f"{place}: {oddity}" for oddity in oddities])


def test_missing_room_is_told() -> None:
    sessions, problems = parse([{"date": "2025-05-14", "events": [{"title": "a", "date": DATE, "duration": "01:00"}]}])
    assert (sessions[0].room, problems) == ("", ["„a“ (14.05.2025, 10:00 Uhr): Raum fehlt"])


@pytest.mark.parametrize(
    ("clock", "day", "start", "oddity"),
    [
        ("02:30", "2025-03-30", "2025-03-30T03:30:00+02:00",
         "02:30 Uhr am 30.03.2025 gibt es wegen der Zeitumstellung nicht, es gilt 03:30 Uhr"),
        ("02:30", "2025-10-26", "2025-10-26T02:30:00+02:00",
         "02:30 Uhr am 26.10.2025 gibt es wegen der Zeitumstellung zweimal, das erste Mal gilt"),
    ],
)  # fmt: skip
def test_change_of_the_clocks_is_told(clock: str, day: str, start: str, oddity: str) -> None:
    event = {"title": "a", "start": clock, "duration": "01:00", "room": "Saal"}
    sessions, problems = parse([{"date": day, "events": [event]}])
    assert sessions[0].start.isoformat() == start
    assert problems[0].partition(": ")[2] == oddity


def test_event_without_a_time_lasts_all_day() -> None:
    session, problems = parse_event(date="2025-05-14")
    assert (session.start, session.end) == (at("00:00"), at("00:00", 15))
    assert problems == [
        "„a“ (14.05.2025, 00:00 Uhr): Uhrzeit fehlt, angenommen wird der ganze Tag",
        "„a“ (14.05.2025, 00:00 Uhr): Dauer fehlt, angenommen: der ganze Tag",
    ]


def test_event_without_a_start_is_reported() -> None:
    event = {"title": "a", "date": DATE, "duration": "01:00"}
    sessions, problems = parse([{"rooms": {"Saal": [event, {"title": "b"}, None]}}])
    assert ids(sessions) == ["a"]
    assert problems == [
        "„b“: Beginn fehlt, die Veranstaltung wird nicht gezeigt",
        "„Ohne Titel“: Beginn fehlt, die Veranstaltung wird nicht gezeigt",
    ]


def test_event_without_a_title_is_kept() -> None:
    session, problems = parse_event(title=" ", date=DATE, duration="01:00")
    assert (session.title, problems) == ("Ohne Titel", ["„Ohne Titel“ (14.05.2025, 10:00 Uhr): Titel fehlt"])


def test_repeated_ids_are_made_unique() -> None:
    event = {"guid": "g", "title": "a", "date": DATE, "duration": "01:00"}
    sessions, problems = parse([{"rooms": {"Saal": [event, event]}}])
    assert ids(sessions) == ["g", "g-2"]
    assert problems == ["„a“ (14.05.2025, 10:00 Uhr): Kennung „g“ kommt mehrfach vor, hier wird „g-2“ daraus"]


EVENT = {"title": "a", "start": "10:00", "duration": "01:00"}


@pytest.mark.parametrize(
    "days",
    [
        {"2025-05-14": {"rooms": {"Saal": [EVENT]}}},
        {"2025-05-14": [{**EVENT, "room": "Saal"}]},
        [{"date": "2025-05-14", "rooms": {"Saal": {"7": EVENT}}}],
        [{"date": "2025-05-14", "rooms": [{"name": "Saal", "events": [EVENT]}]}],
        [{"date": "2025-05-14", "rooms": [{**EVENT, "room": {"name": "Saal", "guid": "x"}}]}],
        [{"date": "2025-05-14", "events": [{**EVENT, "room": {"de": "Saal"}}]}],
    ],
)
def test_odd_nestings_are_read(days: object) -> None:
    sessions, _ = parse(days)
    assert [(session.start, session.room) for session in sessions] == [(at("10:00"), "Saal")]


def test_zone_of_the_conference_counts_for_bare_times() -> None:
    sessions, _ = parse([{"date": "2025-05-14", "events": [EVENT]}], time_zone_name="UTC")
    assert sessions[0].start == at("12:00")


def test_track_named_by_its_slug() -> None:
    event = {**EVENT, "track": {"slug": "ki"}}
    sessions, _ = parse([{"date": "2025-05-14", "events": [event]}], tracks=[{"slug": "ki", "name": "KI"}])
    assert sessions[0].topics == ("KI",)


EMPTY = b'{"schedule": {"conference": {"days": []}}}'


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"7", b'{"a": 1}', EMPTY, b"\xff", b"[" * 9999])
def test_unusable_input_raises(raw: bytes) -> None:
    with pytest.raises(ContentError):
        read_schedule(raw, ZONE, "x.json")


KEYS = st.sampled_from(
    ["days", "rooms", "events", "date", "start", "end", "duration", "title", "guid", "id", "persons", "track", "tags"]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=9),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from([DATE, "10:00", "9999-12-31T23:59", "99:99", "1:00:00"]),
).map(lambda value: value if isinstance(value, (str, int, float, type(None))) else value.isoformat())
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=30,
)


@given(JSON, JSON)
def test_any_json_is_read_or_refused(days: Any, events: Any) -> None:
    data = {"schedule": {"conference": {"days": days, "time_zone_name": days}, "events": events, "days": [events]}}
    try:
        sessions = read_schedule(json.dumps(data).encode(), ZONE, "x.json").sessions
    except ContentError:
        return
    assert all(session.start < session.end for session in sessions)
