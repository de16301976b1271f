"""Programme, health, pages and errors over HTTP."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from bot.core import files
from bot.core.database import make_tables, open_sqlite
from bot.core.files import PROBE_FILE
from bot.programme.model import Catalogue
from bot.runtime.rasa_client import RasaClient
from bot.web.http import health
from bot.web.http.health import HealthChecks, Storage, overall_state
from bot.web.http.security import SECURITY_HEADERS
from tests.samples.web import FakeRasa, running

pytestmark = pytest.mark.asyncio


async def test_catalogue_is_served_once_per_version(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        first = await client.get("/programm/katalog.json")
        second = await client.get("/programm/katalog.json", headers={"If-None-Match": first.headers["ETag"]})
    catalogue = Catalogue.parse_raw(first.content)
    assert (first.headers["ETag"], first.headers["Cache-Control"]) == (f'W/"{catalogue.version}"', "no-cache")
    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize("name", ["katalog.json", "schedule.json", "staende.json"])
async def test_programme_compressed_says_the_same(tmp_path: Path, name: str) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        packed = await client.get(f"/programm/{name}", headers={"Accept-Encoding": "gzip"})
        plain = await client.get(f"/programm/{name}", headers={"Accept-Encoding": "identity"})
    assert (packed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert json.loads(packed.content) == json.loads(plain.content)


async def test_programme_missing_is_said_in_german(tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.json"
    broken.write_text("{")
    async with running(tmp_path, FakeRasa(), PROGRAMM_QUELLE=str(broken)) as client:
        response = await client.get("/programm/katalog.json")
        told = await client.get("/health")
        page = await client.get("/")
    assert (response.status_code, response.json()["fehler"]) == (503, "Das Programm liegt gerade nicht vor.")
    assert (told.status_code, told.json()["zustand"], told.json()["teile"]["programm"]) == (
        503,
        "gestört",
        "fehlt",
    )
    assert page.status_code == 200


async def test_health_is_ready_when_all_parts_are(tmp_path: Path) -> None:
    environment = {"MESSE_NOW": "2025-05-14T10:05:00+02:00", "MESSE_UHR_ANKER": "4102444800"}
    async with running(tmp_path, FakeRasa(), **environment) as client:
        response = await client.get("/health")
    body = response.json()
    assert (response.status_code, body["zustand"], body["demo_uhr"]) == (200, "bereit", True)
    assert body["teile"] == dict.fromkeys(("rasa", "aktionen", "datenbank", "ordner", "programm"), "bereit")


@pytest.fixture
def unforgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the parts is a new one."""
    monkeypatch.setattr(health, "FRESH_SECONDS", -1.0)


def probes_of(rasa: FakeRasa, folder: Path) -> HealthChecks:
    make_tables(engine := open_sqlite(folder / "g.db"))
    transport = httpx.MockTransport(rasa.answer)
    client = RasaClient(lambda: "http://127.0.0.1:1", transport)
    return HealthChecks(client, "http://127.0.0.1:2", Storage(engine, folder), transport)


@pytest.mark.usefixtures("unforgotten")
async def test_health_tells_starting_from_lost(tmp_path: Path) -> None:
    probes, seen = probes_of(rasa := FakeRasa(), tmp_path), []
    for rasa.up in (False, True, False):
        seen.append(await probes.states())
    names = ("startet", "bereit", "nicht erreichbar")
    assert [(each["rasa"], each["aktionen"]) for each in seen] == [(name, name) for name in names]


@pytest.mark.usefixtures("unforgotten")
async def test_health_tells_what_cannot_be_written_and_when_it_can_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes, seen = probes_of(FakeRasa(), tmp_path), []
    for is_full in (False, True, False):
        with probes.storage.database.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if is_full else 'OFF'}")
        monkeypatch.setattr(files, "PROBE_FILE", "fehlt/{}" if is_full else PROBE_FILE)
        seen.append(await probes.states())
    states = ("bereit", "nicht beschreibbar", "bereit")
    assert [(each["datenbank"], each["ordner"]) for each in seen] == [(state, state) for state in states]


async def test_health_asked_often_asks_the_parts_once(tmp_path: Path) -> None:
    probes = probes_of(rasa := FakeRasa(), tmp_path)
    states = await asyncio.gather(*(probes.states() for _ in range(50)))
    assert (len(states), rasa.looks) == (50, 2)


async def test_stranger_in_the_place_of_the_actions_is_not_taken_for_them(tmp_path: Path) -> None:
    probes = probes_of(rasa := FakeRasa(), tmp_path)
    rasa.actions = {"status": "ok"}
    assert (await probes.states())["aktionen"] == "startet"


async def test_web_lives_whatever_else_is_missing(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.up = False
    async with running(tmp_path, rasa) as client:
        answers = [(await client.get(path)).status_code for path in ("/health", "/health/lebt")]
    assert answers == [503, 200]


@pytest.mark.parametrize(
    ("rasa", "programme", "expected"),
    [
        ("bereit", "bereit", "bereit"),
        ("bereit", "veraltet", "bereit"),
        ("startet", "bereit", "startet"),
        ("startet", "fehlt", "startet"),
        ("bereit", "fehlt", "gestört"),
        ("nicht erreichbar", "bereit", "gestört"),
        ("startet", "nicht beschreibbar", "gestört"),
    ],
)
async def test_health_overall(rasa: str, programme: str, expected: str) -> None:
    assert overall_state({"rasa": rasa, "programm": programme}) == expected


@pytest.mark.parametrize(
    "path", ["/", "/gibt-es-nicht", "/chat/verlauf", "/static/widget.js", "/programm/gibt-es-nicht"]
)
async def test_response_carries_security_headers(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        response = await client.get(path)
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


async def test_page_unknown_is_german_html_and_api_unknown_json(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        page, api = await client.get("/gibt-es-nicht"), await client.get("/chat/gibt-es-nicht")
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "Diese Adresse gibt es hier nicht." in page.text
    assert (api.status_code, api.json()["fehler"]) == (404, "Diese Adresse gibt es hier nicht.")


async def test_fault_of_our_own_is_no_stack_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("innen")

    monkeypatch.setattr("bot.web.chat.delivery.Delivery.open", fail)
    async with running(tmp_path, FakeRasa()) as client:
        response = await client.post("/chat/sitzung")
    fault_id = response.json()["abhilfe"].split()[-1].rstrip(".")
    assert (response.status_code, response.json()["fehler"]) == (500, "Da ist bei uns etwas schiefgegangen.")
    assert [f"Unerwarteter Fehler {fault_id}" in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize("path", ["/static/", "/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"])
async def test_static_gives_only_its_own_files(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        response = await client.get(path)
    assert response.status_code == 404


async def test_page_shows_demo_clock_only_with_one(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW="2025-05-15T09:07:00+02:00") as client:
        page = await client.get("/")
    assert "Demo-Uhr:</strong> Donnerstag, 15. Mai 2025, 9:07 Uhr" in page.text


async def test_page_has_no_inline_script_or_style(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        text = (await client.get("/")).text
    assert [text.count(part) for part in ("<style", "style=", "<script>", "onclick")] == [0, 0, 0, 0]
    assert text.count('src="/static/widget.js" defer') == 1
