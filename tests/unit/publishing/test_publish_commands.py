"""The child processes of publishing: what counts as passed, and that none outlives a job that was killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.settings import ROOT
from bot.publishing import commands
from bot.publishing.commands import Commands, StepFailed

NAMES = "stories:\n- story: weg_zum_stand (/tmp/gespraeche/test_wege.yml)\n- story: parken (nah)\n"
ALL_GOOD = "# None of the test stories failed - all good!"
# Stands for Rasa: exits with a status after writing the list of failed conversations (or none).
PLAYED = """
import sys
from pathlib import Path
folder, text, status = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
folder.mkdir(parents=True)
if text: (folder / "failed_test_stories.yml").write_text(text)
sys.exit(status)
"""
# A job whose training never ends, with the number of its child as only output.
JOB = """
import sys
from pathlib import Path
from bot.publishing import commands
endless = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(600)"
commands.rasa_command = lambda *_: (sys.executable, "-c", endless)
Path(sys.argv[1]).mkdir(exist_ok=True)
job = commands.Commands(Path("."), Path(sys.argv[1]))
job._run(commands.rasa_command(), "log", lambda line: print(line, end="", flush=True))
"""


def play(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str, status: int) -> Commands:
    command = (sys.executable, "-c", PLAYED, str(folder / "gespraeche"), text, str(status))
    monkeypatch.setattr(commands, "rasa_command", lambda *_: command)
    return Commands(ROOT, folder)


@pytest.mark.parametrize(("text", "names"), [(ALL_GOOD, []), (NAMES, ["weg_zum_stand", "parken (nah)"])])
def test_failed_conversations_are_named_as_in_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, names: list[str]
) -> None:
    found = play(monkeypatch, tmp_path, text, 0).failed_conversations(tmp_path, tmp_path)
    assert [conversation.name for conversation in found] == names


@pytest.mark.parametrize(("text", "status"), [(ALL_GOOD, 1), (NAMES, 1), ("", 0), ("", 1)])
def test_conversations_that_did_not_run_to_the_end_have_not_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, status: int
) -> None:
    with pytest.raises(StepFailed, match=r"Die Testgespräche liefen nicht; Einzelheiten in .*gespraeche\.log\."):
        play(monkeypatch, tmp_path, text, status).failed_conversations(tmp_path, tmp_path)


def test_list_of_an_earlier_run_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, tmp_path, ALL_GOOD, 0).failed_conversations(tmp_path, tmp_path)
    monkeypatch.setattr(commands, "rasa_command", lambda *_: (sys.executable, "-c", ""))
    with pytest.raises(StepFailed):
        Commands(ROOT, tmp_path).failed_conversations(tmp_path, tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="nur Linux beendet Kinder mit ihrem Elternprozess")
def test_child_of_a_killed_job_does_not_live_on(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", JOB, str(tmp_path / "werk")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as job:
        assert job.stdout is not None
        child = int(job.stdout.readline())
        job.kill()
    wait_until(lambda: not is_running(child))


def is_running(process: int) -> bool:
    """Whether it does anything yet; who has ended and was not collected is a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)
