"""Limits by size, session, address and concurrency, over a real socket."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

import httpx
import pytest

from bot.core.errors import ConfigurationError
from bot.core.settings import ROOT
from bot.web.app import create_app
from bot.web.http.limits import MOST_TOGETHER_OF_SESSION, READING, load_limits, routes_of
from tests.samples.web import HELLO, FakeRasa, open_session, running

PROXY = {"MESSE_PROXY": "127.0.0.1"}


def from_address(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def say(client: httpx.AsyncClient, headers: dict[str, str]) -> httpx.Response:
    return await client.post("/chat/nachricht", json={"id": str(uuid.uuid4()), "text": "Hallo"}, headers=headers)


async def test_session_that_asks_too_often_is_told_to_wait_and_others_are_not(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa, MESSE_GRENZE_SITZUNG="3") as client:
        hasty, calm = await open_session(client), await open_session(client)
        answers = [await say(client, hasty) for _ in range(4)]
        other = await say(client, calm)
        read = await client.get("/chat/verlauf", headers=hasty)
    assert [each.status_code for each in (*answers, other, read)] == [200, 200, 200, 429, 200, 200]
    assert answers[-1].json() == {
        "fehler": "Das waren sehr viele Nachrichten in kurzer Zeit.",
        "abhilfe": "Bitte warten Sie 20 Sekunden.",
        "warten": 20,
    }
    assert (answers[-1].headers["Retry-After"], len(rasa.texts)) == ("20", 4)


async def test_address_that_opens_ever_new_sessions_is_told_to_wait(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_GRENZE_ADRESSE="4", **PROXY) as client:
        near = [(await client.post("/chat/sitzung", headers=from_address("192.0.2.1"))).status_code for _ in range(5)]
        far = await client.post("/chat/sitzung", headers=from_address("192.0.2.2"))
        login = await client.post("/anmelden", data={"name": "x"}, headers=from_address("192.0.2.1"))
    assert (near, far.status_code, login.status_code) == ([201] * 4 + [429], 201, 429)
    sentences = ("Von Ihrem Anschluss kommen gerade zu viele Anfragen.", "Bitte warten Sie 15 Sekunden.")
    assert [sentence in login.text for sentence in sentences] == [True, True]


async def test_this_machine_is_not_limited_by_address(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_GRENZE_ADRESSE="1") as client:
        answers = [(await client.post("/chat/sitzung")).status_code for _ in range(3)]
    assert answers == [201] * 3


async def test_session_with_too_many_messages_under_way_is_refused_and_all_places_come_back(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        waiting = [asyncio.create_task(say(client, headers)) for _ in range(MOST_TOGETHER_OF_SESSION + 1)]
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=60)
        refused = [task.result() for task in done]
        waiting[-1].cancel() if not waiting[-1].done() else waiting[0].cancel()
        rasa.gate.set()
        await asyncio.gather(*waiting, return_exceptions=True)
        after = await asyncio.gather(*(say(client, headers) for _ in range(MOST_TOGETHER_OF_SESSION)))
    assert [(each.status_code, each.headers["Retry-After"]) for each in refused] == [(429, "2")]
    assert refused[0].json()["fehler"] == "Gerade kommen zu viele Anfragen auf einmal."
    assert [each.status_code for each in after] == [200] * MOST_TOGETHER_OF_SESSION


async def test_house_full_is_said(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa, MESSE_GRENZE_GLEICHZEITIG="1") as client:
        first = await open_session(client)
        waiting = asyncio.create_task(say(client, first))
        await rasa.asked.wait()
        refused = await client.post("/chat/sitzung")
        page = await client.get("/")
        rasa.gate.set()
        answered = await waiting
    assert (refused.status_code, page.status_code, answered.status_code) == (429, 200, 200)


async def test_body_larger_than_any_is_refused_in_german(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": "x" * 150_000}
        refused = await client.post("/chat/nachricht", json=body, headers=headers)
    assert (refused.status_code, refused.json()["fehler"]) == (413, "Diese Anfrage ist zu groß.")


def test_every_route_that_changes_something_is_guarded(tmp_path: Path) -> None:
    app = create_app(ROOT, {"MESSE_ZUSTAND": str(tmp_path)})
    changing = [route for route in routes_of(app) if not route.methods <= READING]
    assert [route.path for route in changing if route.handler.__code__.co_name != "guarded"] == []
    assert len(changing) > 20


@pytest.mark.parametrize("value", ["0", "viele", "-1", "1000001", "1.5"])
def test_unusable_limit_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"MESSE_GRENZE_SITZUNG={value} ist keine Grenze"):
        load_limits({"MESSE_GRENZE_SITZUNG": value})
