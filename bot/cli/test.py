"""``./messelotse test``: everything that must hold, from lint to a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import IO

from bot.core.settings import RELEASE, load_ports
from bot.publishing.training import train_if_needed
from bot.runtime.processes import MODEL, current_environment, rasa_command, shared_environment

PROGRAMS = {  # Debian's package and where its program lies
    "chromium-headless-shell": "/usr/bin/chromium*",
    "firefox-esr": "/usr/bin/firefox-esr",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "redis-server": "/usr/bin/redis-server",
    "nginx": "/usr/sbin/nginx",
    "nodejs": "/usr/bin/node",
    "npm": "/usr/bin/npm",
}
APT = (  # waits while another process installs
    ("apt-get", "update", "-qq", "-o", "DPkg::Lock::Timeout=300"),
    ("apt-get", "install", "-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"),
)
NPM_INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
NPM_REACHES = ("npm", "view", "esbuild", "version", "--silent", "--fetch-retries=0")
MEMORY_DISK = Path("/dev/shm")
ROOM_FOR_TESTS = 4 * 1024**3  # bytes
KEPT = {"MESSE_BILDER", "MESSE_ZUSTAND", "MESSE_PORT"}  # settings that tests may be given

Output = IO[bytes] | None  # None: shown as it comes


@dataclass(frozen=True)
class TestStep:
    """One part of the tests: ``run`` writes to what it is given and returns an exit status.

    ``again`` runs only what failed in ``run``; None where nothing in it depends on how busy the machine is.
    """

    title: str
    run: Callable[[Output], int]
    again: Callable[[Output], int] | None = None


def run_tests(arguments: Sequence[str]) -> int:
    """Run all steps, or only pytest with ``arguments``; returns 0 when everything passed.

    Lanes of steps run side by side and take each other's time; what fails is asked once more when they are through.

    Raises:
        MesselotseError: the model cannot be trained.
    """
    if arguments:
        forget_settings(os.environ)
        train_if_needed(print)
        return _python(None, "pytest", *arguments)
    _install_programs()
    forget_settings(os.environ)
    with _beside(WITHOUT_MODEL) as first:  # also while the others go on
        train_if_needed(lambda text: print(text, flush=True))
        with _beside(IN_A_BROWSER) as second:  # not before: without the training's vectors its servers would make them
            third = _failed(WHOLE_SYSTEM, None)
    failed = [step.title for step in (*first.result(), *second.result(), *third) if not _passes_alone(step)]
    print("Alle Prüfungen bestanden." if not failed else f"Nicht bestanden: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def forget_settings(environment: MutableMapping[str, str]) -> None:
    """Take out whatever a developer has set for a bot of their own, and proxies: tests only ask this machine."""
    for name in list(environment):
        is_setting = name.startswith(("MESSE_", "PROGRAMM_")) and name not in KEPT
        if is_setting or name.lower().endswith("_proxy"):
            del environment[name]


@contextmanager
def _beside(steps: Sequence[TestStep]) -> Iterator[Future[list[TestStep]]]:
    """Run steps beside what is done inside: each often waits. Their output stays whole and comes after it."""
    with tempfile.TemporaryFile() as output, ThreadPoolExecutor(1) as helper:
        failed = helper.submit(_failed, steps, output)
        try:
            yield failed
        finally:
            failed.result()
            output.seek(0)
            sys.stdout.buffer.write(output.read())
            sys.stdout.buffer.flush()


def _failed(steps: Sequence[TestStep], output: Output) -> list[TestStep]:
    """The steps that failed."""
    return [step for step in steps if not _passes(step.title, step.run, output)]


def _passes_alone(step: TestStep) -> bool:
    """Whether a failed step passes with the machine to itself; if so, it is named: it is not sound either."""
    title = f"{step.title}: noch einmal allein, was eben scheiterte"
    passes = step.again is not None and _passes(title, step.again, None)
    if passes:
        print(f"== {step.title}: nur unter Last gescheitert – bitte oben nachsehen, woran.", flush=True)
    return passes


def _passes(title: str, run: Callable[[Output], int], output: Output) -> bool:
    begun = time.monotonic()
    _say(f"== {title}", output)
    status = run(output)
    result = "bestanden" if status == 0 else "NICHT bestanden"
    _say(f"== {title}: {result} ({time.monotonic() - begun:.0f} s)", output)
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
    if is_roomy(MEMORY_DISK):
        # thousands of small SQLite files wait for a real disk
        environment.setdefault("TMPDIR", str(MEMORY_DISK))
    return subprocess.run(
        command, cwd=RELEASE, env=environment, stdout=output, stderr=output and subprocess.STDOUT, check=False
    ).returncode


def is_roomy(folder: Path) -> bool:
    """Whether tests may put their files there: thousands of small databases wait for a real disk again and again."""
    if not hasattr(os, "statvfs") or not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= ROOM_FOR_TESTS and not found.f_flag & os.ST_NOEXEC


def _pytest(title: str, folder: str) -> TestStep:
    # Each step its own memory of what failed: they run side by side.
    command = ("pytest", "-q", folder, "-o", f"cache_dir={Path('.pytest_cache') / folder}")
    failed_only = ("--last-failed", "--last-failed-no-failures", "none")
    return TestStep(
        title, lambda output: _python(output, *command), again=lambda output: _python(output, *command, *failed_only)
    )


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


def _browser_code(output: Output) -> int:
    """Types, lint and tests of the browser code, where its tools can be had: none is needed to run Messelotse."""
    if shutil.which("npm") is None:
        _say("Übersprungen: node und npm sind nicht installiert.", output)
        return 0
    if not _has_browser_tools() and _run(output, NPM_INSTALL) != 0:
        if _run(output, NPM_REACHES) == 0:
            return 1  # the lock itself is broken
        _say("Übersprungen: Das Verzeichnis der npm-Pakete ist nicht erreichbar.", output)
        return 0
    return _run(output, ("npm", "run", "--silent", "check"))


def _has_browser_tools() -> bool:
    """Whether the locked packages are installed already."""
    lock, installed = RELEASE / "package-lock.json", RELEASE / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


WITHOUT_MODEL = (
    TestStep("Inhalte", lambda output: _python(output, "bot", "check")),
    TestStep("Stil (ruff)", lambda output: _python(output, "ruff", "check", ".")),
    TestStep("Typen (mypy)", lambda output: _python(output, "mypy")),
    TestStep("Rasas eigene Prüfung", _validate),
    TestStep("Browser-Code", _browser_code),
    _pytest("Tests ohne eigene Prozesse", "tests/unit"),
)
IN_A_BROWSER = (
    TestStep("Gespräche", _conversations),
    _pytest("Tests im Browser", "tests/browser"),
)
WHOLE_SYSTEM = (_pytest("Tests am ganzen System", "tests/integration"),)


def _install_programs() -> None:
    """Install the programs that the tests need beyond Python, as root on Debian; else name the missing ones."""
    if missing_programs() and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installiere {', '.join(missing_programs())} für die Tests …", flush=True)
        for command in APT:
            words = [*command, *(missing_programs() if "install" in command else ())]
            subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if missing := missing_programs():
        names = ", ".join(missing)
        print(f"Nicht installiert: {names}. Tests, die das brauchen, werden übersprungen.", flush=True)
        print(f"Abhilfe (Debian, als root): apt-get install --no-install-recommends {' '.join(missing)}", flush=True)


def missing_programs() -> list[str]:
    """Debian's packages whose program is not there."""
    return [package for package, place in PROGRAMS.items() if not glob(place) and not shutil.which(Path(place).name)]
