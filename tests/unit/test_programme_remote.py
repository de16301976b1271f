from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.errors import ConfigurationError, ContentError, Problem, ProgrammeUnavailable
from bot.programme.sources import remote
from bot.programme.sources.base import Reading
from bot.programme.sources.remote import RemoteSchedule
from tests.unit.programme_samples import ZONE, session

URL = "https://a.example/schedule.json"
Handler = Callable[[httpx.Request], httpx.Response]


def decode(raw: bytes, zone: ZoneInfo, name: str) -> Reading:
    if raw == b"kaputt":
        raise ContentError([Problem(name, 0, "kaputt", "bitte heilen")])
    return Reading((session(raw.decode()),))


def schedule(handler: Handler, url: str = URL) -> RemoteSchedule:
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return RemoteSchedule(url, ZONE, decode, http, jitter=lambda low, high: 1.0)


async def failure(handler: Handler) -> str:
    with pytest.raises(ProgrammeUnavailable) as caught:
        await schedule(handler).fetch()
    return str(caught.value).partition(" – ")[0]


async def test_validators_are_sent_and_304_is_unchanged() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")))
        headers = {"ETag": '"1"', "Last-Modified": "gestern"}
        return httpx.Response(200, text="a", headers=headers) if len(asked) == 1 else httpx.Response(304)

    source = schedule(answer)
    assert [await source.fetch(), await source.fetch()] == [Reading((session("a"),)), None]
    assert asked == [(None, None), ('"1"', "gestern")]


async def test_same_body_without_validators_is_unchanged() -> None:
    source = schedule(lambda request: httpx.Response(200, text="a"))
    assert [await source.fetch(), await source.fetch()] == [Reading((session("a"),)), None]


async def test_bad_body_is_refused_every_time() -> None:
    bodies = iter(["a", "kaputt", "kaputt"])
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = next(bodies)
        asked.append(request.headers.get("If-None-Match"))
        return httpx.Response(200, text=body, headers={"ETag": body})

    source = schedule(answer)
    await source.fetch()
    for _ in range(2):
        with pytest.raises(ContentError):
            await source.fetch()
    assert asked == [None, "a", "a"]


async def test_redirect_on_the_same_host_is_followed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_new = request.url.path == "/neu"
        return httpx.Response(200, text="a") if is_new else httpx.Response(302, headers={"Location": "/neu"})

    assert await schedule(answer).fetch() == Reading((session("a"),))


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("https://b.example/x", "https://b.example"),
        ("http://a.example/x", "http://a.example"),
        ("ftp://a.example/x", "ftp://a.example"),
        ("//169.254.169.254/x", "https://169.254.169.254"),
    ],
)
async def test_redirect_elsewhere_is_refused(location: str, place: str) -> None:
    answer = httpx.Response(302, headers={"Location": location})
    assert await failure(lambda request: answer) == f"{URL}: leitet auf {place} um, das ist nicht erlaubt"


async def test_redirect_loop_ends() -> None:
    answer = await failure(lambda request: httpx.Response(302, headers={"Location": URL}))
    assert answer == f"{URL}: zu viele Weiterleitungen"


async def test_large_body_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SIZE_LIMIT", 1024**2)
    answer = await failure(lambda request: httpx.Response(200, content=b"a" * (1024**2 + 1)))
    assert answer == f"{URL}: ist größer als 1 MB"


async def test_error_status_is_named() -> None:
    assert await failure(lambda request: httpx.Response(503)) == f"{URL}: antwortet mit Status 503"


async def test_unmatched_304_is_an_error() -> None:
    assert await failure(lambda request: httpx.Response(304)) == f"{URL}: antwortet mit Status 304"


async def test_dead_server_is_unavailable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("tot")

    assert await failure(answer) == f"{URL}: nicht erreichbar (ConnectError)"


async def test_pause_grows_with_failures_and_recovers() -> None:
    statuses = [503] * 5 + [200]
    source = schedule(lambda request: httpx.Response(statuses.pop(0), text="a"))
    pauses = [source.pause()]
    for _ in range(5):
        with pytest.raises(ProgrammeUnavailable):
            await source.fetch()
        pauses.append(source.pause())
    await source.fetch()
    assert [*pauses, source.pause()] == [30, 60, 120, 240, 300, 300, 30]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example", "https://", "https://a:x", "programm"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        RemoteSchedule(url, ZONE, decode)


def test_name_hides_secrets_but_tells_queries_apart() -> None:
    names = [
        schedule(lambda request: httpx.Response(200), f"https://ich:geheim@a.example/s.json?token={token}").name
        for token in ("geheim", "anders")
    ]
    assert [name.partition("?")[0] for name in names] == ["https://a.example/s.json"] * 2
    assert (names[0] == names[1], "geheim" in names[0]) == (False, False)
