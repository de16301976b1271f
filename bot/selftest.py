"""``./messelotse test``: everything that must hold, from lint to a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.editorial.check import run_check
from bot.processes import MODEL, current_environment, rasa_command, shared_environment
from bot.settings import ROOT, load_ports
from bot.training import train_if_needed

BROWSER = "chromium"


@dataclass(frozen=True)
class Step:
    """One part of the tests: ``run`` returns an exit status."""

    title: str
    run: Callable[[], int]


def run_tests(arguments: Sequence[str]) -> int:
    """Run all steps, or only pytest with ``arguments``; returns 0 when everything passed.

    Raises:
        MesselotseError: the model cannot be trained.
    """
    train_if_needed(print)
    if arguments:
        return _python("pytest", *arguments)
    _install_browser()
    failed = [step.title for step in _steps() if not _passes(step)]
    print("Alle Prüfungen bestanden." if not failed else f"Nicht bestanden: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def _steps() -> Sequence[Step]:
    return (
        Step("Inhalte", run_check),
        Step("Stil (ruff)", lambda: _python("ruff", "check", ".")),
        Step("Typen (mypy)", lambda: _python("mypy")),
        Step("Rasas eigene Prüfung", _validate),
        Step("Gespräche", _conversations),
        Step("Tests (pytest)", lambda: _python("pytest", "-q")),
    )


def _passes(step: Step) -> bool:
    begun = time.monotonic()
    print(f"== {step.title}", flush=True)
    status = step.run()
    print(
        f"== {step.title}: {'bestanden' if status == 0 else 'NICHT bestanden'} ({time.monotonic() - begun:.0f} s)",
        flush=True,
    )
    return status == 0


def _python(module: str, *arguments: str) -> int:
    return _run([sys.executable, "-m", module, *arguments])


def _run(command: Sequence[str]) -> int:
    environment = shared_environment(current_environment(), load_ports())
    environment.pop("MESSE_UHR_ANKER")  # tests set their own clocks
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _validate() -> int:
    return _run(rasa_command("data", "validate", "--fail-on-warnings", "--max-history", "2"))


def _conversations() -> int:
    with tempfile.TemporaryDirectory() as results:
        return _run(
            rasa_command(
                "test", "core", "--e2e", "--stories", "tests/gespraeche", "--model", str(MODEL), "--out", results,
                "--fail-on-prediction-errors",
            )
        )  # fmt: skip


def _install_browser() -> None:
    """Chromium for the browser tests, where this user may install packages; else they say that they are skipped."""
    if shutil.which(BROWSER) or os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installiere {BROWSER} für die Browsertests …", flush=True)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", BROWSER],
    ):
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
