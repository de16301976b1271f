"""The steps of ``./messelotse test``: each is named when it fails, and what runs beside is shown whole."""

from __future__ import annotations

import sys

import pytest

from bot.selftest import Step, _beside, _failed, _run


def printing(text: str, status: int) -> Step:
    code = f"print('{text}'); raise SystemExit({status})"
    return Step(text, lambda output: _run(output, [sys.executable, "-c", code]))


def test_what_runs_beside_comes_after_and_failures_are_named(capfd: pytest.CaptureFixture[str]) -> None:
    with _beside([printing("eins", 0), printing("zwei", 3)]) as beside:
        failed = _failed([printing("drei", 4)], None)
    assert (beside.result(), failed) == (["zwei"], ["drei"])
    lines = [line for line in capfd.readouterr().out.splitlines() if not line.startswith("==")]
    assert lines == ["drei", "eins", "zwei"]
