"""The web app on a real socket, with a Rasa made of answers."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic

from bot.core.settings import ROOT
from bot.web.app import create_app
from bot.web.http.strict_protocol import StrictProtocol
from tests.samples.web_process import lend_vectors

HELLO = "11111111-1111-4111-8111-111111111111"
AGAIN = "22222222-2222-4222-8222-222222222222"
THIRD = "33333333-3333-4333-8333-333333333333"
PATIENCE = 120.0  # seconds: a test that hangs fails, a machine that is busy with other tests does not fail it
Sanic.test_mode = True  # Sanic otherwise takes its own methods apart at every start and fails at the second
read_error_format = Sanic._determine_error_format
error_formats: dict[Any, str] = {}


def known_error_format(app: Sanic, handler: Any) -> str:
    """Sanic reads each handler's source for each app, a quarter of the tests' time; here once for all apps."""
    code = getattr(inspect.unwrap(handler), "__code__", handler)
    if code not in error_formats:
        error_formats[code] = read_error_format(app, handler)
    return error_formats[code]


Sanic._determine_error_format = known_error_format  # type: ignore[assignment, method-assign]  # faster, the same
BUTTONS = [{"title": "Ja", "payload": "/bejahen"}]


class FakeRasa:
    """Rasa's REST channel and the action server's health; notes what arrives."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.requests: list[str] = []
        self.up = True
        self.looks = 0
        self.actions: object = [{"name": "action_x"}]
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    @property
    def texts(self) -> list[str]:
        """The messages in their order."""
        return [text for _, text in self.received]

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer like Rasa: the text comes back with a button."""
        if not self.up:
            raise httpx.ConnectError("refused")
        if request.method == "GET":
            self.looks += 1
            return httpx.Response(200, json=self.actions if request.url.path == "/actions" else {"status": "ok"})
        body = json.loads(request.content)
        self.received.append((body["sender"], body["message"]))
        self.requests.append(body.get("metadata", {}).get("anfrage", ""))
        self.asked.set()
        await self.gate.wait()
        return httpx.Response(200, json=[{"text": f"Sie sagten: {body['message']}", "buttons": BUTTONS}])


@asynccontextmanager
async def serving(app: Sanic) -> AsyncIterator[httpx.AsyncClient]:
    """The app on a free loopback port; yields a client for it."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server: Any = await app.create_server(
        sock=listening, protocol=StrictProtocol, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        address = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False, verify=False) as client:
            yield client
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()


@asynccontextmanager
async def running(folder: Path, rasa: FakeRasa, **environment: str) -> AsyncIterator[httpx.AsyncClient]:
    """The project's own app with its state in ``folder``."""
    lend_vectors(folder)
    app = create_app(ROOT, {"MESSE_ZUSTAND": str(folder), **environment}, httpx.MockTransport(rasa.answer))
    async with serving(app) as client:
        yield client


async def open_session(client: httpx.AsyncClient) -> dict[str, str]:
    """Open a session; returns the header that proves it."""
    opened = (await client.post("/chat/sitzung")).json()
    return {"Authorization": f"Bearer {opened['sitzung']}"}
