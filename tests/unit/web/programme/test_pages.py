"""The programme's pages over HTTP."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.samples.web import FakeRasa, running

pytestmark = pytest.mark.asyncio
MORNING = "2025-05-14T10:05:00+02:00"
PAGES = ("/programm", "/programm/druck", "/anzeige")


@pytest.mark.parametrize("path", PAGES)
async def test_page_is_known_by_its_tag(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        first = await client.get(path)
        again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, first.headers["Content-Type"], again.status_code) == (
        200,
        "text/html; charset=utf-8",
        304,
    )


async def test_filter_in_the_address_narrows_the_page(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        page = await client.get("/programm", params={"art": "Workshop", "tag": "2025-05-14"})
        sessions = (await client.get("/programm/katalog.json")).json()["sessions"]
    expected = {
        each["id"] for each in sessions if each["kind"] == "Workshop" and each["start"].startswith("2025-05-14")
    }
    assert set(re.findall(r'<li class="session[^"]*" id="([^"]+)"', page.text)) == expected


async def test_wish_that_is_markup_stays_text(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        page = await client.get("/programm", params={"thema": "<script>alert(1)</script>"})
    assert (page.status_code, "<script>alert" in page.text) == (200, False)


async def test_printed_programme_has_a_table_a_day(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        page = await client.get("/programm/druck")
    assert re.findall(r"<caption>(.*?)</caption>", page.text) == ["Mittwoch, 14. Mai 2025", "Donnerstag, 15. Mai 2025"]


@pytest.mark.parametrize("path", PAGES)
async def test_missing_programme_is_said(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, FakeRasa(), PROGRAMM_QUELLE="http://127.0.0.1:9/schedule.json") as client:
        response = await client.get(path, headers={"Accept": "text/html"})
    headings = re.findall("<h1>(.*?)</h1>", response.text)
    assert (response.status_code, headings) == (503, ["Das Programm liegt gerade nicht vor."])


@pytest.mark.parametrize("path", ["/programm/gibt-es-nicht", "/programm/sitzung/gibt-es-nicht.ics"])
async def test_browser_gets_a_page_where_nothing_is(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        answers = [await client.get(path, headers={"Accept": accept}) for accept in ("text/html,*/*", "*/*")]
    assert [(answer.status_code, answer.headers["Content-Type"].partition(";")[0]) for answer in answers] == [
        (404, "text/html"),
        (404, "application/json"),
    ]


@pytest.mark.parametrize("path", [*PAGES, "/programm/jetzt.json", "/programm/programm.ics"])
async def test_head_has_the_headers_and_no_body(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        got, head = [await client.request(method, path) for method in ("GET", "HEAD")]
    kept = [[answer.headers[name] for name in ("ETag", "Content-Type")] for answer in (got, head)]
    assert (head.content, head.status_code, kept[1]) == (b"", 200, kept[0])


async def test_page_to_print_keeps_the_filter(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        page = await client.get("/programm", params={"art": "Führung", "raum": ""})
    assert re.findall(r'href="(/programm/druck[^"]*)"', page.text) == ["/programm/druck?art=F%C3%BChrung"]


async def test_start_page_leads_to_every_page(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        page = await client.get("/")
    footer = page.text.partition("<footer")[2]
    assert re.findall(r'href="(/[^"]*)"', footer) == [
        "/programm",
        "/programm/druck",
        "/programm/programm.ics",
        "/anzeige",
        "/datenschutz",
        "/barrierefreiheit",
    ]
