"""Training: decides whether the model still fits the content, and trains a new one without touching the old."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import shutil
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.content.checks.run import content_problems
from bot.content.live_version import (
    FINGERPRINT_KEY,
    NOTE,
    TOPICS_KEY,
    noted_fingerprint,
    topic_fingerprints,
)
from bot.core.errors import ContentError, MesselotseError
from bot.core.files import replacing
from bot.core.settings import RELEASE, ROOT, load_ports, state_folder
from bot.publishing.fingerprint import fingerprint
from bot.runtime.child_lifetime import tied_to_me
from bot.runtime.locks import lock_state
from bot.runtime.processes import MODEL, current_environment, rasa_command, shared_environment, tail

CHUNK = 1 << 20  # bytes
FRESH = Path("models") / "neu"
TRAINING_LOCK = Path("models") / "training.lock"
WHILE_RUNNING = (
    "was gelernt werden soll, macht „./messelotse veroeffentlichen“ im laufenden Betrieb live; zum Trainieren ohne "
    "Veröffentlichen bitte zuerst beenden"
)
Say = Callable[[str], None]


class TrainingError(MesselotseError):
    """Rasa could not train a model."""


def train() -> int:
    """Run ``./messelotse train``: check the content, then train; returns the exit status.

    Raises:
        ContentError: the content has faults.
        TrainingError: Rasa failed.
    """

    def say(text: str) -> None:
        print(text, flush=True)

    with lock_state(state_folder(), remedy=WHILE_RUNNING), _no_other_training(say):
        train_model(say)
    return 0


def train_if_needed(say: Say) -> None:
    """Train unless the model on disk was made from this very content.

    Raises:
        ContentError: the content has faults.
        TrainingError: Rasa failed.
    """
    if model_fits():
        say("Sprachmodell: vorhanden und passend.")
        return
    with _no_other_training(say):
        # Another one may have trained it while we waited.
        if not (model_fits() or _take_shipped_model()):
            train_model(say)


@contextmanager
def _no_other_training(say: Say) -> Iterator[None]:
    """Wait until no other process trains in this project: both would write the same files."""
    path = ROOT / TRAINING_LOCK
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Ein anderer Prozess trainiert gerade dasselbe Projekt; danach geht es weiter.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _take_shipped_model() -> bool:
    """Copy the release's model to content kept apart if it was made from the same; a container has one."""
    if ROOT == RELEASE or noted_fingerprint(RELEASE) != fingerprint(ROOT) or not is_whole(RELEASE / MODEL):
        return False
    (ROOT / MODEL).parent.mkdir(exist_ok=True)
    for name in (MODEL, NOTE):
        with replacing(ROOT / name) as fresh:
            shutil.copyfile(RELEASE / name, fresh)
    return True


def model_fits() -> bool:
    """Return whether the trained model was made from the present content, settings and code."""
    return noted_fingerprint(ROOT) == fingerprint(ROOT) and is_whole(ROOT / MODEL)


def is_whole(model: Path) -> bool:
    """Return whether a model file is there and undamaged, by its own checksum."""
    try:
        with gzip.open(model) as content:
            return sum(len(part) for part in iter(lambda: content.read(CHUNK), b"")) > 0
    except (OSError, EOFError, zlib.error):
        return False


def train_model(say: Say) -> None:
    """Check, train, and put the new model in the old one's place.

    Raises:
        ContentError: the content has faults.
        TrainingError: Rasa failed; the old model stays.
    """
    problems = content_problems(ROOT)
    if problems:
        raise ContentError(problems)
    say("Sprachmodell: Training läuft (beim ersten Mal einige Minuten) …")
    begun = time.monotonic()
    log = state_folder() / "training.log"
    note = {FINGERPRINT_KEY: fingerprint(ROOT), TOPICS_KEY: topic_fingerprints(ROOT)}
    _run_rasa(log)
    os.replace(ROOT / FRESH / MODEL.name, ROOT / MODEL)
    (ROOT / NOTE).write_text(json.dumps(note), encoding="utf-8")
    say(f"Sprachmodell: fertig nach {time.monotonic() - begun:.0f} s.")


def _run_rasa(log: Path) -> None:
    name = MODEL.name.partition(".")[0]
    # Rasa would check the content a second time, and ask nothing that content_problems has not asked.
    command = rasa_command("train", "--skip-validation", "--out", str(FRESH), "--fixed-model-name", name)
    environment = shared_environment(current_environment(), load_ports())
    with log.open("wb") as output:
        status = _run(list(command), environment, output)
    if status != 0 or not (ROOT / FRESH / MODEL.name).exists():
        raise TrainingError(f"Das Training ist gescheitert: {_last_error(log)} – Einzelheiten in {log}.")


def _run(command: list[str], environment: Any, output: Any) -> int:
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False,
        preexec_fn=tied_to_me(),
    ).returncode  # fmt: skip


def _last_error(log: Path) -> str:
    lines = tail(log, 40)
    telling = [line for line in lines if "Error" in line or "Exception" in line] or lines
    return telling[-1].strip()[:300] if telling else "ohne Meldung"
