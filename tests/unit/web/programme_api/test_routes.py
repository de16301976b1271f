"""The programme API over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.samples.web import FakeRasa, running

pytestmark = pytest.mark.asyncio
TOKEN = "probe-0123456789-abcdef"
CHANGES = "/api/programm/aenderungen"
SESSION = "ki-grundlagen"
DELAY = {"art": "verspaetung", "sitzung": SESSION, "minuten": 15, "grund": "Technik"}
NEW = {"titel": "Über Nacht", "beginn": "2025-05-14T15:00", "ende": "2025-05-14T15:30", "raum": "saal", "plaetze": 9}


@pytest_asyncio.fixture
async def api(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a token, once there is a programme."""
    settings = {"PROGRAMM_TOKENS": f"Kasse:{TOKEN}", "MESSE_NOW": "2025-05-14T10:05:00+02:00"}
    async with running(tmp_path, FakeRasa(), **settings) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


async def live(api: httpx.AsyncClient, key: str = SESSION) -> dict[str, Any]:
    """The session as the chat gets it."""
    sessions = (await api.get("/programm/katalog.json")).json()["sessions"]
    found: dict[str, Any] = next(each for each in sessions if each["id"] == key)
    return found


async def test_change_is_answered_and_live_at_once(api: httpx.AsyncClient) -> None:
    answer = await api.post(CHANGES, json={**DELAY, "revision": 0})
    change = answer.json()["aenderung"]
    assert (answer.status_code, answer.headers["Location"], answer.json()["revision"]) == (201, f"{CHANGES}/1", 1)
    assert (change["autor"], change["grund"], change["minuten"], change["wirkt"]) == ("Kasse", "Technik", 15, True)
    session = await live(api)
    assert (session["start"][11:16], session["original"]["start"][11:16]) == ("10:15", "10:00")


async def test_outdated_revision_is_told_the_present_one(api: httpx.AsyncClient) -> None:
    answers = [await api.post(CHANGES, json={**DELAY, "revision": 0}) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 409]
    assert (
        answers[1].json()["revision"],
        (await api.get(f"/api/programm/sitzungen/{SESSION}")).json()["revision"],
    ) == (1, 1)


async def test_undone_change_stays_in_the_list(api: httpx.AsyncClient) -> None:
    before = await live(api)
    await api.post(CHANGES, json=DELAY)
    undone = await api.post(f"{CHANGES}/1/zuruecknehmen", json={"grund": "Irrtum"})
    again = await api.post(f"{CHANGES}/1/zuruecknehmen", json={"grund": "Irrtum"})
    listed = (await api.get(CHANGES)).json()["aenderungen"]
    assert (undone.status_code, again.status_code, await live(api)) == (200, 409, before)
    assert [(each["nummer"], each["wirkt"], each["zurueckgenommen"]["grund"]) for each in listed] == [
        (1, False, "Irrtum")
    ]


async def test_list_from_a_number_on(api: httpx.AsyncClient) -> None:
    for _ in range(3):
        await api.post(CHANGES, json=DELAY)
    await api.post(f"{CHANGES}/1/zuruecknehmen", json={"grund": "Irrtum"})
    assert [each["nummer"] for each in (await api.get(CHANGES, params={"ab": 3})).json()["aenderungen"]] == [3, 1]


async def test_new_session_gets_its_id(api: httpx.AsyncClient) -> None:
    answer = await api.post(CHANGES, json={"art": "neu", "grund": "Nachfrage", "programmpunkt": NEW})
    key = answer.json()["aenderung"]["sitzung"]
    session = await live(api, key)
    assert (key, session["room"], session["is_new"], session["seats"]) == ("ueber-nacht", "Großer Saal", True, 9)


async def test_booth_cancelled_and_moved_shows_in_the_list_of_booths(api: httpx.AsyncClient) -> None:
    for change in ({"art": "absage"}, {"art": "raum", "raum": "Kunsthalle", "hinweis": "Am Fenster."}):
        assert (await api.post(CHANGES, json={**change, "stand": "A2", "grund": "Platz"})).status_code == 201
    booth = next(each for each in (await api.get("/programm/staende.json")).json() if each["nummer"] == "A2")
    assert (booth["abgesagt"], booth["raum"], booth["raum_vorher"], booth["hinweis"]) == (
        True,
        "Kunsthalle",
        "Foyer",
        "Am Fenster.",
    )


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"minuten": "15"}, 400, "minuten"),
        ({"minuten": 0}, 400, "minuten"),
        ({"minuten": None}, 400, "minuten"),
        ({"grund": " \n"}, 400, "grund"),
        ({"art": "umzug"}, 400, "art"),
        ({"extra": 1}, 400, "extra"),
        ({"revision": -1}, 400, "revision"),
        ({"sitzung": "gibt-es-nicht"}, 404, "sitzung"),
        ({"art": "raum", "minuten": ..., "raum": "Keller"}, 400, "raum"),
        ({"art": "zeit", "minuten": ..., "beginn": "2025-13-14T10:00"}, 400, "beginn"),
        ({"art": "zeit", "minuten": ..., "beginn": "2025-05-14T10:00"}, 409, "beginn"),
        ({"art": "raumtausch", "minuten": ..., "mit": SESSION}, 400, "mit"),
        ({"art": "hinweis", "minuten": ..., "hinweis": "x", "stand": "A1"}, 400, "sitzung"),
    ],
)
async def test_fault_names_its_field(api: httpx.AsyncClient, wrong: dict[str, Any], status: int, field: str) -> None:
    body = {name: value for name, value in {**DELAY, **wrong}.items() if value is not ...}
    answer = await api.post(CHANGES, json=body)
    assert (answer.status_code, [each["feld"] for each in answer.json()["felder"]]) == (status, [field])
    assert (await api.get(CHANGES)).json() == {"aenderungen": []}


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"[]", 400), (b'{"a": NaN}', 400), (b"\xff", 400), (b"x" * 20_000, 413)]
)
async def test_body_that_is_no_object(api: httpx.AsyncClient, body: bytes, status: int) -> None:
    assert (await api.post(CHANGES, content=body)).status_code == status


@pytest.mark.parametrize("path", ["/0", "/77", "/x", "/999999999999999999999"])
async def test_unknown_change(api: httpx.AsyncClient, path: str) -> None:
    answers = await api.get(CHANGES + path), await api.post(f"{CHANGES}{path}/zuruecknehmen", json={"grund": "x"})
    assert [each.status_code for each in answers] == [404, 404]


async def test_without_token_nothing_is_told_or_changed(api: httpx.AsyncClient) -> None:
    del api.headers["Authorization"]
    answers = [await api.get(CHANGES), await api.post(CHANGES, json=DELAY), await api.get("/api/programm/sitzungen")]
    assert [(each.status_code, "Bearer" in each.headers["WWW-Authenticate"]) for each in answers] == [(401, True)] * 3


async def test_key_with_special_characters_is_decoded(api: httpx.AsyncClient) -> None:
    answer = await api.get("/api/programm/sitzungen/gibt%20es%40nicht")
    assert answer.json()["fehler"] == "Die Sitzung „gibt es@nicht“ steht nicht im Programm."


async def test_two_at_once_one_is_told(api: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(api.post(CHANGES, json={**DELAY, "revision": 0}) for _ in range(6)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409, 409, 409]


async def test_programme_missing_is_503(tmp_path: Path) -> None:
    (tmp_path / "kaputt.json").write_text("{")
    settings = {"PROGRAMM_TOKENS": f"Kasse:{TOKEN}", "PROGRAMM_QUELLE": str(tmp_path / "kaputt.json")}
    async with running(tmp_path, FakeRasa(), **settings) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        answers = await client.get("/api/programm/sitzungen"), await client.post(CHANGES, json=DELAY)
    assert [each.status_code for each in answers] == [503, 503]
