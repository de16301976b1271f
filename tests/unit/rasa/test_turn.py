"""Nothing that dies between question and answer is taken for an answer, and nothing is done twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sanic import Sanic

from bot.rasa.__main__ import HELPERS, defer
from tests.samples.web import serving

defer(HELPERS)  # else Rasa loads TensorFlow
from rasa.core.actions import action as rasa_actions  # noqa: E402
from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.core.tracker_store import FailSafeTrackerStore  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import UserUttered  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from bot.core.database import open_sqlite  # noqa: E402
from bot.dialogue.tracker_rows import TrackerRows  # noqa: E402
from bot.rasa import rest_channel  # noqa: E402
from bot.rasa.rest_channel import StrictRestInput  # noqa: E402
from bot.rasa.tracker_store import SqlTrackerStore  # noqa: E402

DOMAIN = Domain.from_dict({})
GOOD = json.dumps({"events": [], "responses": [{"text": "Ja."}]}).encode()
Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]


def says(status: int, body: bytes) -> Handler:
    async def handler(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return handler


async def hangs_up(_: asyncio.StreamWriter) -> None:
    pass


async def is_stopped(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


class Actions:
    """An action server of this test, which does what it is told."""

    def __init__(self) -> None:
        self.handler: Handler = says(200, GOOD)
        self.calls = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.calls += 1
        try:
            await self.handler(writer)
        finally:
            writer.close()


class LikeRasa:
    """What Rasa's processor does with a message: it swallows the faults of actions and of its store."""

    def __init__(self, folder: Path, actions: Actions) -> None:
        self.actions = actions
        self.agent = SimpleNamespace(is_ready=lambda: True)
        self.engine = open_sqlite(folder / "g.db")
        self.store = FailSafeTrackerStore(SqlTrackerStore(DOMAIN, conversations=TrackerRows(self.engine)))

    async def handle(self, message: UserMessage) -> None:
        tracker = await self.store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text), DOMAIN)
        endpoint = EndpointConfig(f"http://127.0.0.1:{self.actions.port}/webhook")
        assert message.output_channel is not None
        try:
            events = await RemoteAction("action_x", endpoint).run(message.output_channel, None, tracker, DOMAIN)
        except Exception:
            events = []
        for event in events:
            await message.output_channel.send_text_message(message.sender_id, event.text)
            tracker.update(event, DOMAIN)
        await self.store.save(tracker)

    async def questions(self) -> list[str]:
        tracker = await self.store.retrieve("wer")
        return [each.text for each in tracker.events if isinstance(each, UserUttered)] if tracker else []


@asynccontextmanager
async def channel(folder: Path, actions: Actions) -> AsyncIterator[tuple[LikeRasa, httpx.AsyncClient]]:
    server = await asyncio.start_server(actions.serve, "127.0.0.1", 0)
    actions.port = server.sockets[0].getsockname()[1]
    rasa, app = LikeRasa(folder, actions), Sanic("rest", configure_logging=False)
    app.blueprint(StrictRestInput().blueprint(rasa.handle), url_prefix="/webhooks/rest")
    app.ctx.agent = rasa.agent
    async with serving(app) as client:
        yield rasa, client
    server.close()


async def ask(client: httpx.AsyncClient, text: str = "Hallo", message: str = "m1") -> tuple[int, list[str]]:
    body = {"sender": "wer", "message": text, "metadata": {"nachricht": message}}
    answer = await client.post("/webhooks/rest/webhook", json=body)
    found = answer.json()
    return answer.status_code, [each["text"] for each in found] if isinstance(found, list) else []


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_actions, "DEFAULT_REQUEST_TIMEOUT", 0.5)


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (hangs_up, 503), (is_stopped, 503), (says(503, b"{}"), 503), (says(403, b"{}"), 503), (says(200, b"?"), 503),
        (says(200, b'{"events": 7}'), 503), (says(500, b'{"error": "?"}'), 500), (says(404, b"{}"), 500),
    ],
)  # fmt: skip
async def test_failed_action_is_no_answer_and_leaves_no_trace(tmp_path: Path, handler: Handler, status: int) -> None:
    async with channel(tmp_path, actions := Actions()) as (rasa, client):
        actions.handler = handler
        failed, asked = await ask(client), await rasa.questions()
        actions.handler = says(200, GOOD)
        again = await ask(client)
        assert (failed, asked, again, await rasa.questions()) == ((status, []), [], (200, ["Ja."]), ["Hallo"])


async def test_action_server_that_is_away_is_no_answer(tmp_path: Path) -> None:
    async with channel(tmp_path, actions := Actions()) as (rasa, client):
        actions.port = 1
        assert (await ask(client), await rasa.questions()) == ((503, []), [])


async def test_words_of_visitors_in_a_fault_are_not_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with channel(tmp_path, actions := Actions()) as (_, client):
        actions.handler = says(500, b'{"request_body": "streng geheim"}')
        await ask(client, "streng geheim")
    assert ("Aktion action_x" in caplog.text, "geheim" in caplog.text) == (True, False)


async def test_message_sent_again_gets_its_answer_and_changes_nothing(tmp_path: Path) -> None:
    async with channel(tmp_path, actions := Actions()) as (rasa, client):
        answers = [await ask(client), await ask(client), await ask(client, message="m2")]
        assert (answers, actions.calls, await rasa.questions()) == ([(200, ["Ja."])] * 3, 2, ["Hallo", "Hallo"])


async def test_second_question_of_a_message_is_made_up_for_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def split(text: str, _: Any) -> list[str]:
        return text.split("|")

    monkeypatch.setattr(rest_channel, "split_questions", split)
    async with channel(tmp_path, actions := Actions()) as (rasa, client):

        async def only_once(writer: asyncio.StreamWriter) -> None:
            actions.handler = hangs_up
            await says(200, GOOD)(writer)

        actions.handler = only_once
        failed = await ask(client, "a|b")
        actions.handler = says(200, GOOD.replace(b"Ja.", b"Nein."))
        again = [await ask(client, "a|b") for _ in range(2)]
        expected: tuple[Any, ...] = ((503, []), [(200, ["Ja.", "Nein."])] * 2, ["a", "b"], 3)
        assert (failed, again, await rasa.questions(), actions.calls) == expected


async def test_conversation_that_cannot_be_read_is_no_new_one(tmp_path: Path) -> None:
    async with channel(tmp_path, Actions()) as (rasa, client):
        with rasa.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE talks RENAME TO weg"))
        failed = await ask(client)
        with rasa.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE weg RENAME TO talks"))
        assert (failed, await ask(client), await rasa.questions()) == ((503, []), (200, ["Ja."]), ["Hallo"])


async def test_database_that_is_full_costs_the_memory_not_the_answer(tmp_path: Path) -> None:
    async with channel(tmp_path, Actions()) as (rasa, client):
        with rasa.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        assert (await ask(client), await rasa.questions()) == ((200, ["Ja."]), [])


async def test_rasa_without_a_model_is_no_answer() -> None:
    app = Sanic("leer", configure_logging=False)
    app.blueprint(StrictRestInput().blueprint(lambda _: asyncio.sleep(0)), url_prefix="/webhooks/rest")
    app.ctx.agent = SimpleNamespace(is_ready=lambda: False)
    async with serving(app) as client:
        assert await ask(client) == (503, [])


async def test_rasa_is_ready_when_it_understands_a_new_sentence(tmp_path: Path) -> None:
    sentences: list[str] = []

    async def parse(text: str) -> dict[str, Any]:
        sentences.append(text)
        if len(sentences) == 2:
            raise ValueError("Satzmodell weg")
        return {"intent": {}}

    async with channel(tmp_path, Actions()) as (rasa, client):
        rasa.agent.parse_message = parse
        statuses = [(await client.get("/webhooks/rest/")).status_code for _ in range(3)]
        rasa.agent.is_ready = lambda: False
        statuses.append((await client.get("/webhooks/rest/")).status_code)
    assert (statuses, len(set(sentences))) == ([200, 503, 200, 503], 3)


async def test_conversation_saved_by_an_earlier_version_goes_on(tmp_path: Path) -> None:
    async with channel(tmp_path, Actions()) as (rasa, client):
        events = json.dumps([UserUttered("früher").as_dict()])
        TrackerRows(rasa.engine).save("wer", events)
        assert (await ask(client), await rasa.questions()) == ((200, ["Ja."]), ["früher", "Hallo"])
