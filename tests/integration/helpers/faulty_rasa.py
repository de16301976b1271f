"""A Rasa that behaves as told, and a web process of its own before it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from bot.core.settings import ROOT
from tests.integration.helpers.running_system import CLOCK, wait_for
from tests.samples.ports import spare_port

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
