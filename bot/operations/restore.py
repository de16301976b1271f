"""Puts a backup back: looks at all of it first, then replaces file by file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import sqlalchemy as sa

from bot.operations.backup import FORMAT, MANIFEST, BackupError, checksum_of
from bot.operations.database_rows import read_rows
from bot.operations.places import CONTENT_FOLDERS, DATABASE_ROWS, content_files, is_sqlite, place_of

SHOWN = 5


@dataclass(frozen=True)
class Plan:
    """What a restore would do.

    Attributes:
        made: when the backup was made (ISO 8601).
        writes: content by place; files that are the same already are left out.
        replaces: existing files that would change.
        removes: files of content folders that the backup does not know.
        rows: the backup that holds rows of a database on a server; None when it holds none.
    """

    made: str
    writes: Mapping[Path, bytes]
    replaces: tuple[Path, ...]
    removes: tuple[Path, ...]
    rows: Path | None = None


def plan_restore(backup: Path, root: Path, state: Path) -> Plan:
    """Read and check a whole backup; changes nothing.

    Raises:
        BackupError: it cannot be read, is damaged, or holds what no backup of ours holds.
    """
    try:
        with ZipFile(backup) as archive:
            manifest = _manifest(archive)
            sums: dict[str, str] = dict(manifest["dateien"])
            rows = sums.pop(DATABASE_ROWS, None)
            if rows is not None:
                _check_rows(archive, rows)
            contents = {_place(name, root, state): _content(archive, name, total) for name, total in sums.items()}
    except (OSError, BadZipFile, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError(f"{backup} ist keine lesbare Sicherung – bitte die Datei prüfen.") from error
    writes = {path: content for path, content in contents.items() if not _is_same(path, content)}
    replaces = tuple(path for path in writes if path.exists())
    return Plan(
        str(manifest["erstellt"]),
        writes,
        replaces,
        _unknown_files(root, contents),
        backup if rows is not None else None,
    )


def _manifest(archive: ZipFile) -> Any:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise BackupError(
            "Diese Sicherung stammt aus einer neueren Fassung von Messelotse – bitte zuerst aktualisieren."
        )
    return manifest


def _place(name: str, root: Path, state: Path) -> Path:
    place = place_of(name, root, state)
    if place is None:
        raise BackupError(f"Die Sicherung enthält „{name}“, das gehört nicht hinein – bitte ihre Herkunft prüfen.")
    return place


def _content(archive: ZipFile, name: str, checksum: str) -> bytes:
    content = archive.read(name)
    if hashlib.sha256(content).hexdigest() != checksum:
        raise BackupError(f"Die Sicherung ist beschädigt: {name} – bitte eine andere nehmen.")
    return content


def _check_rows(archive: ZipFile, checksum: str) -> None:
    with archive.open(DATABASE_ROWS) as source:
        if checksum_of(source) != checksum:
            raise BackupError("Die Sicherung ist beschädigt: die Zeilen der Datenbank – bitte eine andere nehmen.")


def _is_same(path: Path, content: bytes) -> bool:
    # A database may have unwritten pages beside it: it always counts as different.
    return path.is_file() and not is_sqlite(path) and path.read_bytes() == content


def _unknown_files(root: Path, contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    folders = tuple(root / name for name in CONTENT_FOLDERS)
    present = (path for _, path in content_files(root) if any(folder in path.parents for folder in folders))
    return tuple(path for path in present if path not in contents)


def apply_restore(plan: Plan, state: Path) -> None:
    """Do what was planned; each file is replaced as a whole, those of the state folder for their owner only.

    Raises:
        BackupError: a file cannot be written; what was written before stays.
    """
    try:
        for path, content in plan.writes.items():
            _replace(path, content, private=state in path.parents)
        for path in plan.removes:
            path.unlink()
    except OSError as error:
        raise BackupError(
            f"{error.filename}: {error.strerror} – bitte Platz und Rechte prüfen und wiederholen."
        ) from error


def restore_rows(plan: Plan, database: sa.engine.Engine) -> int:
    """Put the rows of the backup into the database on the server, all or none; returns how many.

    Raises:
        BackupError: they do not fit, or the database cannot be written.
    """
    assert plan.rows is not None
    try:
        with ZipFile(plan.rows) as archive, archive.open(DATABASE_ROWS) as source:
            return read_rows(database, source)
    except sa.exc.SQLAlchemyError as error:  # its text may hold the password
        raise BackupError(
            f"Die Datenbank lässt sich nicht schreiben ({type(error).__name__}) – bitte Zugang und Rechte prüfen."
        ) from error


def _replace(path: Path, content: bytes, private: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.teil")
    draft.write_bytes(content)
    draft.chmod(0o600 if private else 0o644)
    os.replace(draft, path)
    for end in ("-wal", "-shm"):  # pages of the database that was here before
        path.with_name(path.name + end).unlink(missing_ok=True)


def refusal(plan: Plan) -> str:
    """One German line that says what would be lost; "" when nothing would."""
    touched = [*plan.replaces, *plan.removes]
    if plan.rows is not None:
        return (
            "Die Zeilen der Datenbank auf dem Server würden ersetzt – bitte mit --ueberschreiben bestätigen; der "
            "jetzige Stand wird vorher gesichert."
        )
    if not touched:
        return ""
    names = ", ".join(path.name for path in touched[:SHOWN]) + (" …" if len(touched) > SHOWN else "")
    return (
        f"{len(plan.replaces)} Dateien würden ersetzt und {len(plan.removes)} gelöscht ({names}) – "
        "bitte mit --ueberschreiben bestätigen; der jetzige Stand wird vorher gesichert."
    )
