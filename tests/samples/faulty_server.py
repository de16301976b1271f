"""A source on a server of this machine that fails as sources do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.fair.clock import FairClock
from bot.programme.exports.schedule_export import to_schedule
from bot.programme.model import Session
from bot.programme.sources.base import Polling
from bot.programme.sources.choose import schedule_format
from bot.programme.sources.remote import RemoteSchedule
from bot.programme.store import ProgrammeStore, assemble
from tests.samples.programme import FAIR, NOW, ZONE, ManualTime, session

PROGRAMME = (session("a", room="Foyer"), session("b", "11:00", "12:00", room="Großer Saal"))
MEGABYTE = 1024**2
Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]


def schedule_of(*sessions: Session) -> bytes:
    """These sessions as schedule.json."""
    return json.dumps(to_schedule(assemble(sessions, (), (), NOW), FAIR), indent=1).encode()


GOOD = schedule_of(*PROGRAMME)


def answer(body: bytes, length: int | None = None) -> Handler:
    """200 with this body; ``length`` may promise more than comes."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n".encode())
        for start in range(0, len(body), MEGABYTE):
            writer.write(body[start : start + MEGABYTE])
            await writer.drain()

    return send


async def never(writer: asyncio.StreamWriter) -> None:
    """Takes the question and says nothing for longer than anybody waits."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await asyncio.sleep(60)


class FaultyServer:
    """A real server on a free port of this machine; what it does next can be changed."""

    def __init__(self) -> None:
        self.handler: Handler = answer(GOOD)
        self.port = 0
        self._server: asyncio.AbstractServer | None = None

    async def start(self) -> None:
        """Listen, again on the same port after a stop."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await self.handler(writer)
        except (OSError, asyncio.IncompleteReadError):  # the client has had enough
            pass
        finally:
            writer.close()


@asynccontextmanager
async def faulty_server() -> AsyncIterator[FaultyServer]:
    """The server, good until its handler is changed."""
    found = FaultyServer()
    await found.start()
    try:
        yield found
    finally:
        await found.stop()


@asynccontextmanager
async def store_of(server: FaultyServer, time: ManualTime, state: Path | None = None) -> AsyncIterator[ProgrammeStore]:
    """The programme service that asks this server."""
    url = f"http://127.0.0.1:{server.port}/schedule.json"
    source = RemoteSchedule(url, ZONE, schedule_format(url, FAIR), polling=Polling(timeout=3, size_limit=5 * MEGABYTE))
    programme = ProgrammeStore(source, None, FAIR, FairClock(ZONE, NOW, 1000.0, time), state)
    try:
        yield programme
    finally:
        await programme.close()


FAULTS = {
    "langsam": (never, "antwortet nicht innerhalb von 3 Sekunden"),
    "Unsinn": (answer(b"\x00\xff\x13 kaputt"), "kein gültiges JSON"),
    "Anmeldeseite": (answer(b"<!doctype html><title>Anmelden</title>"), "kein gültiges JSON"),
    "50 MB": (answer(b" " * 50 * MEGABYTE), "ist größer als 5 MB"),
    "halbe Datei": (answer(GOOD[: len(GOOD) // 2]), "kein gültiges JSON"),
    "abgerissen": (answer(GOOD[: len(GOOD) // 2], len(GOOD)), "nicht erreichbar (RemoteProtocolError)"),
    "leer": (answer(b""), "kein gültiges JSON"),
    "ohne Termine": (answer(b'{"schedule": {"conference": {"days": []}}}'), "kein Programm gefunden"),
}
