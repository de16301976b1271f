"""The browser code is checked where its tools can be had."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.cli.browser_code import check_browser_code

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
    monkeypatch.setattr("bot.cli.browser_code.RELEASE", tmp_path)
    assert check_browser_code() == status
    assert (tmp_path / "asked").read_text(encoding="utf-8").split() == asked.split()


def test_browser_code_is_skipped_without_npm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert check_browser_code() == 0
    assert capsys.readouterr().out == "Übersprungen: node und npm sind nicht installiert.\n"
