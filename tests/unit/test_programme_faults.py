"""Sources that fail, each seen from the store: it keeps what it had, tells since when, and makes nothing up."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bot.programme.assembly import assemble
from bot.programme.clock import FairClock
from bot.programme.ical_export import calendar_of
from bot.programme.model import Session
from bot.programme.schedule_export import to_schedule
from bot.programme.sources.files import FileSource, schedule_file
from bot.programme.sources.formats import schedule_format
from bot.programme.sources.polling import Polling
from bot.programme.sources.remote import RemoteSchedule
from bot.programme.sources.yaml_folder import yaml_folder
from bot.programme.store import ProgrammeStore
from bot.programme.yaml_export import write_folder
from tests.unit.programme_samples import FAIR, NOW, ZONE, ManualTime, at, clock, ids, session

PROGRAMME = (session("a", room="Foyer"), session("b", "11:00", "12:00", room="Großer Saal"))
MEGABYTE = 1024**2
Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]


def schedule_of(*sessions: Session) -> bytes:
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
    await asyncio.sleep(10)


class Server:
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


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    await found.start()
    yield found
    await found.stop()


@asynccontextmanager
async def store_of(server: Server, time: ManualTime, state: Path | None = None) -> AsyncIterator[ProgrammeStore]:
    url = f"http://127.0.0.1:{server.port}/schedule.json"
    source = RemoteSchedule(url, ZONE, schedule_format(url, FAIR), polling=Polling(timeout=1, size_limit=5 * MEGABYTE))
    programme = ProgrammeStore(source, None, FAIR, FairClock(ZONE, NOW, 1000.0, time), state)
    try:
        yield programme
    finally:
        await programme.close()


def seen(programme: ProgrammeStore) -> tuple[str, list[str], datetime | None]:
    """State, sessions, and since when the catalogue is an old copy."""
    return programme.status.state, ids(programme.catalogue.sessions), programme.catalogue.stale_since


FAULTS = {
    "langsam": (never, "antwortet nicht innerhalb von 1 Sekunden"),
    "Unsinn": (answer(b"\x00\xff\x13 kaputt"), "kein gültiges JSON"),
    "Anmeldeseite": (answer(b"<!doctype html><title>Anmelden</title>"), "kein gültiges JSON"),
    "50 MB": (answer(b" " * 50 * MEGABYTE), "ist größer als 5 MB"),
    "halbe Datei": (answer(GOOD[: len(GOOD) // 2]), "kein gültiges JSON"),
    "abgerissen": (answer(GOOD[: len(GOOD) // 2], len(GOOD)), "nicht erreichbar (RemoteProtocolError)"),
    "leer": (answer(b""), "kein gültiges JSON"),
    "ohne Termine": (answer(b'{"schedule": {"conference": {"days": []}}}'), "kein Programm gefunden"),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_keeps_the_last_good_programme_and_its_time(server: Server, name: str) -> None:
    time = ManualTime()
    async with store_of(server, time) as programme:
        await programme.load()
        assert seen(programme) == ("bereit", ["a", "b"], None)
        server.handler, reason = FAULTS[name]
        time.seconds += 37 * 60
        await programme.load()
        assert seen(programme) == ("veraltet", ["a", "b"], at("10:05"))
        assert reason in programme.status.problem
        server.handler = answer(schedule_of(*PROGRAMME, session("c", "12:00", "13:00")))
        await programme.load()
        assert seen(programme) == ("bereit", ["a", "b", "c"], None)


async def test_source_down_later_and_back(server: Server) -> None:
    time = ManualTime()
    async with store_of(server, time) as programme:
        await programme.load()
        await server.stop()
        time.seconds += 37 * 60
        await programme.load()
        assert seen(programme) == ("veraltet", ["a", "b"], at("10:05"))
        await server.start()
        await programme.load()
        assert (seen(programme), programme.status.read_at) == (("bereit", ["a", "b"], None), at("10:42"))


async def test_source_down_at_the_first_start_is_said(server: Server) -> None:
    await server.stop()
    async with store_of(server, ManualTime()) as programme:
        await programme.load()
        assert (programme.status.state, programme.status.read_at) == ("fehlt", None)
        assert "nicht erreichbar (ConnectError)" in programme.status.problem


async def test_source_down_at_a_later_start_leaves_the_copy(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    time = ManualTime()
    async with store_of(server, time, tmp_path) as programme:
        await programme.load()
    await server.stop()
    time.seconds += 3600
    async with store_of(server, time, tmp_path) as programme:
        await programme.load()
        assert seen(programme) == ("veraltet", ["a", "b"], at("10:05"))
        assert "es gilt der letzte gute Stand (10:05 Uhr)" in caplog.text


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("ending", [".json", ".ics"])
async def test_half_a_file_is_refused_whole(tmp_path: Path, ending: str, cut: float) -> None:
    raw = GOOD if ending == ".json" else calendar_of(PROGRAMME, FAIR, NOW, "x")
    path = tmp_path / f"plan{ending}"
    path.write_bytes(raw)
    programme = ProgrammeStore(
        schedule_file(path, ZONE, path.name, schedule_format(path.name, FAIR)), None, FAIR, clock(), None
    )
    await programme.load()
    path.write_bytes(raw[: int(len(raw) * cut)])
    await settled(programme, path)
    assert seen(programme) == ("veraltet", ["a", "b"], NOW)


async def settled(programme: ProgrammeStore, path: Path) -> None:
    """Read the file as one that nobody is writing to any more."""
    os.utime(path, (1, 1))
    await programme.load()


async def test_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    write_folder(tmp_path, PROGRAMME, (), FAIR, "x")
    path = tmp_path / "programm.yml"
    programme = ProgrammeStore(yaml_folder(tmp_path, FAIR, "x"), None, FAIR, clock(), None)
    await programme.load()
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("- id: b")], encoding="utf-8")  # half a file that looks like a whole one
    await programme.load()
    assert seen(programme) == ("bereit", ["a", "b"], None)
    path.write_text(text, encoding="utf-8")
    await settled(programme, path)
    assert seen(programme) == ("bereit", ["a", "b"], None)


async def test_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(GOOD)
    source: FileSource = schedule_file(path, ZONE, path.name, schedule_format(path.name, FAIR))
    programme = ProgrammeStore(source, None, FAIR, clock(), None)
    await programme.load()
    with path.open("r+b") as file:
        file.truncate(50 * MEGABYTE)
    await settled(programme, path)
    assert seen(programme) == ("veraltet", ["a", "b"], NOW)
    assert programme.status.problem == (
        "plan.json: größer als 20 MB, das ist kein Programm – bitte prüfen, ob es die richtige Datei ist"
    )


async def test_change_of_the_clocks_keeps_order_and_lengths(server: Server) -> None:
    """A night programme on the night when 2 o'clock comes twice."""
    moments = ["2025-10-26T01:30:00+02:00", "2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"]
    days = {
        "date": "2025-10-25",
        "rooms": {
            "Foyer": [{"guid": f"g{n}", "title": "x", "date": m, "duration": "01:00"} for n, m in enumerate(moments)]
        },
    }
    server.handler = answer(json.dumps({"schedule": {"conference": {"days": [days]}}}).encode())
    async with store_of(server, ManualTime()) as programme:
        await programme.load()
        found = [(item.start.isoformat(), item.end.isoformat()) for item in programme.catalogue.sessions]
    assert found == [
        ("2025-10-26T01:30:00+02:00", "2025-10-26T02:30:00+02:00"),
        ("2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"),
        ("2025-10-26T02:30:00+01:00", "2025-10-26T03:30:00+01:00"),
    ]
