"""The shipped nginx in front of web processes: a whole house behind one address, German errors, hostile bytes."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.samples.nginx_server import MISSING, NGINX, nginx_before
from tests.samples.web import PATIENCE, FakeRasa, open_session, running
from tests.unit.web.http.test_strict_protocol import ANSWERED, REFUSED

pytestmark = [pytest.mark.asyncio, pytest.mark.skipif(NGINX is None, reason=MISSING)]
HOUSE = 1_000  # colleagues behind one address
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n: ruhe\n\n"
ASK = "GET /chat/ereignisse HTTP/1.1\r\nHost: messe.example\r\nAuthorization: Bearer {}\r\n\r\n"


@contextmanager
def many_files() -> Iterator[None]:
    """As many open connections as the system grants."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@asynccontextmanager
async def streams_only() -> AsyncIterator[int]:
    """The port of a server that answers everything with an event stream and holds it."""

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(STREAM)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0, backlog=2_000)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def status_of_stream(port: int, token: str) -> tuple[int, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(ASK.format(token).encode())
    head = await asyncio.wait_for(reader.readline(), PATIENCE)
    return int(head.split()[1]), writer


async def open_streams(port: int, tokens: list[str]) -> list[int]:
    """The answers to all of them while all are open."""
    found = [await status_of_stream(port, token) for token in tokens]
    for _, writer in found:
        writer.close()
    return [status for status, _ in found]


async def test_a_whole_house_keeps_its_streams_and_one_chat_does_not_take_all(tmp_path: Path) -> None:
    with many_files():
        async with streams_only() as web:
            with nginx_before(tmp_path, web) as front:
                house = await open_streams(front, [f"gespraech-{number}" for number in range(HOUSE)])
                one = await open_streams(front, ["eines"] * 20)
    assert (set(house), one.count(200), one.count(429)) == ({200}, 12, 8)


async def answer_of(port: int, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        return head + (await reader.readexactly(int(length[0].partition(b":")[2])) if length else await reader.read())
    finally:
        writer.close()


async def status_of(port: int, sent: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    line = await asyncio.wait_for(reader.readline(), PATIENCE)
    writer.close()
    return int(line[9:12])


def dead_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


ERRORS = {
    404: b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n",
    400: b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    413: b"POST /anmelden HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n",
    414: b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    431: b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 9_000 + b"\r\n\r\n",
    503: b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("status", ERRORS)
async def test_errors_of_nginx_are_german_pages(tmp_path: Path, status: int) -> None:
    with nginx_before(tmp_path, dead_port()) as front:
        answer = await answer_of(front, ERRORS[status])
    assert (int(answer[9:12]), b'<html lang="de">' in answer, b"nginx/" in answer.partition(b"\r\n\r\n")[2]) == (
        status, True, False,
    )  # fmt: skip


async def test_chat_understands_what_nginx_says(tmp_path: Path) -> None:
    with nginx_before(tmp_path, dead_port()) as front:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{front}", trust_env=False) as client:
            away = await client.post("/chat/nachricht", json={})
            large = await client.post("/chat/nachricht", content=b"x" * 200_000)
    assert [(each.status_code, sorted(each.json()), each.headers.get("retry-after")) for each in (away, large)] == [
        (503, ["abhilfe", "fehler"], "2"), (413, ["abhilfe", "fehler"], None),
    ]  # fmt: skip


async def test_hostile_bytes_neither_take_the_web_out_nor_fail(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as one, running(tmp_path, FakeRasa()) as other:
        assert one.base_url.port and other.base_url.port
        with nginx_before(tmp_path, one.base_url.port, other.base_url.port) as front:
            hostile = [sent for name, (sent, _) in REFUSED.items() if sent.endswith(b"\n") and name != "old version"]
            statuses = [await status_of(front, sent) for sent in [*hostile, *ANSWERED.values()]]
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{front}", trust_env=False) as client:
                session = await open_session(client)
                history = await client.get("/chat/verlauf", headers=session)
        log = (tmp_path / "fehler.log").read_text("utf-8", "replace")
    assert [status for status in statuses if status >= 500] == []
    assert (history.status_code, "prematurely closed" in log, "no live upstreams" in log) == (200, False, False)
