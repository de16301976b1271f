"""Another model takes over without a lost message; whatever goes wrong, the old one goes on answering."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.runtime import model_switcher as rasa_keeper
from bot.runtime.live_model import LiveAddress, Order, RasaFiles, RasaState
from bot.runtime.model_switcher import ModelSwitcher
from bot.runtime.processes import Part
from bot.runtime.rasa_client import RasaClient
from bot.runtime.sockets import make_private_folder
from bot.runtime.supervisor import Supervisor

# Like Rasa's REST channel; every answer is the name of the model and takes a while. Some models cannot be loaded.
FAKE_RASA = """
import http.server, json, os, socketserver, sys, time
model, path = sys.argv[1], sys.argv[2].removeprefix("unix:")
if model == "kaputt": raise SystemExit(1)
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self, data):
        body = json.dumps(data).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
    def do_GET(self): self.answer({"status": "ok"})
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"])); time.sleep(0.1); self.answer([model])
    def log_message(self, *_): pass
class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads, request_queue_size = True, 100
if os.path.exists(path): os.unlink(path)
Server(path, Handler).serve_forever()
"""
Running = tuple[RasaFiles, RasaClient, int, Supervisor]


def fake_part(model: str, address: str) -> Part:
    return Part("rasa", "Rasa", (sys.executable, "-c", FAKE_RASA, model, address), {})


async def until(is_so: Callable[[], bool]) -> None:
    async def look() -> None:
        while not is_so():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(look(), 60)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """A supervisor with model „alt“, up; and a client that follows it as web does."""
    files, public = RasaFiles(folder), socket.create_server(("127.0.0.1", 0))
    port = public.getsockname()[1]
    (folder / "wanted").touch()
    own = make_private_folder(folder)
    keeper = ModelSwitcher(
        fake_part, public, own, files, RasaState("", "alt"), lambda _: None, lambda: (folder / "wanted").exists()
    )
    supervisor = Supervisor([], folder, lambda _: None, folder, [keeper.run])
    task = asyncio.create_task(supervisor.run())
    await until(lambda: files.state() is not None)
    client = RasaClient(LiveAddress(folder, ""))

    async def wait_until_ready() -> None:
        while not await client.is_ready(1):
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait_until_ready(), 60)
    try:
        yield files, client, port, supervisor
    finally:
        await client.close()
        supervisor.stop()
        await task


@pytest.fixture(autouse=True)
def short_drain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_keeper, "DRAIN_SECONDS", 1.0)
    monkeypatch.setattr(rasa_keeper, "WARM_SECONDS", 0.0)


def dealt_with(files: RasaFiles, number: str) -> bool:
    state = files.state()
    return state is not None and state.order == number


async def test_every_message_during_a_swap_is_answered(tmp_path: Path) -> None:
    async with running(tmp_path) as (files, client, port, supervisor):
        answers: list[object] = []
        going = True

        async def chat() -> None:
            while going:
                answers.extend(await client.send("wer", "Hallo"))

        chats = [asyncio.create_task(chat()) for _ in range(8)]
        files.place_order(Order("1", "neu", "7"))
        await until(lambda: dealt_with(files, "1") and len(supervisor._running) == 1)
        going = False
        await asyncio.gather(*chats)
        assert (set(answers), answers[0], answers[-1]) == ({"alt", "neu"}, "alt", "neu")
        state = files.state()
        assert state is not None and (state.model, state.version, state.fault) == ("neu", "7", "")
        # RASA_PORT is the address of the live model.
        async with httpx.AsyncClient(timeout=60, trust_env=False) as foreign:
            found = await foreign.post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", json={})
        assert found.json() == ["neu"]


async def test_model_that_does_not_start_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as (files, client, _, supervisor):
        before = files.state()
        files.place_order(Order("1", "kaputt", "7"))
        await until(lambda: dealt_with(files, "1"))
        after = files.state()
        assert before is not None and after is not None
        assert (after.model, after.socket, after.version) == ("alt", before.socket, "")
        assert (after.fault, await client.send("wer", "Hallo")) == ("Das neue Modell ist nicht gestartet.", ["alt"])
        await until(lambda: len(supervisor._running) == 1)


async def test_model_taken_back_soon_answers_without_a_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_keeper, "WARM_SECONDS", 600.0)
    monkeypatch.chdir(tmp_path)
    for name in ("alt", "neu", "neuer"):
        Path(name).touch()
    os.link("alt", "zurueck")
    async with running(tmp_path) as (files, client, _, supervisor):
        first = set(supervisor._running)
        files.place_order(Order("1", "neu", "7"))
        await until(lambda: dealt_with(files, "1"))
        files.place_order(Order("2", "zurueck", "8"))
        await until(lambda: dealt_with(files, "2"))
        assert (await client.send("wer", "Hallo"), len(supervisor._running)) == (["alt"], 2)
        files.place_order(Order("3", "neuer", "9"))  # "neu" is not waited for any longer, "alt" now is
        await until(lambda: dealt_with(files, "3") and len(supervisor._running) == 2)
        assert (await client.send("wer", "Hallo"), first <= set(supervisor._running)) == (["neuer"], True)


async def test_order_of_a_dead_job_is_not_carried_out(tmp_path: Path) -> None:
    async with running(tmp_path) as (files, client, _, supervisor):
        (tmp_path / "wanted").unlink()
        files.place_order(Order("1", "neu", "7"))
        await until(lambda: dealt_with(files, "1") and len(supervisor._running) == 1)
        state = files.state()
        assert state is not None
        assert (state.fault, await client.send("wer", "Hallo")) == ("Das Veröffentlichen wurde unterbrochen.", ["alt"])


async def test_full_disk_at_the_switch_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(tmp_path) as (files, client, _, supervisor):
        processes = set(supervisor._running)

        def refuse(*_: object) -> None:
            raise OSError("kein Platz")

        monkeypatch.setattr(RasaFiles, "write_state", refuse)
        files.place_order(Order("1", "neu", "7"))
        await until(lambda: len(supervisor._running) == 2)
        await until(lambda: set(supervisor._running) == processes)
        assert await client.send("wer", "Hallo") == ["alt"]


async def test_order_from_an_earlier_run_is_not_carried_out(tmp_path: Path) -> None:
    RasaFiles(tmp_path).place_order(Order("1", "neu", "7"))
    async with running(tmp_path) as (files, client, _, _supervisor):
        files.place_order(Order("2", "neuer", "8"))
        await until(lambda: dealt_with(files, "2"))
        assert await client.send("wer", "Hallo") == ["neuer"]


async def test_live_rasa_that_dies_comes_back_with_its_model(tmp_path: Path) -> None:
    async with running(tmp_path) as (files, client, _, supervisor):
        files.place_order(Order("1", "neu", "7"))
        await until(lambda: dealt_with(files, "1") and len(supervisor._running) == 1)
        dead = next(iter(supervisor._running))
        dead.kill()
        await until(lambda: dead not in supervisor._running and len(supervisor._running) == 1)

        async def ask() -> list[object]:
            while not await client.is_ready(1):
                await asyncio.sleep(0.01)
            return await client.send("wer", "Hallo")

        assert await asyncio.wait_for(ask(), 60) == ["neu"]


def test_unreadable_files_say_nothing(tmp_path: Path) -> None:
    for name in ("rasa_ist.json", "rasa_auftrag.json"):
        (tmp_path / name).write_text('{"anderes": 1}', encoding="utf-8")
    files = RasaFiles(tmp_path)
    assert (files.state(), files.order(), LiveAddress(tmp_path, "üblich")()) == (None, None, "üblich")


def test_nobody_is_followed_without_a_supervisor(tmp_path: Path) -> None:
    RasaFiles(tmp_path).write_state(RasaState("/kanal/rasa-7", "x"))
    found = LiveAddress(None, "üblich")(), LiveAddress(tmp_path, "üblich")()
    assert found == ("üblich", "unix:/kanal/rasa-7")


def test_file_of_an_earlier_release_still_says_what_is_live(tmp_path: Path) -> None:
    (tmp_path / "rasa_ist.json").write_text('{"port": 5005, "model": "m", "version": "7"}', encoding="utf-8")
    assert RasaFiles(tmp_path).state() == RasaState("", "m", "7")
