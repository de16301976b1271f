"""Between our processes: a stranger on a port hears nothing, is not believed, and never gets the token."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator

import aiohttp
import httpx
import pytest
import pytest_asyncio
from sanic import Request, Sanic
from sanic.response import HTTPResponse
from sanic.response import json as json_answer

from actions.token_check import TokenCheck
from bot.core.internal_http import NotOurs, Seal, SealedTransport
from bot.rasa.__main__ import seal_action_calls
from bot.rasa.rest_channel import StrictRestInput
from bot.runtime.rasa_client import RasaClient, RasaUnavailable
from tests.samples.web import serving

TOKEN, OTHER = "probe-0123456789-abcdef", "fremd-0123456789-abcdef"
WORDS = "Wo finde ich meine Kollegin Erika?"
pytestmark = pytest.mark.asyncio


class Stranger:
    """Has got our port: keeps what arrives, and answers as told."""

    def __init__(self, answer: bytes = b"[]", is_echo: bool = False) -> None:
        self.heard, self._answer, self._is_echo = b"", answer, is_echo

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        self.heard += repr(request.headers.raw).encode() + content
        return httpx.Response(200, content=content if self._is_echo else self._answer)


def stolen_answer() -> bytes:
    """One of ours, to a question of earlier."""
    seal = Seal(TOKEN)
    return seal.answer(seal.ask(b"{}"), 200, b"[]")


@pytest.mark.parametrize(
    "stranger",
    [Stranger(), Stranger(stolen_answer()), Stranger(is_echo=True), Stranger(Seal(OTHER).answer(b"", 200, b"[]"))],
)
async def test_stranger_on_rasas_port_hears_nothing_and_is_not_believed(stranger: Stranger) -> None:
    client = RasaClient(lambda: "http://127.0.0.1:1", httpx.MockTransport(stranger), token=TOKEN)
    with pytest.raises(RasaUnavailable):
        await client.send("web-1", WORDS)
    assert await client.is_ready(5) is False
    assert [word in stranger.heard for word in (b"Erika", b"web-1", TOKEN.encode())] == [False] * 3


async def echo(request: Request) -> HTTPResponse:
    return json_answer({"gehört": request.json}, status=int(request.args.get("status", 200)))


async def say_ok(_: Request) -> HTTPResponse:
    return json_answer({"status": "ok"})


async def ignore_message(_: object) -> None:
    """Stands for Rasa's answering."""


@pytest_asyncio.fixture
async def actions() -> AsyncIterator[httpx.AsyncClient]:
    """An action server with our door."""
    app = Sanic("aktionen-siegel", configure_logging=False)
    app.add_route(echo, "/webhook", methods={"POST"})
    app.add_route(say_ok, "/health", name="health")
    TokenCheck(TOKEN).attach_sanic_app_extensions(app)
    async with serving(app) as client:
        yield client


async def test_sealed_question_gets_its_sealed_answer(actions: httpx.AsyncClient) -> None:
    transport = SealedTransport(httpx.AsyncHTTPTransport(), TOKEN)
    async with httpx.AsyncClient(base_url=actions.base_url, transport=transport) as ours:
        answers = await ours.post("/webhook", json={"wort": WORDS}), await ours.get("/health")
    assert [each.json() for each in answers] == [{"gehört": {"wort": WORDS}}, {"status": "ok"}]


async def test_question_of_another_token_is_refused(actions: httpx.AsyncClient) -> None:
    answer = await actions.post("/webhook", content=Seal(OTHER).ask(b"{}"), headers={"X-Messelotse-Siegel": "inhalt"})
    assert answer.status_code == 403


async def test_rasas_own_client_seals_its_calls(actions: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.utils.endpoints import ClientResponseError, EndpointConfig

    monkeypatch.setattr(EndpointConfig, "request", EndpointConfig.request)  # put back afterwards
    seal_action_calls(TOKEN)
    address = str(actions.base_url).rstrip("/")
    endpoint = EndpointConfig(f"{address}/webhook", siegel=True)
    assert await endpoint.request(json={"wort": WORDS}) == {"gehört": {"wort": WORDS}}
    with pytest.raises(ClientResponseError) as refused:
        await EndpointConfig(f"{address}/webhook?status=400", siegel=True).request(json={"wort": WORDS})
    assert (refused.value.status, json.loads(refused.value.text)) == (400, {"gehört": {"wort": WORDS}})
    seal_action_calls(OTHER)
    with pytest.raises(aiohttp.ClientConnectionError, match="Siegel"):
        await endpoint.request(json={"wort": WORDS})


async def test_visitors_conversation_is_open_to_sealed_questions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSE_KENNWORT", TOKEN)
    app = Sanic("rasa-siegel", configure_logging=False)
    app.blueprint(StrictRestInput().blueprint(ignore_message), url_prefix="/webhooks/rest")
    async with serving(app) as client:
        address = str(client.base_url)
        ours = RasaClient(lambda: address.rstrip("/"), token=TOKEN)
        empty = await ours.send("web-1", " ")
        foreign = await client.post("/webhooks/rest/webhook", json={"sender": "web-1", "message": " "})
        own = await client.post("/webhooks/rest/webhook", json={"sender": "ich", "message": " "})
        await ours.close()
    assert (empty, foreign.status_code, own.status_code) == (own_words(own, "web-1"), 403, 200)


def own_words(answer: httpx.Response, sender: str) -> list[dict[str, str]]:
    return [{**each, "recipient_id": sender} for each in answer.json()]


async def test_old_question_is_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    seal = Seal(TOKEN)
    old = seal.ask(b"{}")
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 3600)
    with pytest.raises(NotOurs):
        seal.question(old)
