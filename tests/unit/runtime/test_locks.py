from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import part as part_command
from bot.cli import start
from bot.core.errors import ConfigurationError
from bot.core.settings import ROOT
from bot.publishing import training
from bot.runtime.locks import lock_state

HOLDER = (
    "import sys; from pathlib import Path; from bot.runtime.locks import lock_state; "
    "held = lock_state(Path(sys.argv[1]), bool(sys.argv[2:])); print('da', flush=True); sys.stdin.read()"
)


@pytest.fixture
def holder(tmp_path: Path, request: pytest.FixtureRequest) -> subprocess.Popen[bytes]:
    """Another process that holds the lock until it is killed."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path), *getattr(request, "param", [])]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    request.addfinalizer(process.wait)
    request.addfinalizer(process.kill)
    assert process.stdout is not None and process.stdout.readline() == b"da\n"
    return process


@pytest.mark.parametrize("command", [start.start, training.train, lambda: part_command.run_part(["aktionen"])])
def test_second_one_is_told_who_runs_and_what_to_do(
    command: object, holder: subprocess.Popen[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path))
    monkeypatch.setenv("MESSE_UHR_ANKER", "1")
    monkeypatch.setenv("MESSE_KENNWORT", "probe-0123456789-abcdef")
    assert callable(command)
    with pytest.raises(ConfigurationError) as caught:
        command()
    said = str(caught.value)
    assert (f"läuft schon ein Messelotse (Prozess {holder.pid})" in said, "bitte" in said) == (True, True), said
    assert holder.poll() is None


def test_lock_of_a_killed_process_is_free_again(holder: subprocess.Popen[bytes], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    with lock_state(tmp_path):
        assert (tmp_path / "betrieb.lock").read_text(encoding="ascii") == str(os.getpid())


@pytest.mark.parametrize("holder", [["geteilt"]], indirect=True)
def test_parts_share_it_and_a_start_does_not(holder: subprocess.Popen[bytes], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        lock_state(tmp_path)
    lock_state(tmp_path, is_shared=True).close()


def test_no_child_keeps_it(tmp_path: Path) -> None:
    with lock_state(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    lock_state(tmp_path).close()
    child.communicate(b"", 60)


def test_folder_that_cannot_be_locked_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "betrieb.lock").mkdir()
    with pytest.raises(ConfigurationError, match="lässt sich nicht sperren"):
        lock_state(tmp_path)
