"""Sessions as iCalendar, read back with the library's own parser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from icalendar import Calendar, Timezone

from bot.programme.exports.ical_export import calendar_of
from bot.programme.model import Original, Session
from tests.samples.programme import FAIR, NOW, ZONE, at, session


def events(*sessions: Session) -> list[Any]:
    calendar = Calendar.from_ical(calendar_of(sessions, FAIR, NOW, "Programm"))
    return list(calendar.walk("VEVENT"))


def test_event_keeps_what_a_calendar_shows() -> None:
    [event] = events(
        session("ki", room="Foyer", topics=("KI", "Daten; mehr"), speakers=("A B",), abstract="Eins,\nzwei")
    )
    shown = (str(event["SUMMARY"]), str(event["LOCATION"]), event["CATEGORIES"].cats, str(event["DESCRIPTION"]))
    assert shown == ("ki", "Foyer", ["KI", "Daten; mehr"], "Mit A B.\n\nEins,\nzwei")


def test_times_have_the_fairs_zone() -> None:
    [event] = events(session("ki", "10:00", "11:30"))
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["DTSTART"].params["TZID"]) == (
        at("10:00"),
        at("11:30"),
        "Europe/Berlin",
    )


def test_calendar_states_the_rules_of_its_zone() -> None:
    calendar = Calendar.from_ical(calendar_of([session("ki")], FAIR, NOW, "Programm"))
    [zone] = calendar.walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    assert NOW.replace(tzinfo=zone.to_tz()).utcoffset() == timedelta(hours=2)


def test_cancelled_session_stays_and_says_so() -> None:
    [event] = events(session("ki", cancelled=True, changed_at=NOW))
    assert (str(event["STATUS"]), event["LAST-MODIFIED"].dt.astimezone(ZONE)) == ("CANCELLED", NOW)


def test_later_change_has_a_greater_number() -> None:
    first, second = events(session("a", changed_at=at("09:00")), session("b", changed_at=at("09:01")))
    assert int(second["SEQUENCE"]) - int(first["SEQUENCE"]) == 1


def test_own_properties_keep_the_rest() -> None:
    changed = session(
        "ki", kind="Workshop", speakers=("A", "B"), seats=12, seats_free=0, is_new=True, note="Neu!",
        original=Original(start=at("09:00"), room="Saal"), changed_at=NOW,
    )  # fmt: skip
    [event] = events(changed)
    own = {name: event[name] for name in event if name.startswith("X-MESSELOTSE-")}
    texts = {name: list(map(str, own[name])) if isinstance(own[name], list) else str(own[name]) for name in own}
    assert texts == {
        "X-MESSELOTSE-ART": "Workshop",
        "X-MESSELOTSE-HINWEIS": "Neu!",
        "X-MESSELOTSE-PLAETZE": "12",
        "X-MESSELOTSE-PLAETZE-FREI": "0",
        "X-MESSELOTSE-NEU": "ja",
        "X-MESSELOTSE-URSPRUENGLICH-BEGINN": at("09:00").isoformat(),
        "X-MESSELOTSE-URSPRUENGLICH-RAUM": "Saal",
        "X-MESSELOTSE-GEAENDERT": NOW.isoformat(),
        "X-MESSELOTSE-VORTRAGENDE": ["A", "B"],
    }  # fmt: skip


def test_uid_is_stable_and_begins_with_the_id() -> None:
    assert [str(event["UID"]) for event in events(session("ki"))] == ["ki@hausmesse-2025.messelotse"]


def test_calendar_asks_subscribers_to_come_back() -> None:
    calendar = Calendar.from_ical(calendar_of([session("ki")], FAIR, NOW, "Programm"))
    interval: Any = calendar["REFRESH-INTERVAL"]
    assert (interval.dt, str(calendar["X-PUBLISHED-TTL"])) == (timedelta(minutes=15), "PT15M")


def test_no_session_is_an_empty_calendar() -> None:
    assert events() == []
