"""Everything an installation needs besides its code, in one ZIP file; made while the bot runs."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa

from bot.errors import ConfigurationError, MesselotseError
from bot.operations.database_rows import write_rows
from bot.operations.places import DATABASE_ROWS, content_files, is_sqlite, state_files

MANIFEST = "sicherung.json"
FORMAT = 1
CHUNK = 1 << 20  # bytes


class BackupError(MesselotseError):
    """A backup could not be made, read or put back."""


def make_backup(
    target: Path, root: Path, state: Path, overwrite: bool = False, database: sa.engine.Engine | None = None
) -> int:
    """Write the backup; returns the number of files in it. Only its owner may read it: it holds chats and keys.

    Args:
        target: the file to write; an unfinished one never has this name.
        root: the installation.
        state: its state folder.
        overwrite: whether an older file of this name may go.
        database: the one on a server, None where SQLite's file in the state folder is the database.

    Raises:
        ConfigurationError: ``target`` exists already.
        BackupError: something cannot be read or written.
    """
    if target.exists() and not overwrite:
        raise ConfigurationError(
            f"{target} gibt es schon – bitte einen anderen Namen nehmen oder --ueberschreiben angeben."
        )
    draft = target.with_name(f".{target.name}.teil")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        count = _write(draft, root, state, database)
        os.replace(draft, target)
    except sa.exc.SQLAlchemyError as error:  # its text may hold the password
        draft.unlink(missing_ok=True)
        raise BackupError(
            f"Die Datenbank lässt sich nicht lesen ({type(error).__name__}) – bitte Zugang und Rechte prüfen."
        ) from error
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BackupError(
            f"Die Sicherung nach {target} ist gescheitert: {reason} – bitte Platz und Rechte prüfen."
        ) from error
    return count


def _write(draft: Path, root: Path, state: Path, database: sa.engine.Engine | None) -> int:
    sums: dict[str, str] = {}
    with ZipFile(draft, "w", ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as folder:
        for name, path in [*content_files(root), *state_files(state)]:
            source = copy_database(path, Path(folder) / "kopie.db") if is_sqlite(path) else path
            content = source.read_bytes()
            sums[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(name, content)
        if database is not None:
            rows = Path(folder) / "zeilen.jsonl"
            with rows.open("wb") as target:
                write_rows(database, target)
            with rows.open("rb") as written:
                sums[DATABASE_ROWS] = checksum_of(written)
            archive.write(rows, DATABASE_ROWS)
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        manifest = {"format": FORMAT, "erstellt": made, "dateien": sums}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(sums)


def checksum_of(source: IO[bytes]) -> str:
    """SHA-256 of what is left to read, in parts: it may be large."""
    digest = hashlib.sha256()
    for part in iter(lambda: source.read(CHUNK), b""):
        digest.update(part)
    return digest.hexdigest()


def copy_database(path: Path, copy: Path) -> Path:
    """A consistent copy of an SQLite database that others may be writing to.

    Raises:
        sqlite3.Error: it is damaged or stays locked.
    """
    copy.unlink(missing_ok=True)
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    with closing(source), closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, no companions
    return copy
