"""Training: decides whether the model still fits the content, and trains a new one without touching the old."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from bot.editorial.check import content_problems
from bot.errors import ContentError, MesselotseError
from bot.processes import MODEL, current_environment, rasa_command, shared_environment, tail
from bot.settings import ROOT, load_ports, state_folder
from bot.yaml_files import FAST_SAFE_LOADER

NOTE = MODEL.with_name("messelotse.json")
FRESH = Path("models") / "neu"
Say = Callable[[str], None]


class TrainingError(MesselotseError):
    """Rasa could not train a model."""


def train() -> int:
    """``./messelotse train``: check the content, then train; returns the exit status.

    Raises:
        ContentError: the content has faults.
        TrainingError: Rasa failed.
    """
    train_model(lambda text: print(text, flush=True))
    return 0


def train_if_needed(say: Say) -> None:
    """Train unless the model on disk was made from this very content.

    Raises:
        ContentError: the content has faults.
        TrainingError: Rasa failed.
    """
    if model_fits():
        say("Sprachmodell: vorhanden und passend.")
    else:
        train_model(say)


def model_fits() -> bool:
    """Whether the trained model was made from the present content, settings and code."""
    try:
        note = json.loads((ROOT / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (ROOT / MODEL).exists() and bool(note == _note(fingerprint(ROOT)))


def _note(made_from: str) -> dict[str, str]:
    return {"abdruck": made_from}


def fingerprint(root: Path) -> str:
    """Hash of all that a model is made from. Answers are left out: they need no training."""
    digest = hashlib.sha256()
    for path in _training_files(root):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(_relevant_content(path))
    return digest.hexdigest()


def _training_files(root: Path) -> Iterable[Path]:
    yield root / "config.yml"
    yield root / "domain.yml"
    yield root / "requirements" / "run.txt"
    yield from sorted((root / "bot" / "nlu").glob("*.py"))
    yield from sorted((root / "data").rglob("*.yml"))


def _relevant_content(path: Path) -> bytes:
    raw = path.read_bytes()
    if path.suffix != ".yml" or path.parent.name != "themen":
        return raw
    try:
        data: Any = yaml.load(raw, Loader=FAST_SAFE_LOADER)  # noqa: S506 - a safe loader, in C
        return json.dumps(data["nlu"], sort_keys=True, ensure_ascii=False).encode()
    except (yaml.YAMLError, KeyError, TypeError):
        return raw


def train_model(say: Say) -> None:
    """Check, train, and put the new model in the old one's place.

    Raises:
        ContentError: the content has faults.
        TrainingError: Rasa failed; the old model stays.
    """
    problems = content_problems(ROOT)
    if problems:
        raise ContentError(problems)
    say("Sprachmodell: Training läuft (etwa eine Minute) …")
    begun = time.monotonic()
    log = state_folder() / "training.log"
    made_from = fingerprint(ROOT)
    _run_rasa(log)
    os.replace(ROOT / FRESH / MODEL.name, ROOT / MODEL)
    (ROOT / NOTE).write_text(json.dumps(_note(made_from)), encoding="utf-8")
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
        command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
    ).returncode


def _last_error(log: Path) -> str:
    lines = tail(log, 40)
    telling = [line for line in lines if "Error" in line or "Exception" in line] or lines
    return telling[-1].strip()[:300] if telling else "ohne Meldung"
