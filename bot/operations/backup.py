"""Back up everything an installation needs besides its code into one ZIP file, while the bot runs."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import sqlalchemy as sa

from bot.core.errors import ConfigurationError
from bot.core.files import replacing
from bot.operations.archive import FORMAT, MANIFEST, BackupError, copy_checked
from bot.operations.database_rows import write_rows
from bot.operations.places import DATABASE_ROWS, content_files, is_sqlite, leads_out, place_of, state_files


def make_backup(
    target: Path, root: Path, state: Path, overwrite: bool = False, database: sa.engine.Engine | None = None
) -> int:
    """Write the backup and return the number of files in it. Only its owner may read it: it holds chats and keys.

    Args:
        target: the file to write; an unfinished one never has this name.
        root: the installation.
        state: its state folder.
        overwrite: whether an older file of this name may be replaced.
        database: the one on a server, None where SQLite's file in the state folder is the database.

    Raises:
        ConfigurationError: ``target`` exists already.
        BackupError: something cannot be read or written.
    """
    if target.exists() and not overwrite:
        raise ConfigurationError(
            f"{target} gibt es schon – bitte einen anderen Namen nehmen oder --ueberschreiben angeben."
        )
    try:
        with replacing(target) as draft:
            draft.touch(mode=0o600, exist_ok=False)
            return _write(draft, root, state, database)
    except sa.exc.SQLAlchemyError as error:  # its text may hold the password
        raise BackupError(
            f"Die Datenbank lässt sich nicht lesen ({type(error).__name__}) – bitte Zugang und Rechte prüfen."
        ) from error
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BackupError(
            f"Die Sicherung nach {target} ist gescheitert: {reason} – bitte Platz und Rechte prüfen."
        ) from error


def _write(draft: Path, root: Path, state: Path, database: sa.engine.Engine | None) -> int:
    sums: dict[str, str] = {}
    with ZipFile(draft, "w", ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as folder:
        for name, path in _files(root, state):
            source = copy_database(path, Path(folder) / "kopie.db") if is_sqlite(path) else path
            sums[name] = _add(archive, name, source)
        if database is not None:
            rows = Path(folder) / "zeilen.jsonl"
            with rows.open("wb") as target:
                write_rows(database, target)
            sums[DATABASE_ROWS] = _add(archive, DATABASE_ROWS, rows)
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        manifest = {"format": FORMAT, "erstellt": made, "dateien": sums}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(sums)


def _files(root: Path, state: Path) -> list[tuple[str, Path]]:
    """Return all files by name; a link that leads out of the installation is an error, not followed."""
    found = [*content_files(root), *state_files(state)]
    for name, path in found:
        if leads_out(path, root, state):
            raise BackupError(
                f"{path} führt aus der Installation hinaus – bitte statt der Verknüpfung die Datei selbst hinlegen; "
                "Inhalte an einem anderen Ort nennt MESSE_INHALT."
            )
        if place_of(name, root, state) is None:
            raise BackupError(f"{str(path)!r} ist kein Name für eine Sicherung – bitte die Datei umbenennen.")
    return found


def _add(archive: ZipFile, name: str, path: Path) -> str:
    """Add a file in parts, as it may be large, and return its SHA-256."""
    info = ZipInfo(name, datetime.now().timetuple()[:6])
    info.compress_type = archive.compression
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        return copy_checked(source, target)


def copy_database(path: Path, copy: Path) -> Path:
    """Return a consistent copy of an SQLite database that others may be writing to.

    Raises:
        sqlite3.Error: it is damaged or stays locked.
    """
    copy.unlink(missing_ok=True)
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    with closing(source), closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, no companions
    return copy
