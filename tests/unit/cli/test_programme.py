from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.cli.german import run
from bot.cli.programme import programme
from bot.core.errors import ConfigurationError
from bot.core.settings import ROOT
from bot.fair.file import load_fair
from bot.programme.exports.ical_export import calendar_of
from bot.programme.sources.files import read_folder
from tests.samples.programme import NOW, session

FAIR = load_fair()
KI = session("ki", title="KI [im] Büro", room="Keller", topics=("KI",))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a calendar „plan.ics“ of two sessions, one without a room."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("PROGRAMM_QUELLE", raising=False)
    shutil.copy(ROOT / "messe.yml", tmp_path)
    (tmp_path / "plan.ics").write_bytes(calendar_of([KI, session("b", "12:00", "12:30")], FAIR, NOW, "x"))
    (tmp_path / "kaputt.json").write_text('{"schedule": ', encoding="utf-8")
    return tmp_path


def test_check_shows_table_and_warnings(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(programme, ["pruefen", "plan.ics"], root)
    shown = capsys.readouterr().out
    row = next(line for line in shown.splitlines() if "KI [im] Büro" in line)
    assert (status, [cell.strip() for cell in row.strip("│").split("│")]) == (
        0, ["10:00–11:00", "KI [im] Büro", "Keller", "", "", "KI"],
    )  # fmt: skip
    assert shown.splitlines()[-1] == "Lesbar: 2 Sitzungen an 1 Tag in 1 Raum, 1 Hinweis."
    assert "„b“ (14.05.2025, 12:00 Uhr): Raum fehlt – bitte in der Quelle berichtigen\n" in shown


def test_strict_check_fails_on_warnings(root: Path) -> None:
    assert run(programme, ["pruefen", "--streng", "plan.ics"], root) == 1


def test_unusable_source_is_told_with_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(programme, ["pruefen", "kaputt.json"], root)
    line = "  kaputt.json:1: kein gültiges JSON – bitte den Export prüfen, vielleicht fehlt ein Teil"
    assert (status, capsys.readouterr().err.splitlines()) == (1, ["Unbrauchbar: kaputt.json", line])


def test_import_writes_our_files(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(programme, ["importieren", "plan.ics", "--ziel", "neu"], root)
    reading = read_folder(root / "neu", FAIR)
    assert (status, [item.title for item in reading.sessions], reading.booths) == (0, ["KI [im] Büro", "b"], ())
    assert "Diese Räume stehen noch nicht in messe.yml: Keller." in capsys.readouterr().out.splitlines()


def test_import_keeps_the_old_files_and_never_overwrites_them(root: Path) -> None:
    folder = root / "programm"
    shutil.copytree(ROOT / "programm", folder)
    before = (folder / "programm.yml").read_bytes(), (folder / "staende.yml").read_bytes()
    run(programme, ["importieren", "plan.ics"], root)
    # A calendar knows no booths: those that are there stay.
    assert ((folder / "programm.yml.bak").read_bytes(), (folder / "staende.yml").read_bytes()) == before
    with pytest.raises(ConfigurationError, match="programm.yml.bak gibt es schon"):
        run(programme, ["importieren", "plan.ics"], root)
    assert (folder / "programm.yml.bak").read_bytes() == before[0]


def test_unusable_source_writes_nothing(root: Path) -> None:
    assert (run(programme, ["importieren", "kaputt.json"], root), (root / "programm").exists()) == (1, False)


def test_check_without_a_source_takes_the_setting(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROGRAMM_QUELLE", "plan.ics")
    assert run(programme, ["pruefen"], root) == 0


@pytest.mark.parametrize("arguments", [[], ["zeigen"], ["importieren"], ["pruefen", "a", "b"], ["pruefen", "--laut"]])
def test_other_arguments_are_refused(arguments: list[str]) -> None:
    with pytest.raises(ConfigurationError, match="./messelotse programm --help"):
        run(programme, arguments)
