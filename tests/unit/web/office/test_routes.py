"""The pages of the Programmbüro over HTTP, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.staff.roles import Role
from tests.samples.staff import add_users, log_in
from tests.samples.web import FakeRasa, running

pytestmark = pytest.mark.asyncio
NOW = "2025-05-14T10:05:00+02:00"
PAGE = "/programmbuero/sitzung/ki-grundlagen"


@pytest_asyncio.fixture
async def web(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not logged in."""
    add_users(tmp_path, Role.OFFICE)
    async with running(tmp_path, FakeRasa(), MESSE_NOW=NOW) as client:
        yield client


@pytest_asyncio.fixture
async def office(web: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser that is logged in."""
    assert (await log_in(web, Role.OFFICE)).status_code == 303
    return web


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form to change something."""
    form = page.partition('id="aendern"')[2] or page.partition('class="change-form"')[2]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.partition("</form>")[0]))


async def press(office: httpx.AsyncClient, deed: str, path: str = PAGE, **fields: str) -> httpx.Response:
    """Open the page of a session or booth and press one of its buttons."""
    form = {**hidden((await office.get(path)).text), "grund": "Technik", "hinweis": "", "tat": deed, **fields}
    return await office.post(path, data=form)


async def live(web: httpx.AsyncClient, key: str = "ki-grundlagen") -> dict[str, Any]:
    sessions = (await web.get("/programm/katalog.json")).json()["sessions"]
    found: dict[str, Any] = next(each for each in sessions if each["id"] == key)
    return found


@pytest.mark.parametrize("path", ["", "/neu", "/aenderungen", "/sitzung/ki-grundlagen", "/stand/A1", "/nummer.json"])
async def test_stranger_is_led_to_the_login(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(f"/programmbuero{path}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/anmelden?weiter=/programmbuero{path}")


async def test_table_is_by_day_and_room_and_can_be_searched(office: httpx.AsyncClient) -> None:
    def titles(page: str) -> list[str]:
        return re.findall(r'<span class="title">([^<]+)</span>', page)

    first = await office.get("/programmbuero")
    second = await office.get("/programmbuero", params={"tag": "2025-05-15"})
    found = await office.get("/programmbuero", params={"tag": "2025-05-14", "suche": "prompten saal"})
    room = await office.get(
        "/programmbuero", params={"tag": "2025-05-14", "suche": "prompten", "raum": "Seminarraum 1"}
    )
    booth = await office.get("/programmbuero", params={"ansicht": "staende", "suche": "tablets"})
    assert ("Eröffnung der Hausmesse" in titles(first.text), "Eröffnung der Hausmesse" in titles(second.text)) == (
        True,
        False,
    )
    assert [titles(each.text) for each in (found, room, booth)] == [
        [],
        ["Gute Fragen an die KI: Prompten für den Einstieg"],
        ["Tablets im Einsatz"],
    ]


async def test_change_is_saved_told_and_undone(office: httpx.AsyncClient) -> None:
    before = await live(office)
    saved = await press(office, "verspaetung:15")
    assert (saved.status_code, saved.headers["Location"]) == (
        303,
        "/programmbuero?tag=2025-05-14&gespeichert=1#sitzung-ki-grundlagen",
    )
    table = (await office.get(saved.headers["Location"])).text
    assert ("Verspätung um 15 Minuten" in table, "Zeit geändert, vorher 10:00 Uhr" in table) == (True, True)
    assert (await live(office))["start"][11:16] == "10:15"
    token = hidden((await office.get(PAGE)).text)["pruefung"]
    undone = await office.post("/programmbuero/aenderungen/1/zuruecknehmen", data={"pruefung": token, "grund": ""})
    listed = (await office.get("/programmbuero/aenderungen")).text
    assert (undone.status_code, await live(office), "Zurückgenommen von Kim Beispiel" in listed) == (303, before, True)


@pytest.mark.parametrize(
    ("deed", "fields", "expected"),
    [
        ("zeit", {"tag": "2025-05-15", "beginn": "11:00", "ende": "11:30"}, {"start": "2025-05-15T11:00:00+02:00"}),
        ("verspaetung", {"minuten": "7"}, {"start": "2025-05-14T10:07:00+02:00"}),
        ("raum", {"raum": "Bibliothek", "raum_anders": ""}, {"room": "Bibliothek"}),
        ("raum", {"raum": "Bibliothek", "raum_anders": "Zelt im Hof"}, {"room": "Zelt im Hof"}),
        ("raumtausch", {"mit": "prompten-einstieg"}, {"room": "Seminarraum 1"}),
        ("plaetze", {"frei": "3", "plaetze": "20"}, {"seats_free": 3, "seats": 20}),
        ("plaetze:0", {"frei": "3"}, {"seats_free": 0}),
        ("absage", {"hinweis": "Leider krank."}, {"cancelled": True, "note": "Leider krank."}),
        ("hinweis", {"hinweis": "Kopfhörer!"}, {"note": "Kopfhörer!"}),
    ],
)
async def test_every_button_of_a_session(
    office: httpx.AsyncClient, deed: str, fields: dict[str, str], expected: dict[str, Any]
) -> None:
    assert (await press(office, deed, **fields)).status_code == 303
    session = await live(office)
    assert {name: session[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("deed", "fields", "expected"),
    [
        ("absage", {}, {"cancelled": True}),
        ("raum", {"raum": "Kunsthalle"}, {"room": "Kunsthalle", "original_room": "Foyer"}),
        ("hinweis", {"hinweis": "Gleich zurück"}, {"note": "Gleich zurück"}),
        (
            "zeiten",
            {"zeit_tag_0": "2025-05-14", "zeit_von_0": "10:00", "zeit_bis_0": "12:00", "zeit_tag_1": "2025-05-15"},
            {"hours": [{"opens": "2025-05-14T10:00:00+02:00", "closes": "2025-05-14T12:00:00+02:00"}]},
        ),
    ],
)
async def test_every_button_of_a_booth(
    office: httpx.AsyncClient, deed: str, fields: dict[str, str], expected: dict[str, Any]
) -> None:
    assert (await press(office, deed, "/programmbuero/stand/A2", **fields)).status_code == 303
    booths = (await office.get("/programm/katalog.json")).json()["booths"]
    booth = next(each for each in booths if each["number"] == "A2")
    assert {name: booth[name] for name in expected} == expected


async def test_new_session(office: httpx.AsyncClient) -> None:
    fields = {
        "titel": "Über Nacht",
        "tag": "2025-05-14",
        "beginn": "15:00",
        "ende": "15:30",
        "raum": "Foyer",
        "plaetze": "9",
    }
    added = await press(office, "", "/programmbuero/neu", **fields, vortragende="A B,  C D")
    session = await live(office, "ueber-nacht")
    assert (added.status_code, session["is_new"], session["speakers"], session["seats"]) == (
        303,
        True,
        ["A B", "C D"],
        9,
    )


@pytest.mark.parametrize(
    ("deed", "fields", "status", "message"),
    [
        ("verspaetung", {"minuten": "bald"}, 400, "„minuten“ ist keine ganze Zahl"),
        ("zeit", {"tag": "2025-05-14", "beginn": "11:00", "ende": "10:00"}, 400, "liegt nicht nach dem Beginn"),
        ("raumtausch", {"mit": ""}, 400, "„mit“ ist zu kurz"),
        ("raum", {"raum": "Großer Saal"}, 409, "ist schon in „Großer Saal“"),
        ("absage", {"grund": " "}, 400, "„grund“ ist leer"),
        ("unfug", {}, 400, "„art“ ist keine Art von Änderung"),
    ],
)
async def test_fault_is_told_and_what_was_typed_stays(
    office: httpx.AsyncClient, deed: str, fields: dict[str, str], status: int, message: str
) -> None:
    answer = await press(office, deed, hinweis="Mein Hinweis", **fields)
    assert (answer.status_code, message in answer.text, 'value="Mein Hinweis"' in answer.text) == (status, True, True)


async def test_second_organiser_sees_the_difference_and_may_insist(office: httpx.AsyncClient) -> None:
    old = {**hidden((await office.get(PAGE)).text), "grund": "Technik", "hinweis": "", "tat": "verspaetung:30"}
    await press(office, "raum", raum="Bibliothek")
    answer = await office.post(PAGE, data=old)
    rows = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>([^<]+)</td><td[^>]*>([^<]+)</td>', answer.text)
    assert (answer.status_code, rows) == (409, [("Raum", "Großer Saal", "Bibliothek")])
    assert (
        "Kim Beispiel: Neuer Raum: Bibliothek" in answer.text,
        'name="tat" value="verspaetung:30">Trotzdem speichern: Verspätung um 30 Minuten<' in answer.text,
    ) == (
        True,
        True,
    )
    insisted = await office.post(PAGE, data={**old, **hidden(answer.text)})
    session = await live(office)
    assert (insisted.status_code, session["room"], session["start"][11:16]) == (303, "Bibliothek", "10:30")


@pytest.mark.parametrize("path", [PAGE, "/programmbuero/neu", "/programmbuero/aenderungen/1/zuruecknehmen"])
async def test_form_of_another_page_is_refused(office: httpx.AsyncClient, path: str) -> None:
    answers = [await office.post(path, data={"tat": "absage", "grund": "x", "pruefung": wrong}) for wrong in ("", "ü")]
    assert [each.status_code for each in answers] == [403, 403]


async def test_doubly_booked_room_is_told(office: httpx.AsyncClient) -> None:
    saved = await press(office, "raum", raum="Seminarraum 1")
    assert "Bitte prüfen: Seminarraum 1 ist dann auch belegt" in (await office.get(saved.headers["Location"])).text


async def test_number_of_the_last_change(office: httpx.AsyncClient) -> None:
    await press(office, "absage")
    assert (await office.get("/programmbuero/nummer.json")).json() == {"nummer": 1}


async def test_unknown_session_is_404(office: httpx.AsyncClient) -> None:
    assert (await office.get("/programmbuero/sitzung/gibt-es-nicht")).status_code == 404


async def test_note_of_somebody_else_survives_an_untouched_field(office: httpx.AsyncClient) -> None:
    old = {**hidden((await office.get(PAGE)).text), "grund": "Technik", "hinweis": "", "tat": "verspaetung:5"}
    await press(office, "hinweis", hinweis="Kopfhörer mitbringen")
    answer = await office.post(PAGE, data=old)
    again = {**old, **hidden(answer.text), "hinweis": "Kopfhörer mitbringen"}
    assert ('value="Kopfhörer mitbringen"' in answer.text, (await office.post(PAGE, data=again)).status_code) == (
        True,
        303,
    )
    assert (await live(office))["note"] == "Kopfhörer mitbringen"
