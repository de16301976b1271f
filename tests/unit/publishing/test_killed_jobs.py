"""What a job leaves that is killed while it prepares or publishes a version."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.settings import ROOT
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.release import GoingLive
from bot.runtime.live_model import RasaFiles, RasaState
from bot.runtime.locks import Busy
from tests.samples.publish import (
    edit,
    notes,
    prepare,
    state_of,
)

HANGING = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from tests.samples.publish import PlayedCommands
from bot.publishing.prepare import Preparation
from bot.publishing.release import GoingLive
root, step = Path(sys.argv[1]), sys.argv[2]
state = root / ".messelotse"
PlayedCommands.stops_at = step
Preparation(root, state, PlayedCommands).run("Rike Beispiel", "Zweite")
(state / "entwurf" / "hier").touch()
GoingLive(root, state).publish()
"""


@pytest.mark.parametrize("step", ["train", "recognise", "conversation", "switch"])
def test_job_killed_at_any_step_leaves_the_old_version_live(root: Path, step: str) -> None:
    edit(root)
    before = RasaFiles(state_of(root)).state()
    (state_of(root) / "entwurf" / "hier").unlink(missing_ok=True)
    command = [sys.executable, "-c", HANGING, str(root), step, str(ROOT)]
    with subprocess.Popen(command, cwd=ROOT) as job:
        wait_until_there(state_of(root) / "entwurf" / "hier", job)
        if step == "switch":  # its order lies there, and nobody has carried it out
            wait_until(lambda: ProgressFile(state_of(root)).read().step is PublishingStep.SWITCHING)
        with pytest.raises(Busy):
            prepare(root, "Dritte")
        job.kill()
    assert (ProgressFile(state_of(root)).read().step, notes(root)) == (PublishingStep.FAILED, ["Erste"])
    assert RasaFiles(state_of(root)).state() == before
    assert prepare(root, "Dritte").step is PublishingStep.READY


def test_job_killed_after_the_switch_is_completed_by_the_next(root: Path) -> None:
    edit(root)
    prepared = prepare(root, "Zweite")
    ProgressFile(state_of(root)).write(Progress(PublishingStep.SWITCHING, candidate=prepared.candidate))
    RasaFiles(state_of(root)).write_state(RasaState("", "m", prepared.candidate))
    assert ProgressFile(state_of(root)).read().step is PublishingStep.LIVE
    GoingLive(root, state_of(root)).complete_interrupted()
    assert (ProgressFile(state_of(root)).read().step, notes(root)) == (PublishingStep.LIVE, ["Zweite", "Erste"])


def wait_until_there(path: Path, job: subprocess.Popen[bytes]) -> None:
    wait_until(lambda: path.exists() or job.poll() is not None)
    assert job.poll() is None


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)
