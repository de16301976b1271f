"""``./messelotse test``: everything that must hold, from lint to a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from bot.core.settings import RELEASE, load_ports
from bot.publishing.training import train_if_needed
from bot.runtime.child_lifetime import tied_to_me
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
MEMORY_DISK = Path("/dev/shm")
ROOM_FOR_TESTS = 4 * 1024**3  # bytes
LINT_IMPORTS = str(Path(sys.executable).with_name("lint-imports"))
KEPT = {"MESSE_BILDER", "MESSE_ZUSTAND", "MESSE_PORT"}  # settings that tests may be given


@dataclass(frozen=True)
class TestStep:
    """One part of the tests."""

    __test__ = False  # nothing that pytest collects

    title: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class StepResult:
    """How a step went; ``repeated`` are the tests that failed at first and were asked once more."""

    title: str
    is_passed: bool
    repeated: tuple[str, ...]


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


# Tests that start processes wait for them: on a busy machine they are asked once more when a wait has ended in vain.
WAITED_IN_VAIN = ("Timeout", "ConnectError", "ReadError", "RemoteProtocolError", "noch nicht:")
ONCE_MORE = ("--reruns=1", *(f"--only-rerun={word}" for word in WAITED_IN_VAIN), "-rfER")
WITHOUT_MODEL = (
    TestStep("Inhalte", _python("bot", "check")),
    TestStep("Stil (ruff)", _python("ruff", "check", "--quiet", ".")),
    TestStep("Format (ruff)", _python("ruff", "format", "--check", ".")),
    TestStep("Reihenfolge der Importe", (LINT_IMPORTS, "--no-logo")),
    TestStep("Typen (mypy)", _python("mypy")),
    TestStep("Rasas eigene Prüfung", rasa_command("data", "validate", "--fail-on-warnings", "--max-history", "2")),
    TestStep("Browser-Code", _python("bot.cli.browser_code")),
    TestStep(
        "Tests ohne eigene Prozesse",
        _python("pytest", "-q", "tests/unit", "-n2", "--dist=loadfile", "--cov", "--cov-report="),
    ),
)
IN_A_BROWSER = (
    TestStep(
        "Gespräche",
        rasa_command(
            "test", "core", "--e2e", "--stories", "tests/gespraeche", "--model", str(MODEL), "--out", "results",
            "--fail-on-prediction-errors",
        ),
    ),
    TestStep("Tests im Browser", _python("pytest", "-q", "tests/browser", *ONCE_MORE)),
)  # fmt: skip
WHOLE_SYSTEM = (TestStep("Tests am ganzen System", _python("pytest", "-q", "tests/integration", *ONCE_MORE)),)


def run_tests(arguments: Sequence[str]) -> int:
    """Run all steps, or only pytest with ``arguments``; returns 0 when everything passed.

    Lanes of steps run side by side: what needs no model beside the training, browser and whole system after it.

    Raises:
        MesselotseError: the model cannot be trained.
    """
    if arguments:
        forget_settings(os.environ)
        train_if_needed(print)
        return subprocess.run(_python("pytest", *arguments), cwd=RELEASE, env=_environment(), check=False).returncode
    _install_programs()
    forget_settings(os.environ)
    with ThreadPoolExecutor() as pool:
        lanes = [pool.submit(run_lane, WITHOUT_MODEL)]
        train_if_needed(lambda text: print(text, flush=True))
        # Not before: without the training's vectors their servers would make them.
        lanes += [pool.submit(run_lane, steps) for steps in (IN_A_BROWSER, WHOLE_SYSTEM)]
    return _summary([result for lane in lanes for result in lane.result()])


def run_lane(steps: Sequence[TestStep]) -> list[StepResult]:
    """Run one step after the other; what each prints is shown whole when it is through."""
    return [_run(step) for step in steps]


def _run(step: TestStep) -> StepResult:
    begun = time.monotonic()
    print(f"== {step.title} …", flush=True)
    done = subprocess.run(
        step.command, cwd=RELEASE, env=_environment(), check=False, preexec_fn=tied_to_me(),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    )  # fmt: skip
    word = "bestanden" if done.returncode == 0 else "NICHT bestanden"
    print(f"{done.stdout}== {step.title}: {word} ({time.monotonic() - begun:.0f} s)\n", end="", flush=True)
    repeated = [line.removeprefix("RERUN ") for line in done.stdout.splitlines() if line.startswith("RERUN ")]
    return StepResult(step.title, done.returncode == 0, tuple(repeated))


def _summary(results: Sequence[StepResult]) -> int:
    """Say how it went; returns 0 when everything passed. A test that was asked twice is named: it may be unsound."""
    modules = [path for room in ("bot", "actions") for path in (RELEASE / room).rglob("*.py")]
    lines = sum(len(path.read_bytes().splitlines()) for path in modules)
    print(f"Umfang: {len(modules)} Module, im Mittel {lines / len(modules):.0f} Zeilen.")
    for result in results:
        for test in result.repeated:
            print(f"Erst gescheitert, dann noch einmal gefragt – bitte oben nachsehen, woran: {test}")
    failed = [result.title for result in results if not result.is_passed]
    print("Alle Prüfungen bestanden." if not failed else f"Nicht bestanden: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def forget_settings(environment: MutableMapping[str, str]) -> None:
    """Take out whatever a developer has set for a bot of their own, and proxies: tests only ask this machine."""
    for name in list(environment):
        is_setting = name.startswith(("MESSE_", "PROGRAMM_")) and name not in KEPT
        if is_setting or name.lower().endswith("_proxy"):
            del environment[name]


def _environment() -> dict[str, str]:
    environment = shared_environment(current_environment(), load_ports())
    environment.pop("MESSE_UHR_ANKER")  # tests set their own clocks
    if is_roomy(MEMORY_DISK):
        # thousands of small SQLite files wait for a real disk
        environment.setdefault("TMPDIR", str(MEMORY_DISK))
    return environment


def is_roomy(folder: Path) -> bool:
    """Whether tests may put their files there: thousands of small databases wait for a real disk again and again."""
    if not hasattr(os, "statvfs") or not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= ROOM_FOR_TESTS and not found.f_flag & os.ST_NOEXEC


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
    return [package for package, place in PROGRAMS.items() if not glob(place)]
