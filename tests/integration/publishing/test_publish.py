"""Publishing for real: from the edited file to the chat's answer and back, while visitors ask, and killed on its way.

The tests follow each other on one system: the last one leaves the content as the first one found it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.core.settings import state_folder
from bot.publishing.progress import ProgressFile, PublishingStep
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles, RasaState
from tests.integration.helpers.running_system import RunningSystem, is_alive, wait_for
from tests.integration.helpers.steady_chat import visitors

TOPIC, SENTENCES = "data/themen/fahrstuhl_musik.yml", "tests/saetze/fahrstuhl_musik.yml"
QUESTION, ANSWER = "Welche Fahrstuhlmusik spielt ihr?", "Im Fahrstuhl läuft Bossa nova."
WORDS = {
    TOPIC: f"""version: "3.1"

responses:
  utter_faq/fahrstuhl_musik:
  - text: {ANSWER}

nlu:
- intent: faq/fahrstuhl_musik
  metadata:
    titel: Fahrstuhlmusik
  examples: |
    - {QUESTION}
    - fahrstuhlmusik
    - Läuft im Fahrstuhl Musik?
    - Was hört man im Aufzug für Lieder?
    - Wer sucht die Musik im Fahrstuhl aus?
    - Aufzugmusik aus Brasilien
    - Ist die Musik im Aufzug Bossa nova?
    - Mich stört die Fahrstuhlmusik
""",
    SENTENCES: """absicht: faq/fahrstuhl_musik
saetze:
- Welche Musik läuft bei euch im Fahrstuhl?
- Gibt es Fahrstuhlmusik?
- Ich möchte wissen, was das für Musik im Aufzug ist.
- Aufzugmusik
""",
}
pytestmark = pytest.mark.slow
STEP_SECONDS = 400.0
CHILD_OF = {
    PublishingStep.CHECKING: "",
    PublishingStep.TRAINING: "bot.rasa train",
    PublishingStep.SENTENCES: "bot.publishing.recognise",
    PublishingStep.CONVERSATIONS: "bot.rasa test",
    PublishingStep.SWITCHING: "",
}


@pytest.fixture(scope="module", autouse=True)
def drafted(running: RunningSystem) -> Iterator[None]:
    """The new topic as its editor has saved it; sentences encoded before need not be encoded once more."""
    for vectors in state_folder().glob("vektoren-*.npz"):
        shutil.copy(vectors, running.state)
    for path, text in WORDS.items():
        (running.project / path).write_text(text, encoding="utf-8")
    yield
    for path in WORDS:
        (running.project / path).unlink(missing_ok=True)


@contextmanager
def job(running: RunningSystem, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command at work; killed at the end if it still is."""
    command = [sys.executable, "-m", "bot", "veroeffentlichen", *arguments]
    with subprocess.Popen(
        command,
        cwd=running.project,
        env=running.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def publish(running: RunningSystem, *arguments: str) -> tuple[int, list[str]]:
    """Exit status and what was said."""
    with job(running, *arguments) as process:
        said, _ = process.communicate(timeout=3 * STEP_SECONDS)
    return process.returncode, said.splitlines()


def commands_in(running: RunningSystem) -> list[str]:
    """The command lines of all processes that work in the copy of the project."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cwd").resolve() == running.project.resolve():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended
            continue
    return found


def is_at_work(running: RunningSystem, mark: str) -> bool:
    return any(mark in command for command in commands_in(running))


def live(running: RunningSystem) -> RasaState:
    state = RasaFiles(running.state).state()
    assert state is not None
    return state


def notes(running: RunningSystem) -> list[str]:
    return [version.note for version in Versions(running.project, running.state).all()]


def names(running: RunningSystem) -> list[str]:
    return [version.name for version in Versions(running.project, running.state).all()]


def has_reached(running: RunningSystem, step: PublishingStep) -> Callable[[], bool]:
    file, child = ProgressFile(running.state), CHILD_OF[step]
    return lambda: file.stored().step is step and (not child or is_at_work(running, child))


@pytest.mark.parametrize(
    "step", [PublishingStep.CHECKING, PublishingStep.TRAINING, PublishingStep.SENTENCES, PublishingStep.CONVERSATIONS]
)
def test_publisher_killed_while_preparing_leaves_the_old_version(running: RunningSystem, step: PublishingStep) -> None:
    before, known = live(running), notes(running)
    with job(running, "pruefen", "--notiz", "Abgebrochen") as process:
        wait_for(has_reached(running, step), STEP_SECONDS, step.value, 0.02)
        process.kill()
    wait_for(lambda: not is_at_work(running, CHILD_OF[step] or "-m bot veroeffentlichen"), 30, "auch das Kind beendet")
    assert (live(running), notes(running)) == (before, known)
    assert ProgressFile(running.state).read().step is PublishingStep.FAILED
    assert running.health().status_code == 200


def test_publisher_killed_while_switching_leaves_the_old_version(running: RunningSystem) -> None:
    status, said = publish(running, "pruefen", "--notiz", "Neues Thema")
    assert (status, said[-1]) == (0, "Bereit zum Veröffentlichen."), said
    before, known = live(running), notes(running)
    with job(running, "live") as process:
        wait_for(has_reached(running, PublishingStep.SWITCHING), STEP_SECONDS, "umschalten", 0.02)
        wait_for(lambda: RasaFiles(running.state).order(), STEP_SECONDS, "Auftrag", 0.02)
        process.kill()
    wait_for(lambda: live(running).order != before.order, STEP_SECONDS, "Auftrag abgelehnt")
    after = live(running)
    assert (after.model, after.socket, after.version) == (before.model, before.socket, before.version)
    assert (after.fault, notes(running)) == ("Das Veröffentlichen wurde unterbrochen.", known)
    assert ANSWER not in running.text_of(QUESTION)


def test_new_topic_is_published_without_a_failed_message(running: RunningSystem) -> None:
    old = live(running).version
    with visitors(running.web) as seen:
        status, said = publish(running, "--notiz", "Fahrstuhlmusik")
    assert (status, said[-1]) == (0, "Die neue Fassung ist live."), said
    assert (seen.faults, seen.lost, seen.sent > 0) == ([], [], True)
    assert (running.text_of(QUESTION), notes(running)[0]) == (ANSWER, "Fahrstuhlmusik")
    assert live(running).version != old


def test_publisher_killed_before_it_recorded_the_version_is_completed_by_the_next(running: RunningSystem) -> None:
    first = Versions(running.project, running.state).all()[-1]
    with job(running, "zurueck", first.name) as process:
        wait_for(has_reached(running, PublishingStep.SWITCHING), STEP_SECONDS, "umschalten", 0.005)
        os.kill(process.pid, signal.SIGSTOP)  # the supervisor carries out the order; the job cannot record it
        wait_for(lambda: live(running).version not in names(running), STEP_SECONDS, "umgeschaltet")
        process.kill()
    assert (notes(running)[0], ProgressFile(running.state).read().step) == ("Fahrstuhlmusik", PublishingStep.LIVE)
    assert (ANSWER in running.text_of(QUESTION), (running.project / TOPIC).exists()) == (False, True)
    newest = next(each for each in Versions(running.project, running.state).all() if each.note == "Fahrstuhlmusik")
    status, said = publish(running, "zurueck", newest.name)
    assert (status, notes(running)[:2]) == (0, ["Zurück zu: Fahrstuhlmusik", f"Zurück zu: {first.note}"]), said
    assert (running.text_of(QUESTION), (running.project / TOPIC).exists()) == (ANSWER, True)


def test_roll_back_takes_data_and_model_back_without_a_failed_message(running: RunningSystem) -> None:
    first = Versions(running.project, running.state).all()[-1]
    with visitors(running.web) as seen:
        status, said = publish(running, "zurueck", first.name)
        time.sleep(2)  # some more questions for the model that is back
    assert (status, said[-1], seen.faults, seen.lost) == (0, "Die neue Fassung ist live.", [], [])
    assert ANSWER not in running.text_of(QUESTION)
    assert [path for path in WORDS if (running.project / path).exists()] == []
    assert is_alive(running.process.pid)
