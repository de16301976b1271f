"""Each fault is caused for real: a visitor gets an answer or an honest German sentence, and the talk goes on."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.core.settings import ROOT
from bot.operations.backup import copy_database
from bot.runtime.ports import spare_port
from tests.integration.running_system import CLOCK, wait_for

PATIENCE = 120.0
UNREACHABLE = "Ich bin gerade nicht erreichbar."
SLOW = "Das dauert gerade länger als sonst."
DATABASE = "Die Datenbank antwortet gerade nicht."
Body = bytes | None  # None: no answer at all, the connection breaks off


@dataclass
class FakeRasa:
    """A REST channel on a real port that behaves as told."""

    port: int
    body: Body = json.dumps([{"text": "Guten Tag!"}]).encode()
    length: int | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    texts: list[str] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802  # the name that http.server asks for
                self._send(b'{"status": "ok"}', None)

            def do_POST(self) -> None:  # noqa: N802
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                rasa.texts.append(asked["message"])
                rasa.asked.set()
                rasa.gate.wait(PATIENCE)
                if rasa.body is not None:
                    self._send(rasa.body, rasa.length)

            def _send(self, body: bytes, length: int | None) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


@contextmanager
def serving(rasa: FakeRasa) -> Iterator[None]:
    """Rasa is up."""
    server = ThreadingHTTPServer(("127.0.0.1", rasa.port), rasa.handler())
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        rasa.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Web:
    """A web process of its own, with one chat."""

    def __init__(self, state: Path, rasa_port: int, **more: str) -> None:
        self.state, self.port = state, spare_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ, "MESSE_PORT": str(self.port), "MESSE_ZUSTAND": str(state), "MESSE_NOW": CLOCK,
            "RASA_PORT": str(rasa_port), "PROGRAMM_QUELLE": str(ROOT / "programm"), **more,
        }  # fmt: skip
        self.log = state.with_suffix(".log")
        self.start()
        self.chat = self.new_chat()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.web"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        wait_for(self._answers, PATIENCE * 3, "Web bereit")

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def new_chat(self) -> dict[str, str]:
        answer = httpx.post(f"{self.address}/chat/sitzung", timeout=PATIENCE, trust_env=False).raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['sitzung']}"}

    def ask(self, text: str, number: str = "") -> tuple[int, str]:
        """Status, and the first answer or what is said in its place."""
        body = {"id": number or str(uuid.uuid4()), "text": text}
        answer = httpx.post(
            f"{self.address}/chat/nachricht", json=body, headers=self.chat, timeout=PATIENCE, trust_env=False
        )
        found = answer.json()
        return answer.status_code, found["antworten"][0]["text"] if answer.status_code == 200 else found["fehler"]

    def history(self) -> list[str]:
        answer = httpx.get(f"{self.address}/chat/verlauf", headers=self.chat, timeout=PATIENCE, trust_env=False)
        return [each["text"] for each in answer.raise_for_status().json()["verlauf"][1:]]

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text("utf-8")
        try:
            return httpx.get(f"{self.address}/programm/katalog.json", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    fake = FakeRasa(spare_port())
    fake.gate.set()
    with serving(fake):
        yield fake


@pytest.fixture(scope="module")
def rasa_port() -> int:
    return spare_port()


@pytest.fixture(scope="module")
def shared_web(rasa_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("web"), rasa_port)
    yield web
    assert web.stop() == 0


@pytest.fixture
def web(shared_web: Web) -> Web:
    """The shared process with a chat of this test."""
    shared_web.chat = shared_web.new_chat()
    return shared_web


@pytest.fixture
def good(rasa_port: int) -> Iterator[FakeRasa]:
    """A Rasa where the shared web process expects it."""
    fake = FakeRasa(rasa_port)
    fake.gate.set()
    with serving(fake):
        yield fake


def test_dead_rasa_is_told_and_the_conversation_goes_on(web: Web, rasa_port: int) -> None:
    number = str(uuid.uuid4())
    away = web.ask("Hallo", number)
    fake = FakeRasa(rasa_port)
    fake.gate.set()
    with serving(fake):
        back = web.ask("Hallo", number)
    assert (away, back, web.history()) == ((503, UNREACHABLE), (200, "Guten Tag!"), ["Hallo", "Guten Tag!"])


@pytest.mark.parametrize(
    ("body", "length"),
    [
        (b"\x00\xff\xfe kein JSON", None),
        (b"", None),
        (b'{"text": "keine Liste"}', None),
        (b'[{"text": "abgeschnit', 4000),
        (None, None),
    ],
)
def test_garbage_of_rasa_is_told_and_the_conversation_goes_on(
    web: Web, good: FakeRasa, body: Body, length: int | None
) -> None:
    number, whole = str(uuid.uuid4()), good.body
    good.body, good.length = body, length
    told = web.ask("Hallo", number)
    good.body, good.length = whole, None
    assert (told, web.ask("Hallo", number)) == ((503, UNREACHABLE), (200, "Guten Tag!"))


@pytest.mark.parametrize("body", [b"[]", b'[1, null, "Text", {"text": 7}, {"knopf": true}]', b'[{"text": ""}]'])
def test_empty_words_of_rasa_are_no_silence(web: Web, good: FakeRasa, body: bytes) -> None:
    good.body = body
    status, text = web.ask("Hallo")
    assert (status in (200, 503), bool(text.strip())) == (True, True)


def test_slow_rasa_is_told_and_its_answer_is_there_on_the_next_try(web: Web, good: FakeRasa) -> None:
    number = str(uuid.uuid4())
    good.gate.clear()
    told = web.ask("Hallo", number)
    good.gate.set()
    assert (told, web.ask("Hallo", number), good.texts) == ((503, SLOW), (200, "Guten Tag!"), ["Hallo"])


def test_rasa_that_restarts_during_a_message_is_told(web: Web, rasa_port: int) -> None:
    number = str(uuid.uuid4())
    dying, back = FakeRasa(rasa_port, body=None), FakeRasa(rasa_port)
    back.gate.set()
    with ThreadPoolExecutor(1) as pool:
        with serving(dying):
            asking = pool.submit(web.ask, "Hallo", number)
            dying.asked.wait(PATIENCE)
        told = asking.result(PATIENCE)
    with serving(back):
        assert (told, web.ask("Hallo", number)) == ((503, UNREACHABLE), (200, "Guten Tag!"))


def test_message_under_way_is_answered_when_web_is_told_to_end(rasa: FakeRasa, tmp_path: Path) -> None:
    web = Web(tmp_path / "zustand", rasa.port)
    rasa.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(web.ask, "Hallo")
        rasa.asked.wait(PATIENCE)
        web.process.send_signal(signal.SIGTERM)
        rasa.gate.set()
        answered = asking.result(PATIENCE)
    status = web.process.wait(PATIENCE)
    web.start()
    history = web.history()
    web.stop()
    assert (answered, status, history) == ((200, "Guten Tag!"), 0, ["Hallo", "Guten Tag!"])


def in_database(web: Web, accident: Callable[[Path], Callable[[], None]]) -> tuple[object, object, object]:
    """Before, during and after the accident; ``accident`` returns what ends it."""
    path, number = web.state / "messelotse.db", str(uuid.uuid4())
    before = web.ask("Eins")
    end = accident(path)
    try:
        during = web.ask("Zwei", number)
    finally:
        end()
    after = wait_for(lambda: found if (found := web.ask("Zwei", number))[0] == 200 else None, PATIENCE, "wieder da")
    assert web.history() == ["Eins", "Guten Tag!", "Zwei", "Guten Tag!"]
    return before, during, after


GOOD_AFTER_A_WORD = ((200, "Guten Tag!"), (503, DATABASE), (200, "Guten Tag!"))


def test_locked_database_is_told_and_the_conversation_goes_on(web: Web, good: FakeRasa) -> None:
    def lock(path: Path) -> Callable[[], None]:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        return connection.close

    assert in_database(web, lock) == GOOD_AFTER_A_WORD


def test_full_disk_costs_the_history_not_the_answer(web: Web, good: FakeRasa) -> None:
    """No file of the web process may grow: what a full disk does, without filling that of others."""

    def fill(path: Path) -> Callable[[], None]:
        _, hard = resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE, (1, hard))

        def free() -> None:
            resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE, (hard, hard))

        return free

    assert in_database(web, fill) == ((200, "Guten Tag!"),) * 3


def test_read_only_database_costs_the_history_not_the_answer(rasa: FakeRasa, tmp_path: Path) -> None:
    state = tmp_path / "zustand"
    state.mkdir()
    web = Web(state, rasa.port)
    before = web.ask("Eins")
    web.stop()
    usual = dict(web.environment)
    web.environment["MESSE_DATENBANK"] = f"sqlite:///file:{state / 'messelotse.db'}?mode=ro&uri=true"
    web.start()
    told, history = web.ask("Zwei"), web.history()
    web.stop()
    web.environment = usual
    web.start()
    after = web.ask("Zwei")
    web.stop()
    assert ((before, told, after), history) == (((200, "Guten Tag!"),) * 3, ["Eins", "Guten Tag!"])


def test_damaged_database_is_told_until_the_backup_is_back(rasa: FakeRasa, tmp_path: Path) -> None:
    state = tmp_path / "zustand"
    state.mkdir()
    web = Web(state, rasa.port)
    before = web.ask("Eins")
    web.stop()
    path, kept = state / "messelotse.db", tmp_path / "sicherung.db"
    copy_database(path, kept)
    _damage(path)
    web.start()
    told = web.ask("Zwei")
    web.stop()
    shutil.copy(kept, path)
    web.start()
    after, history = web.ask("Zwei"), web.history()
    web.stop()
    assert (before, told, after) == GOOD_AFTER_A_WORD
    assert history == ["Eins", "Guten Tag!", "Zwei", "Guten Tag!"]


def _damage(path: Path) -> None:
    """Overwrite the pages of the bubbles; the list of tables stays, so that the damage shows only in use."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = [
            row[0]
            for row in connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'messages' AND rootpage > 1"
            )
        ]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def test_file_that_is_no_database_is_one_german_line(tmp_path: Path) -> None:
    (tmp_path / "messelotse.db").write_bytes(b"das war einmal eine Datenbank " * 500)
    environment = {**os.environ, "MESSE_ZUSTAND": str(tmp_path), "MESSE_PORT": str(spare_port())}
    done = subprocess.run(
        [sys.executable, "-m", "bot.web"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 3,
    )
    assert (done.returncode, "ist beschädigt" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_ten_thousand_sessions_do_not_disturb_a_conversation(web: Web, good: FakeRasa) -> None:
    columns = "session, message_id, role, body, time, stored_at"
    with closing(sqlite3.connect(web.state / "messelotse.db")) as connection:
        (body,) = connection.execute("SELECT body FROM messages LIMIT 1").fetchone()
        rows = ((f"sitzung-{number % 10_000}", "", "bot", body, CLOCK, int(time.time())) for number in range(40_000))
        connection.executemany(f"INSERT INTO messages ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
    assert (web.ask("Hallo"), web.history()) == ((200, "Guten Tag!"), ["Hallo", "Guten Tag!"])
