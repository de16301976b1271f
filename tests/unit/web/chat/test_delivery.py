"""Each message is answered once, whatever fails between the question and its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.chat.conversations import messages
from bot.core.settings import ROOT
from bot.web.app import create_app
from bot.web.chat.parts import ChatParts
from bot.web.http.errors import problem_of
from bot.web.http.parts import kept_parts
from bot.web.http.problems import DATABASE_AWAY, NOT_STORABLE
from tests.samples.web import AGAIN, HELLO, THIRD, open_session, serving
from tests.samples.web_process import lend_vectors

NOTE = {"custom": {"plan": {"dazu": ["phishing-live"], "weg": [], "erinnern": {}}}}
STATUS_AND_TEXTS = tuple[int, list[str]]


class Rasa:
    """A Rasa that answers as told, and notes which messages it got."""

    def __init__(self) -> None:
        self.status = 200
        self.replies: list[dict[str, Any]] = [{"text": "Ja.", "buttons": [{"title": "Mehr", "payload": "/mehr"}]}]
        self.ids: list[str] = []

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.ids.append(httpx.Response(200, content=request.content).json()["metadata"]["nachricht"])
        return httpx.Response(self.status, json=self.replies)


class Web:
    """The app with one open chat; its database can stop taking anything, as on a full disk."""

    def __init__(self, folder: Path, rasa: Rasa) -> None:
        lend_vectors(folder)
        self.app = create_app(ROOT, {"MESSE_ZUSTAND": str(folder)}, httpx.MockTransport(rasa.answer))
        self.engine: sa.engine.Engine = kept_parts(self.app, ChatParts).database
        self.is_full = False
        sa.event.listen(self.engine, "checkout", self._set)

    def _set(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA query_only={'ON' if self.is_full else 'OFF'}")

    @asynccontextmanager
    async def chat(self) -> AsyncIterator[None]:
        async with serving(self.app) as self.client:
            self.headers = await open_session(self.client)
            yield

    async def ask(self, number: str = HELLO) -> STATUS_AND_TEXTS:
        body = {"id": number, "text": "Hallo"}
        answer = await self.client.post("/chat/nachricht", json=body, headers=self.headers)
        found = answer.json()
        self.buttons = [button for each in found.get("antworten", []) for button in each["knoepfe"]]
        return answer.status_code, [each["text"] for each in found.get("antworten", [])] or [found["fehler"]]

    async def history(self) -> list[str]:
        answer = await self.client.get("/chat/verlauf", headers=self.headers)
        return [each["text"] for each in answer.json()["verlauf"][1:]]

    async def plan(self) -> list[str]:
        answer = await self.client.get("/chat/plan", headers=self.headers)
        return [each["id"] for each in answer.json()["sitzungen"]]


async def test_message_that_rasa_fails_at_each_time_ends_with_an_apology(tmp_path: Path) -> None:
    rasa = Rasa()
    async with (web := Web(tmp_path, rasa)).chat():
        rasa.status = 500
        statuses = [(await web.ask())[0] for _ in range(3)]
        rasa.status = 200
        again = await web.ask()
        assert (statuses, again[1], len(rasa.ids)) == ([503, 503, 200], (await web.history())[1:], 3)
        assert ("schiefgegangen" in again[1][0], await web.ask(AGAIN)) == (True, (200, ["Ja."]))


async def test_rasa_without_its_actions_is_asked_until_it_answers(tmp_path: Path) -> None:
    rasa = Rasa()
    async with (web := Web(tmp_path, rasa)).chat():
        rasa.status = 503
        statuses = [(await web.ask())[0] for _ in range(5)]
        rasa.status = 200
        assert (statuses, await web.ask(), set(rasa.ids)) == ([503] * 5, (200, ["Ja."]), {HELLO})


async def test_plan_changes_with_its_answer_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rasa = Rasa()
    rasa.replies = [{"text": "Vorgemerkt."}, NOTE]
    async with (web := Web(tmp_path, rasa)).chat():
        with monkeypatch.context() as patch:
            patch.setattr(messages, "insert", lambda: sa.text("INSERT INTO gibt_es_nicht VALUES (1)"))
            failed = await web.ask()
        before = await web.plan()
        kept = await web.ask()
        noted = await web.plan()
        await web.client.delete("/chat/plan/phishing-live", headers=web.headers)
        assert (failed[0], before, kept, noted) == (503, [], (200, ["Vorgemerkt."]), ["phishing-live"])
        assert (await web.ask(), await web.plan()) == (kept, [])


async def test_full_disk_costs_the_history_not_the_answer(tmp_path: Path) -> None:
    rasa = Rasa()
    async with (web := Web(tmp_path, rasa)).chat():
        web.is_full = True
        status, texts = await web.ask()
        opened = await web.client.post("/chat/sitzung")
        shown, buttons = await web.history(), web.buttons
        web.is_full = False
        assert (status, texts[0], "nichts merken" in texts[1], buttons) == (200, "Ja.", True, [])
        assert (opened.status_code, shown, await web.ask(), await web.history()) == (
            201, [], (200, ["Ja."]), ["Hallo", "Ja."],
        )  # fmt: skip


async def test_full_disk_promises_no_plan(tmp_path: Path) -> None:
    rasa = Rasa()
    rasa.replies = [{"text": "Vorgemerkt."}, NOTE]
    async with (web := Web(tmp_path, rasa)).chat():
        web.is_full = True
        told = await web.ask(THIRD)
        web.is_full = False
        assert (told, await web.plan()) == ((503, ["Das lässt sich gerade nicht speichern."]), [])


class PostgresError(Exception):
    """As the driver's."""

    def __init__(self, code: str) -> None:
        super().__init__("steht im Protokoll des Servers")
        self.pgcode = code


@pytest.mark.parametrize(
    ("kind", "code", "what"),
    [
        (sa.exc.OperationalError, "53100", NOT_STORABLE[0]),
        (sa.exc.InternalError, "25006", NOT_STORABLE[0]),
        (sa.exc.OperationalError, "57P01", DATABASE_AWAY[0]),
    ],
)
def test_fault_of_postgres_is_told_by_what_it_means(kind: type[sa.exc.DBAPIError], code: str, what: str) -> None:
    problem = problem_of(kind("UPDATE", {}, PostgresError(code)))
    assert (problem.status, problem.what) == (503, what)
