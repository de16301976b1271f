"""The outer edge on a raw socket: hostile bytes are refused in German, slow senders are cut, no fault is ours."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import Mock

import h11
import httpx
import pytest
import pytest_asyncio
from sanic.http import Stage

from bot.web import app
from bot.web.http import strict_protocol as strict_http
from bot.web.http.strict_protocol import MalformedRequest, StrictProtocol, strict_head
from tests.samples.web import PATIENCE, FakeRasa, running

MOST = 100_000
A_LOT = 1_500  # hostile inputs made from the seed
GOOD = b"GET /health HTTP/1.1\r\nHost: messe.example\r\nAccept: text/html\r\n\r\n"
HEAD = b"POST /chat/sitzung HTTP/1.1\r\nHost: messe.example\r\n"
REFUSED = {
    "no number": (HEAD + b"Content-Length: abc\r\n\r\n", 400),
    "negative": (HEAD + b"Content-Length: -1\r\n\r\n", 400),
    "with sign": (HEAD + b"Content-Length: +5\r\n\r\nhallo", 400),
    "empty length": (HEAD + b"Content-Length:\r\n\r\n", 400),
    "30 digits": (HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n", 400),
    "huge": (HEAD + b"Content-Length: 99999999999\r\n\r\n", 413),
    "two lengths": (HEAD + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nhallo", 400),
    "same length twice": (HEAD + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400),
    "list of lengths": (HEAD + b"Content-Length: 0, 5\r\n\r\nhallo", 400),
    "length and chunked": (HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunked": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    "chunked as not": (HEAD + b"Transfer-Encoding: identity, Chunked\r\n\r\n0\r\n\r\n", 411),
    "blank before colon": (HEAD + b"Content-Length : 5\r\n\r\nhallo", 400),
    "folded line": (HEAD + b"X-A: b\r\n Content-Length: 5\r\n\r\nhallo", 400),
    "bare line feed": (HEAD + b"X-A: b\nContent-Length: 5\r\n\r\nhallo", 400),
    "bare return": (HEAD + b"X-A: b\rContent-Length: 5\r\n\r\nhallo", 400),
    "nul in header": (HEAD + b"X-A: \x00\r\n\r\n", 400),
    "no colon": (HEAD + b"unsinn\r\n\r\n", 400),
    "no name": (HEAD + b": unsinn\r\n\r\n", 400),
    "two hosts": (HEAD + b"Host: anders.example\r\n\r\n", 400),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "long host": (b"GET / HTTP/1.1\r\nHost: " + b"a" * 5_000 + b"\r\n\r\n", 400),
    "raw host": (b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n", 400),
    "absolute address": (b"GET http://anders.example/ HTTP/1.1\r\nHost: messe.example\r\n\r\n", 400),
    "tunnel": (b"CONNECT anders.example:443 HTTP/1.1\r\nHost: messe.example\r\n\r\n", 400),
    "nul in address": (b"GET /\x00 HTTP/1.1\r\nHost: messe.example\r\n\r\n", 400),
    "blank in address": (b"GET /a b HTTP/1.1\r\nHost: messe.example\r\n\r\n", 400),
    "long address": (b"GET /?" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: messe.example\r\n\r\n", 414),
    "many headers": (HEAD + b"X-A: b\r\n" * 200 + b"\r\n", 431),
    "long header": (HEAD + b"X-A: " + b"b" * 9_000 + b"\r\n\r\n", 431),
    "endless header": (HEAD + b"X-A: " + b"b" * 100_000, 431),
    "old version": (b"GET /\r\n\r\n", 400),
    "next version": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "tls": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "unknown method": (b"UNSINN /health HTTP/1.1\r\nHost: messe.example\r\n\r\n", 405),
    "websocket": (b"GET /gibt-es-nicht HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", 404),
    "%00": (b"GET /programm/%00 HTTP/1.1\r\nHost: messe.example\r\n\r\n", 404),
    "%2e%2e": (b"GET /static/%2e%2e/%2e%2e/messe.yml HTTP/1.1\r\nHost: messe.example\r\n\r\n", 404),
    "..": (b"GET /static/../../messe.yml HTTP/1.1\r\nHost: messe.example\r\n\r\n", 404),
}
ANSWERED = {
    "raw latin-1": b"GET /programm?tag=\xff HTTP/1.1\r\nHost: messe.example\r\n\r\n",
    "raw utf-8": "GET /programm?raum=Großer HTTP/1.1\r\nHost: messe.example\r\n\r\n".encode(),
    "raw header": b"GET /programm HTTP/1.1\r\nHost: messe.example\r\nX-Remote-User: j\xf6rg\r\nCookie: a=\xff\r\n\r\n",
    "broken cookies": b'GET /programm HTTP/1.1\r\nHost: a\r\nCookie: =;;\x7f[]="\r\n\r\n'.replace(b"\x7f", b"\t"),
}


@pytest_asyncio.fixture
async def web(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with running(tmp_path, FakeRasa()) as client:
        yield client


async def send(web: httpx.AsyncClient, sent: bytes, is_all: bool = True) -> bytes:
    """All that comes back for these bytes; with ``is_all`` False the server has to close the connection."""
    reader, writer = await asyncio.open_connection(web.base_url.host, web.base_url.port)
    writer.write(sent)
    if is_all:
        writer.write_eof()
    try:
        return await asyncio.wait_for(reader.read(), PATIENCE)
    finally:
        writer.close()


def status_of(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1.1 "), answer
    return int(answer[9:12])


@pytest.mark.asyncio
async def test_hostile_requests_are_refused_in_german_without_a_trace(
    web: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answers = {name: await send(web, sent) for name, (sent, _) in REFUSED.items()}
    assert {name: status_of(answer) for name, answer in answers.items()} == {
        name: status for name, (_, status) in REFUSED.items()
    }
    assert [name for name, answer in answers.items() if b'lang="de"' not in answer and b'"abhilfe"' not in answer] == []
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.asyncio
async def test_unusual_requests_are_answered(web: httpx.AsyncClient) -> None:
    answers = {name: status_of(await send(web, sent)) for name, sent in ANSWERED.items()}
    assert {name: status for name, status in answers.items() if status >= 500 or status == 404} == {}


@pytest.mark.asyncio
async def test_raw_letters_in_an_address_mean_the_same_as_quoted_ones(web: httpx.AsyncClient) -> None:
    raw = await send(web, "GET /programm?q=Gebärdensprache HTTP/1.0\r\n\r\n".encode())
    quoted = await web.get("/programm", params={"q": "Gebärdensprache"})
    assert (status_of(raw), raw.split(b"\r\n\r\n", 1)[1].decode() == quoted.text) == (200, True)


@pytest.mark.asyncio
async def test_chat_hears_of_it_in_json_and_metrics_count_it(web: httpx.AsyncClient) -> None:
    answer = await send(web, HEAD + b"Content-Length: abc\r\n\r\n")
    body = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    count = 'count{method="andere",route="andere",status="400"} 1.0'
    assert (set(body), count in (await web.get("/metrics")).text) == ({"fehler", "abhilfe"}, True)


@pytest.mark.asyncio
async def test_refusal_is_read_although_more_is_sent(web: httpx.AsyncClient) -> None:
    answer = await send(web, HEAD + b"Content-Length: 900000\r\n\r\n" + b"x" * 900_000)
    assert status_of(answer) == 413


@pytest.mark.asyncio
async def test_second_request_on_a_connection_is_checked_like_the_first(web: httpx.AsyncClient) -> None:
    answer = await send(web, GOOD + HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", is_all=False)
    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400"]


SLOW = {
    "head": [b"GET / HTTP/1.1\r\n", b"X-A: b\r\n"],
    "body": [HEAD + b"Content-Length: 1000\r\n\r\n", b"x"],
    "body that nobody wants": [b"POST /gibt-es-nicht HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", b"x"],
}


@pytest.mark.asyncio
@pytest.mark.parametrize("name", SLOW)
async def test_slow_sender_is_cut(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(strict_http.LIMITS, "REQUEST_TIMEOUT", 0.5)
    monkeypatch.setitem(strict_http.LIMITS, "KEEP_ALIVE_TIMEOUT", 0.5)
    async with running(tmp_path, FakeRasa()) as web:
        reader, writer = await asyncio.open_connection(web.base_url.host, web.base_url.port)
        first, more = SLOW[name]
        writer.write(first)
        reading = asyncio.create_task(reader.read())
        while not reading.done():
            writer.write(more)
            await asyncio.wait([reading], timeout=0.1)
        writer.close()
    assert status_of(reading.result()) in (408, 404)


@pytest.mark.asyncio
async def test_who_reads_nothing_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(strict_http.LIMITS, "RESPONSE_TIMEOUT", 0.5)
    monkeypatch.setitem(app.CONFIG, "GRACEFUL_SHUTDOWN_TIMEOUT", 0.5)
    async with running(tmp_path, FakeRasa()) as web:
        assert web.base_url.port is not None
        with socket.create_connection((web.base_url.host, web.base_url.port)) as line:
            line.setblocking(False)
            with pytest.raises(ConnectionError):
                await asyncio.wait_for(ask_without_reading(line), PATIENCE)


async def ask_without_reading(line: socket.socket) -> None:
    """Send requests until the connection is gone; the answers fill all buffers between."""
    while True:
        with contextlib.suppress(BlockingIOError):
            line.send(b"GET /programm HTTP/1.1\r\nHost: a\r\n\r\n")
        await asyncio.sleep(0.001)


def mutated(chance: random.Random) -> bytes:
    """A head of a request with some bytes wrong, doubled, gone or from elsewhere."""
    parts = [sent.partition(b"\r\n\r\n")[0] for sent, _ in REFUSED.values() if len(sent) < 300] + [GOOD[:-4]]
    head = bytearray(chance.choice(parts))
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(head) + 1), chance.randint(0, 6)
        piece = chance.choice([
            chance.randbytes(chance.randint(1, 3)), b"\r\n", b" ", b":", b"\t", b"\x00", b"%", b"//",
            b"Content-Length: 3", b"Transfer-Encoding: chunked", bytes(head[place : place + 20]),
            b"\xc3\xa4", b"?a=%ff", b"Host: b",
        ])  # fmt: skip
        head[place : place + length] = piece
    return bytes(head)


def test_what_passes_means_the_same_to_another_reader() -> None:
    """Differential: h11 reads each head that we let pass, and finds the same address and the same length."""
    chance, passed = random.Random(15), 0
    for _ in range(20 * A_LOT):
        try:
            clean = strict_head(mutated(chance), MOST)
        except MalformedRequest:
            continue
        passed += 1
        other = h11.Connection(h11.SERVER)
        other.receive_data(clean + b"\r\n\r\n")
        event = other.next_event()
        assert isinstance(event, h11.Request), clean
        named = dict(event.headers)
        lengths = [line for line in clean.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        assert (event.target, b"transfer-encoding" in named, len(lengths) == (b"content-length" in named)) == (
            clean.split(b" ")[1], False, True,
        )  # fmt: skip
    assert passed > 500


@pytest.mark.asyncio
async def test_no_bytes_make_a_fault_of_ours(web: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(2025)
    with caplog.at_level(logging.INFO):
        for _ in range(A_LOT):
            sent = mutated(chance) + chance.choice([b"\r\n\r\n", b"\r\n\r\nxyz", b"\r\n"])
            answer = await send(web, sent)
            assert not answer or status_of(answer) < 500, (sent, answer)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert (await web.get("/programm")).status_code == 200


class Waiting(StrictProtocol):
    """A connection between two requests, without a network."""

    def __init__(self) -> None:
        self.loop, self._http, self._task = Mock(), Mock(stage=Stage.IDLE), Mock()
        self.keep_alive_timeout, self.is_cut, self._time, self._due = 5, False, 0.0, 0.0


@pytest.mark.parametrize(("looks", "is_cut"), [((1, 2, 3, 4, 5, 6), True), ((1, 21, 22), False), ((1, 21, 28), False)])
def test_time_that_this_process_was_late_cuts_nobody(
    monkeypatch: pytest.MonkeyPatch, looks: tuple[float, ...], is_cut: bool
) -> None:
    connection = Waiting()
    for now in looks:
        monkeypatch.setattr(strict_http, "monotonic", lambda now=now: now)
        connection.check_timeouts()
    assert connection.is_cut is is_cut
