"""A command beside a running service works on what that works on, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.core.settings import RELEASE
from bot.runtime import service_notes
from bot.runtime.service_notes import database_of, leave_note, require_same_service, running_notes

SERVER = {"MESSE_DATENBANK": "postgresql://messelotse:geheim@db:5432/messelotse?password=auch"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes of the tests are none of the project."""
    monkeypatch.setattr(service_notes, "ROOT", tmp_path / "projekt")
    monkeypatch.setattr(service_notes, "RELEASE", tmp_path / "projekt")
    return tmp_path / "zustand"


def test_nobody_runs(elsewhere: Path) -> None:
    require_same_service(elsewhere, SERVER)


def test_other_database_is_refused(elsewhere: Path) -> None:
    held = leave_note(elsewhere, "start", 8080, SERVER)
    require_same_service(elsewhere, SERVER)
    with pytest.raises(ConfigurationError) as caught:
        require_same_service(elsewhere, {})
    assert str(caught.value) == (
        "Das laufende Messelotse benutzt die Datenbank „postgresql://db:5432/messelotse“, dieser Aufruf „eigene "
        "Datei“ – bitte mit denselben Einstellungen aufrufen (MESSE_EINSTELLUNGEN nennt die Datei, in der sie stehen)."
    )
    for file in held:
        file.close()
    require_same_service(elsewhere, {})


def test_other_state_folder_is_refused_where_nobody_names_one(elsewhere: Path, tmp_path: Path) -> None:
    usual = tmp_path / "projekt" / ".messelotse"
    held = leave_note(elsewhere, "start", 8080, {})
    with pytest.raises(ConfigurationError, match=f"benutzt den Zustandsordner {elsewhere}, dieser Aufruf {usual}"):
        require_same_service(usual, {})
    also = leave_note(usual, "start", 8081, {})  # a second one beside it, in the usual folder
    require_same_service(usual, {})
    assert len(held) + len(also) == 3


def test_command_that_knows_nothing_finds_the_service_of_its_release(
    elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_notes, "RELEASE", tmp_path / "fassung")
    held = leave_note(elsewhere, "start", 8080, SERVER)
    with pytest.raises(ConfigurationError, match="benutzt die Datenbank"):
        require_same_service(tmp_path / "fassung" / ".messelotse", {})
    assert len(held) == 3


def test_notes_hold_no_secret(elsewhere: Path) -> None:
    with leave_note(elsewhere, "web", 8081, SERVER)[0]:
        written = "".join(path.read_text("utf-8") for path in (elsewhere / "dienst").iterdir())
    assert ("geheim" in written, "auch" in written) == (False, False)


def test_note_of_a_killed_process_counts_no_more(elsewhere: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from bot.runtime.service_notes import leave_note; "
        "held = leave_note(Path(sys.argv[1]), 'start', 8080, {}); print('da', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "MESSE_INHALT": str(elsewhere.parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(elsewhere)], cwd=RELEASE, env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"da\n"
    before = [note.part for note in running_notes(elsewhere)]
    process.kill()
    process.communicate()
    assert (before, running_notes(elsewhere)) == (["start"], [])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"part": "web"}'])
def test_damaged_note_is_none(elsewhere: Path, text: str) -> None:
    held = leave_note(elsewhere, "web", 8081, {})
    path = next((elsewhere / "dienst").iterdir())
    path.write_text(text, encoding="utf-8")
    assert (running_notes(elsewhere), len(held)) == ([], 2)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("", "eigene Datei"), ("sqlite:////tmp/x.db", "sqlite://://tmp/x.db"), ("unsinn", "unbekannt")],
)
def test_address_of_a_database(address: str, shown: str) -> None:
    assert database_of({"MESSE_DATENBANK": address}) == shown
