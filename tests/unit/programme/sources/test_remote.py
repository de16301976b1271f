from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.core.errors import ConfigurationError, ContentError, Problem, ProgrammeUnavailable
from bot.programme.sources.base import Polling, SourceReading, polling_from_environment
from bot.programme.sources.remote import RemoteSchedule
from tests.samples.programme import ZONE, session

URL = "https://a.example/schedule.json"
Handler = Callable[[httpx.Request], httpx.Response]


def decode(raw: bytes, zone: ZoneInfo, name: str) -> SourceReading:
    if raw == b"kaputt":
        raise ContentError([Problem(name, 0, "kaputt", "bitte heilen")])
    return SourceReading((session(raw.decode()),))


def streaming(handler: Handler) -> Handler:
    """The handler's answers as a network delivers them: not read yet, compressed if they say so."""

    def answer(request: httpx.Request) -> httpx.Response:
        given = handler(request)
        if isinstance(given.stream, httpx.ByteStream) and given.is_stream_consumed:
            return httpx.Response(given.status_code, headers=given.headers, stream=httpx.ByteStream(given.content))
        return given

    return answer


def schedule(handler: Handler, url: str = URL, **options: Any) -> RemoteSchedule:
    http = httpx.AsyncClient(transport=httpx.MockTransport(streaming(handler)))
    return RemoteSchedule(url, ZONE, decode, http, jitter=lambda low, high: 1.0, **options)


async def failure(handler: Handler, **options: Any) -> str:
    with pytest.raises(ProgrammeUnavailable) as caught:
        await schedule(handler, **options).fetch()
    return str(caught.value).partition(" – ")[0]


async def test_validators_are_sent_and_304_is_unchanged() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")))
        headers = {"ETag": '"1"', "Last-Modified": "gestern"}
        return httpx.Response(200, text="a", headers=headers) if len(asked) == 1 else httpx.Response(304)

    source = schedule(answer)
    assert [await source.fetch(), await source.fetch()] == [SourceReading((session("a"),)), None]
    assert asked == [(None, None), ('"1"', "gestern")]


async def test_same_body_without_validators_is_unchanged() -> None:
    source = schedule(lambda request: httpx.Response(200, text="a"))
    assert [await source.fetch(), await source.fetch()] == [SourceReading((session("a"),)), None]


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

    assert await schedule(answer).fetch() == SourceReading((session("a"),))


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("https://b.example/x", "https://b.example"),
        ("http://a.example/x", "http://a.example"),
        ("ftp://a.example/x", "ftp://a.example"),
        ("//169.254.169.254/x", "https://169.254.169.254"),
        ("https://A.example.b.example/x", "https://a.example.b.example"),
        ("https://a.example@b.example/x", "https://b.example"),
        ("https://a.example:9200/x", "https://a.example, Port 9200"),
    ],
)
async def test_redirect_elsewhere_is_refused(location: str, place: str) -> None:
    answer = httpx.Response(302, headers={"Location": location})
    where = place.replace(", Port", " um, Port") if "Port" in place else f"{place} um"
    assert await failure(lambda request: answer) == f"{URL}: leitet auf {where}, das ist nicht erlaubt"


ALLOWED = Polling(hosts=frozenset({"b.example"}))


def moved(request: httpx.Request) -> httpx.Response:
    """a.example sends everybody to b.example."""
    if request.headers["Host"] == "b.example":
        return httpx.Response(200, text=f"{request.url.host}-{request.extensions['sni_hostname'].replace('.', '-')}")
    return httpx.Response(302, headers={"Location": "https://b.example/x"})


def resolver(*addresses: str) -> Callable[[str, int], Awaitable[list[str]]]:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


async def test_allowed_host_is_asked_at_the_address_that_was_checked() -> None:
    for address in ("93.184.216.34", "2606:2800:220:1::1"):
        source = schedule(moved, polling=ALLOWED, resolver=resolver(address))
        assert await source.fetch() == SourceReading((session(f"{address}-b-example"),))


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "?"]
)
async def test_allowed_host_inside_the_network_is_refused(address: str) -> None:
    answer = await failure(moved, polling=ALLOWED, resolver=resolver("93.184.216.34", address))
    assert answer == f"{URL}: leitet auf b.example um, eine Adresse im internen Netz, das ist nicht erlaubt"


async def test_private_address_that_the_operator_set_is_asked() -> None:
    source = schedule(lambda request: httpx.Response(200, text=request.url.host), "http://10.1.2.3/x.json")
    assert await source.fetch() == SourceReading((session("10.1.2.3"),))


async def test_webcal_is_asked_over_https() -> None:
    source = schedule(lambda request: httpx.Response(200, text=request.url.scheme), "webcal://a.example/x.ics")
    assert await source.fetch() == SourceReading((session("https"),))


async def test_redirect_loop_ends() -> None:
    answer = await failure(lambda request: httpx.Response(302, headers={"Location": URL}))
    assert answer == f"{URL}: zu viele Weiterleitungen"


def packed(body: bytes) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(body))


SMALL = Polling(size_limit=1024**2)


@pytest.mark.parametrize("body", [b"a" * (1024**2 + 1), gzip.compress(b"a" * (1024**2 + 1))], ids=["plain", "packed"])
async def test_large_body_is_refused_also_when_it_is_sent_small(body: bytes) -> None:
    answer = packed(body) if len(body) < 1024**2 else httpx.Response(200, content=body)
    assert await failure(lambda request: answer, polling=SMALL) == f"{URL}: ist größer als 1 MB"


async def test_compressed_body_is_read() -> None:
    assert await schedule(lambda request: packed(gzip.compress(b"a"))).fetch() == SourceReading((session("a"),))


@pytest.mark.parametrize(
    ("body", "reason"),
    [(gzip.compress(b"abc")[:-9], "bricht mitten in der Antwort ab"), (b"abc", "nicht erreichbar (error)")],
    ids=["cut", "not packed"],
)
async def test_spoilt_compression_is_refused(body: bytes, reason: str) -> None:
    assert await failure(lambda request: packed(body)) == f"{URL}: {reason}"


async def test_unknown_compression_is_refused() -> None:
    answer = httpx.Response(200, headers={"Content-Encoding": "br"}, stream=httpx.ByteStream(b"x"))
    assert await failure(lambda request: answer) == f"{URL}: antwortet in der Kodierung br, verlangt war gzip"


async def test_server_may_ask_for_a_longer_pause() -> None:
    source = schedule(lambda request: httpx.Response(429, headers={"Retry-After": "200"}))
    with pytest.raises(ProgrammeUnavailable):
        await source.fetch()
    assert source.pause() == 200


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Polling()),
        ({"PROGRAMM_TAKT": "600"}, Polling(seconds=600, longest_pause=600)),
        ({"PROGRAMM_HOSTS": " B.example, c.example "}, Polling(hosts=frozenset({"b.example", "c.example"}))),
    ],
)
def test_polling_from_environment(environment: dict[str, str], expected: Polling) -> None:
    assert polling_from_environment(environment) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [("PROGRAMM_TAKT", "4"), ("PROGRAMM_TAKT", "bald"), ("PROGRAMM_HOSTS", "https://a"), ("PROGRAMM_HOSTS", "*")],
)
def test_other_polling_is_refused(key: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=key):
        polling_from_environment({key: value})


async def test_error_status_is_named() -> None:
    assert await failure(lambda request: httpx.Response(503)) == f"{URL}: antwortet mit Status 503"


async def test_unmatched_304_is_an_error() -> None:
    assert await failure(lambda request: httpx.Response(304)) == f"{URL}: antwortet mit Status 304"


async def test_dead_server_is_unavailable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("tot")

    assert await failure(answer) == f"{URL}: nicht erreichbar (ConnectError)"


async def test_slow_server_is_named() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("spät")

    assert await failure(answer) == f"{URL}: antwortet nicht innerhalb von 10 Sekunden"


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
