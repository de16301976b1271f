from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.rasa.install_spacy_model import WHEEL, install, main


def pretend(monkeypatch: pytest.MonkeyPatch, status: int | Exception) -> list[Any]:
    """Stand in for running uv; returns the calls."""
    calls: list[Any] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append((command, options["timeout"]))
        if isinstance(status, Exception):
            raise status
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr("bot.rasa.install_spacy_model.subprocess.run", run)
    return calls


@pytest.mark.parametrize(
    ("status", "is_installed"),
    [(0, True), (1, False), (subprocess.TimeoutExpired("uv", 20), False), (FileNotFoundError("uv"), False)],
)
def test_install(monkeypatch: pytest.MonkeyPatch, status: int | Exception, is_installed: bool) -> None:
    calls = pretend(monkeypatch, status)
    command = ["/uv", "pip", "install", "--quiet", "--python", sys.executable, "--no-deps", WHEEL]
    assert (install("/uv"), calls) == (is_installed, [(command, 20)])


def test_missing_tool_is_no_crash(tmp_path: Path) -> None:
    assert install(str(tmp_path / "uv")) is False


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (0, "Einrichtung: spaCy-Modell de_core_news_sm 3.7.0 installiert.\n"),
        (1, "Einrichtung: spaCy-Modell de_core_news_sm ist nicht erreichbar; die Lemma-Liste tritt an seine Stelle.\n"),
    ],
)
def test_main_says_how_it_went(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int, line: str
) -> None:
    pretend(monkeypatch, status)
    monkeypatch.setattr(sys, "argv", ["x", "/uv"])
    main()
    assert capsys.readouterr().out == line
