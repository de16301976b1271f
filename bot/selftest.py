"""``./messelotse test``: everything that must hold, from lint to a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from typing import IO

from bot.processes import MODEL, current_environment, rasa_command, shared_environment
from bot.settings import ROOT, load_ports
from bot.training import train_if_needed

PROGRAMS = {  # Debian's package and where its program lies
    "chromium-headless-shell": "/usr/bin/chromium*",
    "firefox-esr": "/usr/bin/firefox-esr",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "redis-server": "/usr/bin/redis-server",
    "nginx": "/usr/sbin/nginx",
}


Output = IO[bytes] | None  # None: shown as it comes


@dataclass(frozen=True)
class Step:
    """One part of the tests: ``run`` writes to what it is given and returns an exit status."""

    title: str
    run: Callable[[Output], int]


def run_tests(arguments: Sequence[str]) -> int:
    """Run all steps, or only pytest with ``arguments``; returns 0 when everything passed.

    Raises:
        MesselotseError: the model cannot be trained.
    """
    if arguments:
        train_if_needed(print)
        return _python(None, "pytest", *arguments)
    _install_programs()
    with _beside(WITHOUT_MODEL) as first:  # also while the others go on
        train_if_needed(lambda text: print(text, flush=True))
        with _beside(IN_A_BROWSER) as second:  # not before: without the training's vectors its servers would make them
            third = _failed(WHOLE_SYSTEM, None)
    failed = [each for lane in (first.result(), second.result(), third) for each in lane]
    print("Alle Prüfungen bestanden." if not failed else f"Nicht bestanden: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


@contextmanager
def _beside(steps: Sequence[Step]) -> Iterator[Future[list[str]]]:
    """Run steps beside what is done inside: each often waits. Their output stays whole and comes after it."""
    with tempfile.TemporaryFile() as output, ThreadPoolExecutor(1) as helper:
        failed = helper.submit(_failed, steps, output)
        yield failed
        failed.result()
        output.seek(0)
        sys.stdout.buffer.write(output.read())
        sys.stdout.buffer.flush()


def _failed(steps: Sequence[Step], output: Output) -> list[str]:
    """Titles of the steps that failed."""
    return [step.title for step in steps if not _passes(step, output)]


def _passes(step: Step, output: Output) -> bool:
    begun = time.monotonic()
    _say(f"== {step.title}", output)
    status = step.run(output)
    result = "bestanden" if status == 0 else "NICHT bestanden"
    _say(f"== {step.title}: {result} ({time.monotonic() - begun:.0f} s)", output)
    return status == 0


def _say(text: str, output: Output) -> None:
    if output is None:
        print(text, flush=True)
    else:
        output.write(f"{text}\n".encode())
        output.flush()


def _python(output: Output, module: str, *arguments: str) -> int:
    return _run(output, [sys.executable, "-m", module, *arguments])


def _run(output: Output, command: Sequence[str]) -> int:
    environment = shared_environment(current_environment(), load_ports())
    environment.pop("MESSE_UHR_ANKER")  # tests set their own clocks
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=output, stderr=output and subprocess.STDOUT, check=False
    ).returncode


def _validate(output: Output) -> int:
    return _run(output, rasa_command("data", "validate", "--fail-on-warnings", "--max-history", "2"))


def _conversations(output: Output) -> int:
    with tempfile.TemporaryDirectory() as results:
        return _run(
            output,
            rasa_command(
                "test", "core", "--e2e", "--stories", "tests/gespraeche", "--model", str(MODEL), "--out", results,
                "--fail-on-prediction-errors",
            ),
        )  # fmt: skip


WITHOUT_MODEL = (
    Step("Inhalte", lambda output: _python(output, "bot", "check")),
    Step("Stil (ruff)", lambda output: _python(output, "ruff", "check", ".")),
    Step("Typen (mypy)", lambda output: _python(output, "mypy")),
    Step("Rasas eigene Prüfung", _validate),
    Step("Tests ohne eigene Prozesse", lambda output: _python(output, "pytest", "-q", "tests/unit")),
)
IN_A_BROWSER = (
    Step("Gespräche", _conversations),
    Step("Tests im Browser", lambda output: _python(output, "pytest", "-q", "tests/browser")),
)
WHOLE_SYSTEM = (Step("Tests am ganzen System", lambda output: _python(output, "pytest", "-q", "tests/integration")),)


def _install_programs() -> None:
    """What the tests need beyond Python, where this user may install it; else the tests say that they are skipped."""
    missing = [package for package, place in PROGRAMS.items() if not glob(place)]
    if not missing or os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installiere {', '.join(missing)} für die Tests …", flush=True)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *missing],
    ):
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
