"""What is wrong with folder and database before a start: one German line, whatever it is."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli import main as cli
from bot.core import database
from bot.core.database import DATABASE_FILE, open_database, require_database, write_row
from bot.core.errors import ConfigurationError
from bot.core.files import require_folder


def test_database_is_private_sqlite_in_state_folder(tmp_path: Path) -> None:
    engine = open_database(tmp_path, {})
    engine.dispose()
    assert (tmp_path / "messelotse.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["quatsch", "postgresql://u:geheim@127.0.0.1:9/x", "nichts://x"])
def test_database_that_cannot_be_opened_names_variable_but_no_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_database(tmp_path, {"MESSE_DATENBANK": url})
    assert (str(caught.value).startswith("MESSE_DATENBANK"), "geheim" in str(caught.value)) == (True, False)


def test_damaged_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "messelotse.db").write_bytes(b"kein SQLite" * 1000)
    with pytest.raises(ConfigurationError):
        open_database(tmp_path, {})


def told(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        require_folder(folder)
        require_database(folder, {})
    text = str(caught.value)
    assert "\n" not in text and " – bitte " in text
    return text.replace(str(folder), "…")


def test_new_folder_gets_a_database_that_takes_what_is_written(tmp_path: Path) -> None:
    require_folder(tmp_path)
    require_database(tmp_path, {})
    write_row(open_database(tmp_path, {}))
    assert not list(tmp_path.glob(".probe*"))


def test_many_may_try_the_folder_at_the_same_time(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(require_folder, [tmp_path] * 400))
    assert not list(tmp_path.iterdir())


def test_full_folder_is_told_and_keeps_nothing_of_the_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(path: Path, _: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    assert told(tmp_path).startswith("Im Ordner … ist kein Platz mehr")
    assert not list(tmp_path.iterdir())


def test_no_database_at_all_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).write_bytes(b"kein SQLite " * 1_000)
    assert told(tmp_path).startswith("Die Datenbank …/messelotse.db ist beschädigt")


def test_damage_inside_is_told(tmp_path: Path) -> None:
    require_database(tmp_path, {})
    path = tmp_path / DATABASE_FILE
    with open_database(tmp_path, {}).connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    whole = path.read_bytes()
    path.write_bytes(whole[:8_192] + os.urandom(len(whole) - 8_192))
    assert told(tmp_path).startswith("Die Datenbank …/messelotse.db ist beschädigt")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "ist kein Platz mehr"), (errno.EROFS, "schreibgeschützt"), (errno.EACCES, "keine Berechtigung")],
)
def test_folder_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert words in told(tmp_path)


def test_database_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_database(tmp_path, {})

    def open_full(folder: Path, environment: dict[str, str]) -> sa.engine.Engine:
        engine = open_database(folder, environment)
        sa.event.listen(engine, "checkout", lambda connection, *_: connection.execute("PRAGMA query_only=ON"))
        return engine

    monkeypatch.setattr(database, "open_database", open_full)
    assert told(tmp_path).startswith("Die Datenbank nimmt nichts auf: Die Platte ist voll oder schreibgeschützt")


def test_fault_of_the_machine_is_one_line_for_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "/var/x")

    monkeypatch.setattr(cli, "load", lambda _: fail)
    assert (cli.main(["check"]), len(capsys.readouterr().err.splitlines())) == (1, 1)
