"""The programme for calendars and screens, over HTTP."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from tests.samples.web import FakeRasa, running

pytestmark = pytest.mark.asyncio
NAMES = ("jetzt.json", "programm.ics", "schedule.xml", "sitzung/a.ics")
NOON = "2025-05-14T10:05:00+02:00"


async def test_calendar_has_all_sessions(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOON) as client:
        response = await client.get("/programm/programm.ics")
        sessions = (await client.get("/programm/katalog.json")).json()["sessions"]
    events = Calendar.from_ical(response.content).walk("VEVENT")
    found = {str(event["UID"]).partition("@")[0] for event in events}
    assert (response.headers["Content-Type"], found) == (
        "text/calendar; charset=utf-8",
        {each["id"] for each in sessions},
    )


async def test_schedule_xml_has_the_sessions_of_schedule_json(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOON) as client:
        response = await client.get("/programm/schedule.xml")
        days = (await client.get("/programm/schedule.json")).json()["schedule"]["conference"]["days"]
    told = {event["guid"] for day in days for room in day["rooms"].values() for event in room}
    found = {event.get("guid") for event in ElementTree.fromstring(response.content).iter("event")}
    assert (response.headers["Content-Type"], found) == ("application/xml; charset=utf-8", told)


async def test_one_session_is_a_file_of_its_name(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOON) as client:
        response = await client.get("/programm/sitzung/prompten-einstieg.ics")
    names = [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]
    assert (names, response.headers["Content-Disposition"]) == (
        ["Gute Fragen an die KI: Prompten für den Einstieg"],
        'attachment; filename="prompten-einstieg.ics"',
    )


@pytest.mark.parametrize("name", ["gibt-es-nicht.ics", "prompten-einstieg", "..%2Fx.ics"])
async def test_unknown_session_is_not_found(tmp_path: Path, name: str) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOON) as client:
        response = await client.get(f"/programm/sitzung/{name}")
    assert response.status_code == 404


async def test_now_is_known_by_its_tag(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOON) as client:
        first = await client.get("/programm/jetzt.json")
        again = await client.get("/programm/jetzt.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.json()["zeit"], again.status_code) == ("2025-05-14T10:05+02:00", 304)


async def test_now_tells_the_fairs_clock_with_every_answer(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOON) as client:
        first = await client.get("/programm/jetzt.json")
        again = await client.get("/programm/jetzt.json", headers={"If-None-Match": first.headers["ETag"]})
    assert [answer.headers["Messe-Uhr"][:16] for answer in (first, again)] == ["2025-05-14T10:05"] * 2


async def test_missing_programme_is_said(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), PROGRAMM_QUELLE="http://127.0.0.1:9/schedule.json") as client:
        answers = [await client.get(f"/programm/{name}") for name in NAMES]
    assert [answer.status_code for answer in answers] == [503] * len(NAMES)
