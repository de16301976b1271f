"""The steps of ``./messelotse test``: each is named when it fails, and what it prints is shown whole."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bot.cli.test import (
    ONCE_MORE,
    StepResult,
    TestStep,
    _install_programs,
    _python,
    _summary,
    forget_settings,
    is_roomy,
    run_lane,
)


def printing(text: str, status: int) -> TestStep:
    return TestStep(text, (sys.executable, "-c", f"print('{text}'); raise SystemExit({status})"))


def test_what_steps_print_is_shown_and_failures_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    results = run_lane([printing("eins", 0), printing("zwei", 3)])
    assert results == [StepResult("eins", True, ()), StepResult("zwei", False, ())]
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("==")]
    assert lines == ["eins", "zwei"]


def test_summary_names_what_failed_and_what_was_asked_twice(capsys: pytest.CaptureFixture[str]) -> None:
    status = _summary([StepResult("Stil", False, ()), StepResult("Browser", True, ("test_x",))])
    assert (status, capsys.readouterr().out.splitlines()[1:]) == (
        1,
        ["Erst gescheitert, dann noch einmal gefragt – bitte oben nachsehen, woran: test_x", "Nicht bestanden: Stil."],
    )


SHAKY = """from pathlib import Path
def test_shaky():
    met = Path(__file__).with_suffix(".met")
    was_met = met.exists()
    met.touch()
    if not was_met:
        raise TimeoutError("zu langsam")
"""
BROKEN = """from pathlib import Path
def test_broken():
    with Path(__file__).with_name("broken.runs").open("a") as runs:
        runs.write("x")
    assert False, "kaputt"
"""
CASES = [(SHAKY, True, 1), (SHAKY + BROKEN, False, 1), ("oops(", False, 0)]


@pytest.mark.parametrize(("code", "passes", "repeated"), CASES, ids=["shaky", "broken", "unreadable"])
def test_what_waited_in_vain_is_asked_once_more_and_named(
    tmp_path: Path, code: str, passes: bool, repeated: int
) -> None:
    (tmp_path / "test_one.py").write_text(code, encoding="utf-8")
    (result,) = run_lane([TestStep("Teil", _python("pytest", "-q", str(tmp_path), *ONCE_MORE))])
    assert (result.is_passed, len(result.repeated)) == (passes, repeated)
    runs = tmp_path / "broken.runs"
    assert not runs.exists() or runs.read_text(encoding="utf-8") == "x"


KILLED = """import sys
from bot.cli.test import TestStep, run_lane
run_lane([TestStep("Schlaf", (sys.executable, "-c", "import time; time.sleep(600)"))])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nur Linux bindet Prozesse aneinander")
def test_killed_command_leaves_no_step_behind() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE) as command:
        assert command.stdout is not None and command.stdout.readline()
        until = time.monotonic() + 60
        while not (steps := psutil.Process(command.pid).children()) and time.monotonic() < until:
            time.sleep(0.05)
        command.kill()
    _, alive = psutil.wait_procs(steps, timeout=60)
    assert (len(steps), alive) == (1, [])


def test_missing_program_is_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.test.PROGRAMS", {"da": sys.executable, "fehlt": "/nirgends/fehlt*"})
    monkeypatch.setattr("bot.cli.test.APT", (("false", "install"),))  # as when another process installs for too long
    _install_programs()
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Nicht installiert: fehlt. Tests, die das brauchen, werden übersprungen.",
        "Abhilfe (Debian, als root): apt-get install --no-install-recommends fehlt",
    ]


def test_settings_of_a_developer_are_forgotten() -> None:
    own = {"MESSE_DATENBANK": "postgresql://echt", "PROGRAMM_QUELLE": "https://echt", "https_proxy": "http://fern"}
    given = {"MESSE_BILDER": "neu", "MESSE_PORT": "8001", "RASA_PORT": "8002", "PATH": "/bin"}
    environment = own | given
    forget_settings(environment)
    assert environment == given


def test_disk_with_too_little_room_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.test.ROOM_FOR_TESTS", 1)
    before = is_roomy(tmp_path)
    monkeypatch.setattr("bot.cli.test.ROOM_FOR_TESTS", 1 << 62)
    assert (before, is_roomy(tmp_path), is_roomy(tmp_path / "fehlt")) == (True, False, False)
