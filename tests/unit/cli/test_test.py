"""The steps of ``./messelotse test``: each is named when it fails, and what runs beside is shown whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli.test import (
    TestStep,
    _beside,
    _browser_code,
    _failed,
    _install_programs,
    _passes_alone,
    _pytest,
    _run,
    forget_settings,
    is_roomy,
)
from bot.core.errors import MesselotseError


def printing(text: str, status: int) -> TestStep:
    code = f"print('{text}'); raise SystemExit({status})"
    return TestStep(text, lambda output: _run(output, [sys.executable, "-c", code]))


def titles(steps: Sequence[TestStep]) -> list[str]:
    return [step.title for step in steps]


def test_what_runs_beside_comes_after_and_failures_are_named(capfd: pytest.CaptureFixture[str]) -> None:
    with _beside([printing("eins", 0), printing("zwei", 3)]) as beside:
        failed = _failed([printing("drei", 4)], None)
    assert (titles(beside.result()), titles(failed)) == (["zwei"], ["drei"])
    lines = [line for line in capfd.readouterr().out.splitlines() if not line.startswith("==")]
    assert lines == ["drei", "eins", "zwei"]


def test_what_ran_beside_is_shown_when_the_training_fails(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MesselotseError), _beside([printing("eins", 0)]):
        raise MesselotseError("kein Modell")
    assert "eins" in capfd.readouterr().out.splitlines()


SHAKY = """from pathlib import Path
def test_shaky():
    met = Path(__file__).with_suffix(".met")
    was_met = met.exists()
    met.touch()
    assert was_met, "zu langsam"
"""
SOUND = """import uuid
from pathlib import Path
def test_sound(): Path(__file__).with_name(f"{uuid.uuid4()}.run").touch()
"""
BROKEN = "def test_broken(): assert False, 'kaputt'\n"


CASES = [(SHAKY, True), (SHAKY + BROKEN, False), ("oops(", False)]


@pytest.mark.parametrize(("code", "passes"), CASES, ids=["shaky", "broken", "unreadable"])
def test_what_failed_is_asked_once_more_and_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], code: str, passes: bool
) -> None:
    (tmp_path / "test_one.py").write_text(code, encoding="utf-8")
    (tmp_path / "test_sound.py").write_text(SOUND, encoding="utf-8")
    (step,) = _failed([_pytest("Teil", str(tmp_path))], None)
    assert _passes_alone(step) == passes
    assert ("nur unter Last gescheitert" in capfd.readouterr().out) == passes
    assert len(list(tmp_path.glob("*.run"))) <= 1


def test_what_does_not_depend_on_the_machine_is_not_asked_again() -> None:
    assert not _passes_alone(printing("Stil", 1))


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


NPM = """#!/bin/sh
echo "$1" >> asked
case "$1" in ci) exit {install};; view) exit {reach};; esac
exit {check}
"""
NPM_CASES = {
    "bestanden": (0, 0, 0, 0, "ci run"),
    "gescheitert": (0, 0, 1, 1, "ci run"),
    "offline": (1, 1, 0, 0, "ci view"),
    "kaputte Sperrdatei": (1, 0, 0, 1, "ci view"),
}


@pytest.mark.parametrize(("install", "reach", "check", "status", "asked"), NPM_CASES.values(), ids=list(NPM_CASES))
def test_browser_code_is_skipped_only_where_its_tools_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, install: int, reach: int, check: int, status: int, asked: str
) -> None:
    npm = tmp_path / "npm"
    npm.write_text(NPM.format(install=install, reach=reach, check=check), encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("bot.cli.test.RELEASE", tmp_path)
    assert _browser_code(None) == status
    assert (tmp_path / "asked").read_text(encoding="utf-8").split() == asked.split()


def test_browser_code_is_skipped_without_npm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _browser_code(None) == 0
    assert capsys.readouterr().out == "Übersprungen: node und npm sind nicht installiert.\n"
