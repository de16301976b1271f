from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ContentError
from bot.core.settings import ROOT
from bot.programme.sources import calendar_series
from bot.programme.sources.base import SourceReading
from bot.programme.sources.calendar_ics import read_calendar, window_of
from tests.samples.programme import ZONE, at, ids

SAMPLES = ROOT.parent / "shared" / "daten" / "kalender"
DAYS = (date(2025, 5, 14), date(2025, 5, 15))
MARCH = (date(2019, 3, 1), date(2019, 3, 31))
TIMES = ("DTSTART;TZID=Europe/Berlin:20250514T100000", "DTEND;TZID=Europe/Berlin:20250514T110000")


def event(*lines: str, uid: str = "a@example.org", times: tuple[str, ...] = TIMES) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:a", "LOCATION:Saal", *times, *lines, "END:VEVENT"])


def calendar(*events: str, head: str = "VERSION:2.0") -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", head, *events, "END:VCALENDAR", ""]).encode()


def read(*events: str, head: str = "VERSION:2.0") -> SourceReading:
    return read_calendar(calendar(*events, head=head), ZONE, "x.ics", DAYS)


def remarks(reading: SourceReading) -> list[str]:
    return [problem.what.partition("): ")[2] for problem in reading.warnings]


def value(block: str, key: str) -> str:
    match = re.search(rf"^{key}[^:\n]*:(.*)$", block, re.MULTILINE)
    return match.group(1).strip() if match else ""


def moment(raw: str) -> datetime:
    return datetime.strptime(raw.strip().rstrip("Z")[:15], "%Y%m%dT%H%M%S" if "T" in raw else "%Y%m%d")


def count_dates(text: str, window: tuple[date, date]) -> int:
    """Counted line by line with dateutil alone: independent of the libraries that the source uses."""
    flat = re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n")
    blocks = re.findall(r"^BEGIN:VEVENT$(.*?)^END:VEVENT$", flat, re.DOTALL | re.MULTILINE)
    changed = [value(block, "UID") for block in blocks if value(block, "RECURRENCE-ID")]
    return sum(count_block(block, window, changed) for block in blocks)


def count_block(block: str, window: tuple[date, date], changed: list[str]) -> int:
    """One, or the dates of the rule; a changed date is a block of its own and replaces one of a series that ends."""
    if not value(block, "RRULE") or value(block, "RECURRENCE-ID"):
        return 1
    # UNTIL in UTC against starts on the wall: hours do not matter for these calendars, days do.
    rule = re.sub(r"UNTIL=(\d{8})T\d{6}Z", r"UNTIL=\1T235959", value(block, "RRULE"))
    dates = rrulestr(rule, dtstart=moment(value(block, "DTSTART")))
    out = {moment(item) for item in re.findall(r"^EXDATE[^:]*:(.*)$", block, re.MULTILINE)}
    if "COUNT" in rule or "UNTIL" in rule:
        return len([found for found in dates if found not in out]) - changed.count(value(block, "UID"))
    first, last = (datetime(day.year, day.month, day.day) for day in window)
    during = dates.between(first, last.replace(hour=23), inc=True)
    return max(len([found for found in during if found not in out]), 1)


@pytest.mark.parametrize("window", [DAYS, MARCH])
@pytest.mark.parametrize("file", ["discourse_no_dtend.ics", "fablab_cottbus.ics", "machbar_16_feb_2019.ics"])
def test_real_calendars_lose_no_event(file: str, window: tuple[date, date]) -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"Testdaten fehlen: {SAMPLES}")
    raw = (SAMPLES / file).read_bytes()
    sessions = read_calendar(raw, ZONE, file, window).sessions
    counted = count_dates(raw.decode(), window)
    assert (len(sessions), len(set(ids(sessions)))) == (counted, counted)


def test_event_with_every_property() -> None:
    reading = read(
        event(
            "CATEGORIES:KI,Ethik", "CATEGORIES:KI", "DESCRIPTION:b\\nc", "URL:https://example.org", "STATUS:CANCELLED"
        )
    )
    session = reading.sessions[0]
    assert (session.id, session.title, session.room, session.start, session.end) == (
        "a", "a", "Saal", at("10:00"), at("11:00"),
    )  # fmt: skip
    assert (session.topics, session.abstract, session.url, session.cancelled) == (
        ("KI", "Ethik"), "b\nc", "https://example.org", True,
    )  # fmt: skip
    assert reading.warnings == ()


def test_guests_are_not_read() -> None:
    session = read(event("ATTENDEE;CN=Erika:mailto:e@example.org", "ORGANIZER;CN=Max:mailto:m@example.org")).sessions[0]
    assert "example.org" not in session.json()


@pytest.mark.parametrize(
    ("times", "start", "end", "found"),
    [
        (("DTSTART:20250514T080000Z", "DTEND:20250514T090000Z"), at("10:00"), at("11:00"), []),
        (("DTSTART:20250514T100000", "DURATION:PT45M"), at("10:00"), at("10:45"), []),
        (("DTSTART;TZID=W. Europe Standard Time:20250514T100000", "DURATION:PT45M"), at("10:00"), at("10:45"), []),
        (("DTSTART;TZID=America/New_York:20250514T040000", "DURATION:PT1H"), at("10:00"), at("11:00"),
         ["Zeit in anderer Zeitzone (04:00 Uhr, UTC-04:00), hier 14.05., 10:00 Uhr"]),
        (("DTSTART;TZID=Mond/Krater:20250514T100000", "DURATION:PT1H"), at("10:00"), at("11:00"),
         ["Zeitzone „Mond/Krater“ ist unbekannt, angenommen wird Europe/Berlin"]),
        (("DTSTART:20250514T080000Z",), at("10:00"), at("10:30"), ["Ende fehlt, angenommen: 30 Minuten"]),
        (("DTSTART:20250514T080000Z", "DTEND:20250514T080000Z"), at("10:00"), at("10:30"),
         ["Ende liegt nicht nach dem Beginn, angenommen: 30 Minuten"]),
        (("DTSTART;VALUE=DATE:20250514",), at("00:00"), at("00:00", 15),
         ["Uhrzeit fehlt, angenommen wird der ganze Tag"]),
        (("DTSTART;VALUE=DATE:20250514", "DTEND;VALUE=DATE:20250516"), at("00:00"), at("00:00", 16),
         ["Uhrzeit fehlt, angenommen wird der ganze Tag", "dauert länger als 8 Stunden (bis 16.05., 00:00 Uhr)"]),
        (("DTSTART:20250514T223000Z", "DTEND:20250514T230000Z"), at("00:30", 15), at("01:00", 15),
         ["beginnt nach Mitternacht (15.05., 00:30 Uhr)"]),
    ],
)  # fmt: skip
def test_times(times: tuple[str, ...], start: datetime, end: datetime, found: list[str]) -> None:
    reading = read(event(times=times))
    assert [(item.start, item.end) for item in reading.sessions] == [(start, end)]
    assert remarks(reading) == found


def test_floating_times_are_meant_in_the_zone_of_the_calendar() -> None:
    reading = read(event(times=("DTSTART:20250514T080000", "DURATION:PT1H")), head="X-WR-TIMEZONE:UTC")
    assert reading.sessions[0].start == at("10:00")


def test_missing_details_are_told_with_their_line() -> None:
    lines = ("BEGIN:VEVENT", "UID:b", *TIMES, "CATEGORIES:", "URL:/c/kalender", "END:VEVENT")
    reading = read(event(), "\r\n".join(lines))
    assert [(problem.line, problem.what) for problem in reading.warnings] == [
        (10, f"„Ohne Titel“ (14.05.2025, 10:00 Uhr): {what}")
        for what in (
            "Titel fehlt",
            "Raum fehlt",
            "„CATEGORIES“ ist leer, ohne Thema",
            "„URL“ ist keine Internetadresse und wird weggelassen",
        )
    ]


def test_event_without_start_is_told() -> None:
    reading = read(event(), event(uid="b", times=("DTSTART:bald",)), event(uid="c", times=()))
    what = "„a“: Beginn fehlt oder ist unverständlich, wird nicht gezeigt"
    assert (ids(reading.sessions), [problem.what for problem in reading.warnings]) == (["a"], [what, what])


@pytest.mark.parametrize(
    "line",
    [
        "DURATION:quatsch", "DTEND:quatsch", "RECURRENCE-ID:quatsch", "RDATE:quatsch", "EXDATE:quatsch", "URL:quatsch",
        "STATUS:quatsch", "CATEGORIES;X=", "DTEND:00010101T000000Z", "DTEND:99991231T235959Z", "DURATION:-PT5M",
        "RRULE:FREQ=DAILY;COUNT=0", "RRULE:FREQ=DAILY;UNTIL=quatsch", "RRULE:", "X-MESSELOTSE-PLAETZE:viele",
        "X-MESSELOTSE-GEAENDERT:gestern",
    ],
)  # fmt: skip
def test_spoilt_detail_costs_no_event(line: str) -> None:
    reading = read(event(line, times=TIMES[:1]), event(uid="b"))
    assert sorted(item.start for item in reading.sessions) == [at("10:00"), at("10:00")]


def test_repeated_uid_is_made_unique() -> None:
    reading = read(event(), event())
    assert (ids(reading.sessions), remarks(reading)) == (
        ["a", "a-2"],
        ["Kennung „a“ kommt mehrfach vor, hier wird „a-2“ daraus"],
    )


def test_same_name_from_two_systems_keeps_the_system() -> None:
    assert ids(read(event(), event(uid="a@b.example")).sessions) == ["a-example-org", "a-b-example"]


def test_series_with_a_change_a_gap_and_a_cancellation() -> None:
    moved = event("RECURRENCE-ID:20250515T080000Z", times=("DTSTART:20250515T120000Z", "DURATION:PT1H"))
    off = event("RECURRENCE-ID;TZID=Europe/Berlin:20250517T100000", "STATUS:CANCELLED", times=(
        "DTSTART;TZID=Europe/Berlin:20250517T100000", "DURATION:PT1H"))  # fmt: skip
    series = event("RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20250516T100000")
    reading = read(series, moved, off)
    assert [(item.id, item.start, item.cancelled) for item in reading.sessions] == [
        ("a-20250514-0800", at("10:00"), False),
        ("a-20250515-0800", at("14:00", 15), False),
        ("a-20250517-0800", at("10:00", 17), True),
    ]
    assert reading.warnings == ()


def test_moved_date_of_a_series_keeps_its_id() -> None:
    series = event("RRULE:FREQ=DAILY;COUNT=2")
    moved = event("RECURRENCE-ID;TZID=Europe/Berlin:20250515T100000", times=("DTSTART:20250515T120000Z",))
    assert ids(read(series).sessions) == ids(read(series, moved).sessions)


@pytest.mark.parametrize(
    ("rule", "starts", "remark"),
    [
        ("RRULE:FREQ=DAILY", [at("10:00"), at("10:00", 15)],
         "Serie ohne Ende, gelesen sind die Termine vom 14.05.2025 bis 15.05.2025"),
        ("RRULE:FREQ=DAILY;UNTIL=99991231T000000Z", [at("10:00"), at("10:00", 15)],
         "Serie ohne Ende, gelesen sind die Termine vom 14.05.2025 bis 15.05.2025"),
        ("RRULE:FREQ=SECONDLY", [at("10:00")], "wiederholt sich öfter als stündlich, nur der erste Termin gilt"),
        ("RRULE:FREQ=QUATSCH", [at("10:00")], "Wiederholung ist unverständlich, nur der erste Termin gilt"),
    ],
)  # fmt: skip
def test_unusual_series_are_told(rule: str, starts: list[datetime], remark: str) -> None:
    reading = read(event(rule))
    assert ([item.start for item in reading.sessions], remarks(reading)) == (starts, [remark])


def test_endless_series_outside_the_fair_shows_its_next_date() -> None:
    times = ("DTSTART:20240105T080000Z", "DURATION:PT1H")  # a Friday
    reading = read(event("RRULE:FREQ=WEEKLY", times=times))
    assert [item.start.date() for item in reading.sessions] == [date(2025, 5, 16)]
    assert remarks(reading) == ["Serie ohne Ende, keiner der Termine liegt in der Messezeit, gezeigt wird der nächste"]


def test_series_whose_dates_are_all_taken_back_shows_nothing() -> None:
    struck = event("RRULE:FREQ=DAILY;COUNT=1", "EXDATE;TZID=Europe/Berlin:20250514T100000", uid="b")
    reading = read(event(), struck)
    assert ids(reading.sessions) == ["a"]
    assert [problem.what for problem in reading.warnings] == [
        "„a“: alle Termine der Serie sind gestrichen, keiner wird gezeigt"
    ]


def test_long_series_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_series, "MAX_DATES", 3)
    reading = read(event("RRULE:FREQ=DAILY;COUNT=9"))
    assert (len(reading.sessions), remarks(reading)) == (3, ["mehr als 3 Termine, gelesen sind die ersten 3"])


def test_series_keeps_the_wall_time_across_the_change_of_the_clocks() -> None:
    times = ("DTSTART;TZID=Europe/Berlin:20250329T100000", "DTEND;TZID=Europe/Berlin:20250329T110000")
    sessions = read(event("RRULE:FREQ=DAILY;COUNT=2", times=times)).sessions
    assert [item.start.isoformat() for item in sessions] == ["2025-03-29T10:00:00+01:00", "2025-03-30T10:00:00+02:00"]


def test_window_of_the_fair() -> None:
    assert (window_of(reversed(DAYS)), window_of([])) == (DAYS, None)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "kein iCalendar (BEGIN:VCALENDAR fehlt am Anfang)"),
        (calendar(event())[:150], "iCalendar bricht ab (END:VCALENDAR fehlt am Ende)"),
        (calendar(event(), "BEGIN:VEVENT"), "iCalendar ist unvollständig (ein BEGIN:VEVENT ohne END:VEVENT)"),
        (calendar("quatsch"), "kein gültiges iCalendar"),
        (calendar("SUMMARY:\xff").decode().encode("latin-1"), "kein gültiges iCalendar"),
        (calendar(), "kein Programm gefunden (kein Termin mit Beginn)"),
    ],
)
def test_unusable_calendar_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_calendar(raw, ZONE, "x.ics", DAYS)
    assert [problem.what for problem in caught.value.problems] == [what]


@given(st.text(max_size=30), st.integers(0, 400))
def test_any_text_is_read_or_refused(noise: str, place: int) -> None:
    raw = calendar(event("RRULE:FREQ=DAILY;COUNT=2"), event(uid="b")).decode()
    try:
        sessions = read_calendar(
            (raw[:place] + noise + raw[place:]).encode("utf-8", "replace"), ZONE, "x", DAYS
        ).sessions
    except ContentError:
        return
    assert all(session.start < session.end for session in sessions)
