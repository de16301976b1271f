"""The whole system as its users have it: `python -m bot start` in a copy of the project, asked over its ports."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.core.settings import ROOT
from bot.publishing.training import train_if_needed
from bot.web.http.health import FRESH_SECONDS
from tests.samples.ports import spare_ports

COPIED = (
    "bot", "actions", "data", "programm", "models", "requirements/run.txt",
    "messe.yml", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "tests/saetze", "tests/gespraeche",
)  # fmt: skip
CLOCK = "2025-05-14T10:05:00+02:00"
START_SECONDS = 400.0  # eight processes on two busy cores
STOP_SECONDS = 120.0
SLOW = "Das dauert gerade länger als sonst."
BACK_SECONDS = 240.0
ORGANISERS_TOKEN = "probe-0123456789-abcdef"
PARTS = {"web": "bot.web", "aktionen": "rasa_sdk", "rasa": "bot.rasa run"}
SETTINGS = ("PYTHONPATH", "MESSE_UHR_ANKER", "MESSE_NOW", "MESSE_GEHEIMNIS", "PROGRAMM_QUELLE", "MESSE_ZUSTAND")
Message = dict[str, Any]
T = TypeVar("T")


@dataclass
class RunningSystem:
    """A started system.

    Attributes:
        project: the copy of the project that it runs in.
        state: its folder for everything that arises while running.
        process: the supervisor.
        web: address of the web process.
        rasa: address of Rasa.
        environment: what it was started with.
    """

    project: Path
    state: Path
    process: subprocess.Popen[bytes]
    web: str
    rasa: str
    environment: dict[str, str]

    def parts(self) -> dict[str, int]:
        """The process ids of the three parts by name; a part that is not running is missing."""
        return {name: pid for pid, command in children_of(self.process.pid) for name in named_in(command)}

    def pids(self, part: str) -> set[int]:
        """All processes of a part: a Rasa that has been replaced stays up for a while."""
        return {pid for pid, command in children_of(self.process.pid) if part in named_in(command)}

    def health(self) -> httpx.Response:
        """GET /health."""
        return httpx.get(f"{self.web}/health", timeout=60, trust_env=False)

    def is_ready(self) -> bool:
        """Whether all parts are there and say that a message can be answered, as of now."""
        if not self._says_ready():
            return False
        time.sleep(FRESH_SECONDS + 0.1)  # web remembers for so long what it found
        return self._says_ready()

    def _says_ready(self) -> bool:
        try:
            return self.health().status_code == 200 and set(self.parts()) == set(PARTS)
        except httpx.HTTPError:
            return False

    def post_to_rasa(self, body: bytes) -> httpx.Response:
        """POST to Rasa's REST webhook, unchanged."""
        return httpx.post(f"{self.rasa}/webhooks/rest/webhook", content=body, timeout=120, trust_env=False)

    def ask(self, text: str, sender: str = "") -> list[Message]:
        """Rasa's messages to a text; without ``sender`` in a new conversation."""
        body = {"sender": sender or uuid.uuid4().hex, "message": text}
        answer = self.post_to_rasa(json.dumps(body).encode()).raise_for_status().json()
        assert isinstance(answer, list)
        return answer

    def text_of(self, text: str, sender: str = "") -> str:
        """All texts of Rasa's answer, joined."""
        return "\n".join(message["text"] for message in self.ask(text, sender) if message.get("text"))


def children_of(parent: int) -> list[tuple[int, str]]:
    """Process id and command line of each child process."""
    listing = subprocess.run(
        ["ps", "-A", "-ww", "-o", "ppid=,pid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 3) for line in listing.splitlines()]
    return [(int(row[1]), row[3]) for row in rows if row[0] == str(parent) and not row[2].startswith("Z")]


def named_in(command: str) -> list[str]:
    """Which part a command line belongs to."""
    return [name for name, mark in PARTS.items() if f"-m {mark}" in command]


def is_alive(pid: int) -> bool:
    """Whether a process of this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(
    look: Callable[[], T | None],
    seconds: float,
    what: str,
    pause: float = 0.1,
    missing: Callable[[], object] = lambda: "",
) -> T:
    """Look until there is something true; fails by name after ``seconds``, with what is then still missing."""
    until = time.monotonic() + seconds
    found = look()
    while not found and time.monotonic() < until:
        time.sleep(pause)
        found = look()
    assert found, f"nach {seconds:.0f} s noch nicht: {what} {missing()}"
    return found


def kill_and_wait(running: RunningSystem, part: str) -> int:
    """End a part by force and wait until another one has taken its place; returns the new process id."""
    pid = running.parts()[part]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: running.parts().get(part) not in (None, pid), BACK_SECONDS, f"{part} neu gestartet")
    wait_for(running.is_ready, BACK_SECONDS, f"{part} wieder bereit")
    return running.parts()[part]


def post_message(client: httpx.Client, body: Message, headers: dict[str, str] | None = None) -> httpx.Response:
    """POST a message as the chat does: again with the same id while the answer takes longer (a busy machine)."""
    until = time.monotonic() + START_SECONDS
    answer = client.post("/chat/nachricht", json=body, headers=headers)
    while SLOW in answer.text and time.monotonic() < until:
        answer = client.post("/chat/nachricht", json=body, headers=headers)
    return answer


def copy_project(target: Path, parts: tuple[str, ...] = COPIED) -> Path:
    """The small text files of the project (and its model) in another folder."""
    for name in parts:
        source, copy = ROOT / name, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "neu"))
        else:
            shutil.copy2(source, copy)
    return target


def settings(state: Path, ports: list[int], **more: str) -> dict[str, str]:
    """The environment of an own system: own ports, own state, the clock at the fair's first morning."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    # Some tests ask without a pause, as nobody does; the limits have tests of their own.
    own = {
        "MESSE_GRENZE_SITZUNG": "1000000",
        "MESSE_PORT": str(ports[0]),
        "RASA_PORT": str(ports[1]),
        "AKTION_PORT": str(ports[2]),
    }
    return {**inherited, **own, "MESSE_ZUSTAND": str(state), "MESSE_NOW": CLOCK, **more}


@contextmanager
def running_system(folder: Path) -> Iterator[RunningSystem]:
    """Start everything in ``folder``, wait until it is ready, and end it with Ctrl-C."""
    train_if_needed(print)  # here, so that the copy finds a fitting model
    project, state = copy_project(folder / "projekt"), folder / "zustand"
    ports = spare_ports(3)
    programme = copy_project(folder / "quelle", ("programm",)) / "programm"
    environment = settings(state, ports, PROGRAMM_QUELLE=str(programme), PROGRAMM_TOKENS=f"probe:{ORGANISERS_TOKEN}")
    with (folder / "start.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "start"],
            cwd=project,
            env=environment,
            stdout=log,
            stderr=log,
            preexec_fn=hear_ctrl_c,
        )
    web, rasa = (f"http://127.0.0.1:{port}" for port in ports[:2])
    system = RunningSystem(project, state, process, web, rasa, environment)
    try:
        wait_for(lambda: system.is_ready() or process.poll() is not None, START_SECONDS, "Start")
        assert process.poll() is None, (folder / "start.log").read_text(encoding="utf-8")
        yield system
    finally:
        end(system)


def hear_ctrl_c() -> None:
    """A shell starts background jobs with Ctrl-C ignored; the tests send it all the same."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def end(system: RunningSystem) -> None:
    """Ctrl-C; whatever does not end in time is killed, so that no test leaves anything behind."""
    pids = {pid for pid, _ in children_of(system.process.pid)}
    system.process.send_signal(signal.SIGINT)
    try:
        status = system.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pids |= {pid for pid, _ in children_of(system.process.pid)}
        system.process.kill()
        status = system.process.wait()
    left = [pid for pid in pids if is_alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert (status, left) == (0, [])
