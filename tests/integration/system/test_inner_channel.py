"""A second account on the same server, a second start in the same folder, and a supervisor that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.integration.helpers.running_system import (
    BACK_SECONDS,
    START_SECONDS,
    RunningSystem,
    hear_ctrl_c,
    kill_and_wait,
    post_message,
    running_system,
    wait_for,
)

SYSTEM_PYTHON = Path("/usr/bin/python3")
NOBODY = 65_534
# What another account can try, again and again until its standard input closes: take a port whenever it is free, listen
# and keep what arrives; enter sockets and folders; read what processes were started with.
STRANGER = """
import json, os, select, socket, sys
place = json.loads(sys.argv[1])
heard, entered, bound = [], set(), {}

def take(host, port, option):
    server = socket.socket()
    try:
        server.setsockopt(socket.SOL_SOCKET, option, 1)
        server.bind((host, port)); server.listen()
        bound[server] = port
    except OSError:
        server.close()

def look(path):
    try:
        names = os.listdir(path)
    except OSError:
        return
    for name in names:
        whole = os.path.join(path, name)
        try:
            if os.path.isdir(whole): look(whole)
            else: open(whole, "rb").close(); entered.add(whole)
        except OSError:
            pass

def knock():
    for line in open("/proc/net/unix"):
        path = line.split()[-1]
        if path.startswith(place["state"]):
            try:
                with socket.socket(socket.AF_UNIX) as client: client.connect(path); entered.add(path)
            except OSError: pass

while True:
    for port in place["ports"]:
        for host in ("0.0.0.0", "127.0.0.1"):
            for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT): take(host, port, option)
    ready, _, _ = select.select([sys.stdin, *bound], [], [], 0.002)
    if sys.stdin in ready:
        break
    for server in ready:
        client, _ = server.accept()
        client.settimeout(1)
        heard.append(client.recv(65536).decode("utf-8", "replace"))
    look(place["state"])
    knock()
seen = {}
for pid in filter(str.isdigit, os.listdir("/proc")):
    for what in ("cmdline", "environ"):
        try: seen[pid + what] = open(f"/proc/{pid}/{what}", "rb").read().decode("utf-8", "replace")
        except OSError: pass
print(json.dumps({"heard": heard, "entered": sorted(entered), "bound": sorted(bound.values()), "seen": seen}))
"""


@pytest.fixture(scope="module")
def system() -> Iterator[RunningSystem]:
    """A system of its own, in a folder that every account may enter, as on a carelessly set up server."""
    with tempfile.TemporaryDirectory(prefix="messelotse-probe-") as name:
        folder = Path(name)
        (folder / "zustand").mkdir()
        folder.chmod(0o755)
        (folder / "zustand").chmod(0o755)
        with running_system(folder) as running:
            yield running


@contextmanager
def stranger(system: RunningSystem) -> Iterator[dict[str, Any]]:
    """Another account at work; afterwards what it has got."""
    ports = [int(system.environment[name]) for name in ("MESSE_PORT", "RASA_PORT", "AKTION_PORT")]
    place = json.dumps({"state": str(system.state), "ports": ports})
    loot: dict[str, Any] = {}
    with subprocess.Popen(
        [str(SYSTEM_PYTHON), "-c", STRANGER, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        user=NOBODY, group=NOBODY, extra_groups=[], cwd="/",
    ) as process:  # fmt: skip
        try:
            yield loot
        finally:
            output, _ = process.communicate(b"\n", 60)
    loot.update(json.loads(output))


def ask(system: RunningSystem, text: str) -> str:
    with httpx.Client(base_url=system.web, timeout=60, trust_env=False) as client:
        session = client.post("/chat/sitzung").raise_for_status().json()["sitzung"]
        answer = post_message(client, {"text": text, "id": str(uuid.uuid4())}, {"Authorization": f"Bearer {session}"})
    return answer.raise_for_status().text


def start_again(system: RunningSystem) -> None:
    with (system.state.parent / "start.log").open("ab") as log:
        system.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "start"], cwd=system.project, env=system.environment, stdout=log, stderr=log,
            preexec_fn=hear_ctrl_c,
        )  # fmt: skip
    wait_for(system.is_ready, START_SECONDS, "bereit")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can act as another account")
@pytest.mark.skipif(not SYSTEM_PYTHON.exists(), reason="needs a Python that every account may start")
def test_another_account_gets_no_port_no_text_and_no_token(system: RunningSystem) -> None:
    token = psutil.Process(system.parts()["web"]).environ()["MESSE_KENNWORT"]
    with stranger(system) as loot:
        for part in ("rasa", "aktionen", "web"):
            kill_and_wait(system, part)
            ask(system, "Wo kann ich parken?")
    assert (loot["bound"], loot["heard"], loot["entered"]) == ([], [], [])
    assert str(system.process.pid) + "cmdline" in loot["seen"]  # it did look
    assert [key for key, text in loot["seen"].items() if token in text] == []


def test_visitor_waits_for_a_web_process_that_starts_anew(system: RunningSystem) -> None:
    """The port stays open meanwhile: no refused connection."""
    web = system.parts()["web"]
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: system.parts().get("web") != web, BACK_SECONDS, "web beendet")
    page = httpx.get(f"{system.web}/", timeout=BACK_SECONDS, trust_env=False)
    assert page.status_code == 200
    wait_for(system.is_ready, BACK_SECONDS, "bereit")


@pytest.mark.parametrize("command", [["start"], ["teil", "aktionen"], ["train"], ["shell"]])
def test_second_command_in_the_same_folder_leaves_the_first_unharmed(system: RunningSystem, command: list[str]) -> None:
    before = system.parts()
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command], cwd=system.project,
        env={**system.environment, "MESSE_UHR_ANKER": "1", "MESSE_KENNWORT": "probe-0123456789-abcdef"},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    told = f"läuft schon ein Messelotse (Prozess {system.process.pid})"
    assert (done.returncode, told in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr
    assert (system.parts(), system.is_ready()) == (before, True)


def test_killed_supervisor_leaves_nothing_that_blocks_the_next_start(system: RunningSystem) -> None:
    found = psutil.Process(system.process.pid).children(recursive=True)
    system.process.kill()
    system.process.wait()
    _, alive = psutil.wait_procs(found, timeout=BACK_SECONDS)
    assert alive == []
    start_again(system)
    assert "park" in ask(system, "Wo kann ich parken?").lower()
    assert len(list(system.state.glob("kanal-*"))) == 1


def test_hangup_ends_all_in_order(system: RunningSystem) -> None:
    found = psutil.Process(system.process.pid).children(recursive=True)
    system.process.send_signal(signal.SIGHUP)
    assert system.process.wait(BACK_SECONDS) == 0
    assert ([each for each in found if each.is_running()], list(system.state.glob("kanal-*"))) == ([], [])
