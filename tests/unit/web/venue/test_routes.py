"""The floor plans over HTTP."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.samples.venue import own_booths
from tests.samples.web import FakeRasa, running
from tests.unit.web.programme.test_pages import MORNING

pytestmark = pytest.mark.asyncio


async def test_every_booth_and_room_is_on_the_page(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        page = (await client.get("/plan")).text
    rooms = {"Foyer", "Bibliothek", "Großer-Saal", "Kunsthalle", "Seminarraum-1", "Seminarraum-2", "Live-Club-Barmen"}
    wanted = {booth.number for booth in own_booths()} | rooms
    assert set(re.findall(r'<a class="ziel" id="([^"]+)"', page)) == wanted
    assert set(re.findall(r'<li class="eintrag" id="text-([^"]+)"', page)) == wanted


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({"stand": "b3"}, "1. Obergeschoss, markiert: Stand B3"),
        ({"raum": "Großer Saal"}, "1. Obergeschoss, markiert: Großer Saal"),
        ({"etage": "EG"}, "Erdgeschoss"),
    ],
)
async def test_picture_shows_the_floor_asked_for(tmp_path: Path, query: dict[str, str], title: str) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        response = await client.get("/plan/bild.svg", params=query)
    picture = ElementTree.fromstring(response.text)
    assert picture.findtext("{http://www.w3.org/2000/svg}title") == title
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"


@pytest.mark.parametrize("query", [{}, {"stand": "Z9"}, {"stand": "Z9", "etage": "EG"}, {"raum": "<b>"}])
async def test_picture_of_nothing_known_says_what_to_ask(tmp_path: Path, query: dict[str, str]) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_NOW=MORNING) as client:
        response = await client.get("/plan/bild.svg", params=query, headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["fehler"]) == (404, "Das steht nicht auf dem Plan.")
