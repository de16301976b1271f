"""What a supervisor has started ends with it, at whatever remove and however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bot.core.settings import ROOT
from bot.runtime.child_lifetime import end_with_supervisor

# A supervisor; its part, tied by the kernel; the part's job in a session of its own, which only the lock reaches.
JOB = "from bot.runtime.child_lifetime import end_with_supervisor; end_with_supervisor(); import time; time.sleep(600)"
PART = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {JOB!r}], start_new_session=True).wait()"
SUPERVISOR = f"""
import os, subprocess, sys, time
from pathlib import Path
from bot.runtime.child_lifetime import LIFE_VARIABLE, hold_life, tied_to_me
life = Path(sys.argv[1])
held = hold_life(life)
environment = {{**os.environ, LIFE_VARIABLE: str(life)}}
part = subprocess.Popen([sys.executable, "-c", {PART!r}], env=environment, preexec_fn=tied_to_me())
sys.stdin.read()
if "ordentlich" in sys.argv: held.close(); time.sleep(600)
"""


def descendants(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    until = time.monotonic() + 60
    found: list[psutil.Process] = []
    while len(found := psutil.Process(process.pid).children(recursive=True)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(found) == 2
    return found


def start(tmp_path: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SUPERVISOR, str(tmp_path / "leben"), *more]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)


@pytest.mark.skipif(sys.platform != "linux", reason="the part itself is tied by Linux's kernel")
def test_killed_supervisor_takes_children_and_grandchildren_with_it(tmp_path: Path) -> None:
    with start(tmp_path) as supervisor:
        found = descendants(supervisor)
        supervisor.send_signal(signal.SIGKILL)
        _, alive = psutil.wait_procs(found, timeout=60)
    assert alive == []


def test_lock_alone_ends_a_job_in_a_session_of_its_own(tmp_path: Path) -> None:
    with start(tmp_path, "ordentlich") as supervisor:
        part, job = sorted(descendants(supervisor), key=lambda process: process.ppid() != supervisor.pid)
        assert supervisor.stdin is not None
        supervisor.stdin.close()
        gone, _ = psutil.wait_procs([job], timeout=60)
        supervisor.kill()
        psutil.wait_procs([part], timeout=60)
    assert gone == [job]


def test_nobody_is_watched_without_a_supervisor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.child_lifetime._end_after", lambda _: pytest.fail("beendet"))
    end_with_supervisor({})
