"""Publishing says at once, before any training, where it could not come to an end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.cli import publish as publish_command
from bot.cli.german import run
from bot.cli.publish import publish, require_reach
from bot.core.errors import ConfigurationError
from bot.runtime import service_notes
from bot.runtime.service_notes import leave_note


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (publish_command, service_notes):
        monkeypatch.setattr(module, "ROOT", tmp_path / "projekt")
    monkeypatch.setattr(service_notes, "RELEASE", tmp_path / "projekt")
    (tmp_path / "projekt" / "data").mkdir(parents=True)
    folder = tmp_path / "zustand"
    folder.mkdir()
    monkeypatch.setenv("MESSE_ZUSTAND", str(folder))
    return folder


@pytest.mark.parametrize("arguments", [[], ["pruefen"], ["live"], ["zurueck", "abc"]])
def test_no_rasa_shares_the_folder(state: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_command, "Preparation", lambda *_: pytest.fail("hat begonnen"))
    with leave_note(state, "web", 8081, {})[0], pytest.raises(ConfigurationError, match="Kein laufendes Rasa benutzt"):
        run(publish, arguments)


@pytest.mark.parametrize("part", ["start", "rasa"])
def test_rasa_in_the_same_folder_can_take_over(state: Path, part: str) -> None:
    with leave_note(state, part, 5006, {})[0]:
        require_reach(state)


def test_folder_that_cannot_be_written_is_named(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: path == state)
    with pytest.raises(ConfigurationError, match="projekt/data lässt sich nicht beschreiben – bitte Rechte"):
        require_reach(state)
