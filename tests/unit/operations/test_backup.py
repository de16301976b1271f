from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.cli import backup as backup_command
from bot.cli.backup import back_up, restore
from bot.cli.german import run
from bot.core.errors import ConfigurationError
from bot.core.settings import Ports
from bot.operations.archive import MANIFEST, BackupError
from bot.operations.backup import make_backup
from bot.operations.places import place_of
from bot.operations.restore import apply_restore, plan_restore

Place = tuple[Path, Path]


@pytest.fixture
def installed(tmp_path: Path) -> Place:
    """An installation with content, model, chats in an open database, and things that pass."""
    root, state = tmp_path / "alt", tmp_path / "alt" / ".messelotse"
    for name, text in {
        "messe.yml": "name: Messe\n", "data/themen/parken.yml": "Thema\n", "models/messelotse.tar.gz": "Modell",
        ".messelotse/geheimnis": "Schlüssel", ".messelotse/protokoll/web.log": "Protokoll", "bot/code.py": "",
    }.items():  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with closing(sqlite3.connect(state / "messelotse.db")) as database:
        database.execute("CREATE TABLE gespraech (text)")
        database.commit()
    return root, state


def restored(backup: Path, folder: Path) -> Place:
    root, state = folder, folder / ".messelotse"
    apply_restore(plan_restore(backup, root, state), state)
    return root, state


def files(root: Path) -> dict[str, str]:
    """All files but databases and backups, by name."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix not in (".db", ".zip"))
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def rows(state: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(state / "messelotse.db")) as database:
        return database.execute("SELECT text FROM gespraech").fetchall()


def test_backup_in_use_is_restored_into_an_empty_folder(installed: Place, tmp_path: Path) -> None:
    root, state = installed
    with closing(sqlite3.connect(state / "messelotse.db")) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO gespraech VALUES ('Wo parke ich?')")
        writer.commit()  # still in the companion file: a plain copy of the database would miss it
        make_backup(tmp_path / "sicherung.zip", root, state)
    new_root, new_state = restored(tmp_path / "sicherung.zip", tmp_path / "neu")
    expected = {
        name: text for name, text in files(root).items() if name not in ("bot/code.py", ".messelotse/protokoll/web.log")
    }
    assert (files(new_root), rows(new_state)) == (expected, [("Wo parke ich?",)])


def test_backup_and_restored_chats_are_for_their_owner_only(installed: Place, tmp_path: Path) -> None:
    make_backup(tmp_path / "sicherung.zip", *installed)
    _, state = restored(tmp_path / "sicherung.zip", tmp_path / "neu")
    paths = (tmp_path / "sicherung.zip", state / "messelotse.db", state / "geheimnis")
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600] * 3


def test_backup_does_not_replace_another(installed: Place, tmp_path: Path) -> None:
    (tmp_path / "sicherung.zip").write_text("wichtig", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="gibt es schon – bitte einen anderen Namen nehmen"):
        make_backup(tmp_path / "sicherung.zip", *installed)
    assert (tmp_path / "sicherung.zip").read_text(encoding="utf-8") == "wichtig"


def test_backup_of_a_damaged_database_is_told_and_leaves_nothing(installed: Place, tmp_path: Path) -> None:
    (installed[1] / "messelotse.db").write_bytes(b"SQLite format 3\0" + b"kaputt" * 1000)
    with pytest.raises(BackupError, match="ist gescheitert"):
        make_backup(tmp_path / "ziel.zip", *installed)
    assert list(tmp_path.glob("*ziel*")) == []


@pytest.fixture
def here(installed: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The commands work on this installation."""
    root, state = installed
    monkeypatch.setenv("MESSE_ZUSTAND", str(state))
    monkeypatch.setattr(backup_command, "ROOT", root)
    monkeypatch.setattr(backup_command, "require_free_ports", lambda _: None)
    return installed


def test_restore_refuses_to_overwrite_unless_told(
    here: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, state = here
    backup = str(tmp_path / "sicherung.zip")
    run(back_up, [backup])
    (root / "messe.yml").write_text("name: Andere\n", encoding="utf-8")
    (root / "data" / "themen" / "neu.yml").write_text("später\n", encoding="utf-8")
    with pytest.raises(
        ConfigurationError, match=r"2 Dateien würden ersetzt und 1 gelöscht \(messe.yml, messelotse.db, neu.yml\)"
    ):
        run(restore, [backup])
    assert files(root)["messe.yml"] == "name: Andere\n"
    run(restore, [backup, "--ueberschreiben"])
    (kept,) = (state / backup_command.BEFORE).iterdir()
    with ZipFile(kept) as archive:
        before = archive.read("inhalt/messe.yml").decode()
    now = files(root)
    assert (now["messe.yml"], "data/themen/neu.yml" in now, before) == ("name: Messe\n", False, "name: Andere\n")


def test_restore_while_the_bot_runs_is_refused(installed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(_: Ports) -> None:
        raise ConfigurationError("Port 8080 ist belegt")

    monkeypatch.setenv("MESSE_ZUSTAND", str(installed[1]))
    monkeypatch.setattr(backup_command, "require_free_ports", taken)
    with pytest.raises(ConfigurationError, match="Port 8080 ist belegt"):
        run(restore, ["sicherung.zip"])


def change_archive(backup: Path, name: str, content: str) -> None:
    """Put another content under a name, as damage or a stranger would."""
    with ZipFile(backup) as archive:
        kept = {each: archive.read(each) for each in archive.namelist()}
    kept[name] = content.encode()
    with ZipFile(backup, "w") as archive:
        for each, data in kept.items():
            archive.writestr(each, data)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("inhalt/messe.yml", "verändert", "Die Sicherung ist beschädigt: inhalt/messe.yml"),
        (MANIFEST, "kein JSON", "ist keine lesbare Sicherung"),
        (MANIFEST, '{"format": 2}', "aus einer neueren Fassung"),
        (MANIFEST, '{"format": 1, "erstellt": "", "dateien": {}}', "ist keine lesbare Sicherung"),
        (MANIFEST, "[" * 200_000, "ist keine lesbare Sicherung"),
        (MANIFEST, '{"format": 1, "erstellt": "2025-05-14", "dateien": {"fehlt": "0"}}', "ist keine lesbare Sicherung"),
        (MANIFEST, '{"format": 1, "format": 1, "erstellt": "2025-05-14", "dateien": {}}', "keine lesbare Sicherung"),
    ],
)
def test_unusable_backup_changes_nothing(installed: Place, tmp_path: Path, name: str, content: str, told: str) -> None:
    backup, empty = tmp_path / "sicherung.zip", tmp_path / "leer"
    make_backup(backup, *installed)
    change_archive(backup, name, content)
    with pytest.raises(BackupError) as caught:
        restored(backup, empty)
    assert (told in str(caught.value), empty.exists()) == (True, False)


def test_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "brief.zip").write_text("Hallo", encoding="utf-8")
    with pytest.raises(BackupError, match="brief.zip ist keine lesbare Sicherung – bitte die Datei prüfen."):
        restored(tmp_path / "brief.zip", tmp_path / "leer")


@pytest.mark.parametrize(
    "name",
    ["messe.yml", "inhalt/", "inhalt/../messe.yml", "inhalt//etc/passwd", "inhalt/bot/cli/main.py", "zustand/../x",
     "zustand/a/../x", "zustand/./x", "zustand/a//x", "zustand/a/", "zustand/a\nb", "zustand/a\0b", "zustand/\udcff"],
)  # fmt: skip
def test_strange_name_has_no_place(name: str) -> None:
    assert place_of(name, Path("/r"), Path("/z")) is None
