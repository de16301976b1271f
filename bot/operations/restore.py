"""Restore a backup: check all of it first, then write all files beside the old ones, then replace those."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import sqlalchemy as sa

from bot.core.files import make_folders, own_like, replacing
from bot.operations.archive import BackupError, copy_checked, open_archive, read_manifest, require_room
from bot.operations.database_rows import read_rows
from bot.operations.places import (
    CONTENT_FOLDERS,
    DATABASE_ROWS,
    content_files,
    is_passing,
    is_sqlite,
    leads_out,
    place_of,
)

SHOWN = 5


@dataclass(frozen=True)
class Stored:
    """A file in a backup."""

    name: str
    checksum: str
    size: int


@dataclass(frozen=True)
class RestorePlan:
    """The effects of a restore.

    Attributes:
        backup: the file.
        made: when it was made (ISO 8601).
        writes: files to write, by path; identical ones are left out.
        replaces: existing files that would change.
        removes: files of content folders that the backup does not have.
        has_rows: whether it holds rows of a database on a server.
    """

    backup: Path
    made: str
    writes: Mapping[Path, Stored]
    replaces: tuple[Path, ...]
    removes: tuple[Path, ...]
    has_rows: bool = False


def plan_restore(backup: Path, root: Path, state: Path) -> RestorePlan:
    """Read and check a whole backup, a part at a time; changes nothing.

    Raises:
        BackupError: it cannot be read, is damaged, or holds files that do not belong in a backup.
    """
    with open_archive(backup) as archive:
        manifest, files = read_manifest(archive), dict[Path, Stored]()
        for name, checksum in manifest.sums.items():
            stored = Stored(name, checksum, archive.getinfo(name).file_size)
            if name != DATABASE_ROWS:
                place = _place(name, root, state)
                if not is_passing(name):
                    files[place] = stored
            _check(archive, stored)
    writes = {path: stored for path, stored in files.items() if not _is_same(path, stored)}
    for base in (root, state):
        require_room(base, sum(stored.size for path, stored in writes.items() if base in path.parents))
    return RestorePlan(
        backup,
        manifest.made,
        writes,
        tuple(path for path in writes if path.exists()),
        _unknown_files(root, files),
        DATABASE_ROWS in manifest.sums,
    )


def _place(name: str, root: Path, state: Path) -> Path:
    place = place_of(name, root, state)
    if place is None:
        raise BackupError(f"Die Sicherung enthält {name!r}, das gehört nicht hinein – bitte ihre Herkunft prüfen.")
    if leads_out(place.parent, root, state):
        raise BackupError(f"{place.parent} führt aus der Installation hinaus – bitte die Verknüpfung dort entfernen.")
    return place


def _check(archive: ZipFile, stored: Stored) -> None:
    with archive.open(stored.name) as source:
        if copy_checked(source) != stored.checksum:
            raise _damaged(stored)


def _damaged(stored: Stored) -> BackupError:
    what = "die Zeilen der Datenbank" if stored.name == DATABASE_ROWS else stored.name
    return BackupError(f"Die Sicherung ist beschädigt: {what} – bitte eine andere nehmen.")


def _is_same(path: Path, stored: Stored) -> bool:
    # A database may have unwritten pages beside it: it always counts as different.
    if not path.is_file() or path.stat().st_size != stored.size or is_sqlite(path):
        return False
    with path.open("rb") as present:
        return copy_checked(present) == stored.checksum


def _unknown_files(root: Path, files: Mapping[Path, Stored]) -> tuple[Path, ...]:
    folders = tuple(root / name for name in CONTENT_FOLDERS)
    present = (path for _, path in content_files(root) if any(folder in path.parents for folder in folders))
    return tuple(path for path in present if path not in files)


def apply_restore(plan: RestorePlan, state: Path) -> None:
    """Carry out the plan; each file is replaced as a whole, new ones in the state folder are private.

    Raises:
        BackupError: a file cannot be written; as long as not all of them are, nothing is replaced.
    """
    try:
        with open_archive(plan.backup) as archive, ExitStack() as replaced:
            for path, stored in plan.writes.items():
                draft = replaced.enter_context(replacing(path))
                _write(archive, stored, path, draft, private=state in path.parents)
        for path in plan.writes:
            for end in ("-wal", "-shm"):  # pages of the database that was here before
                path.with_name(path.name + end).unlink(missing_ok=True)
        for path in plan.removes:
            path.unlink()
    except OSError as error:
        raise _not_writable(error) from error


def _write(archive: ZipFile, stored: Stored, path: Path, draft: Path, private: bool) -> None:
    """Write a file beside its place, with the owner and the rights of the one that is there now."""
    try:
        make_folders(path.parent)
        is_new = not path.exists()
        with archive.open(stored.name) as source, draft.open("wb") as target:
            os.fchmod(target.fileno(), (0o600 if private else 0o644) if is_new else path.stat().st_mode & 0o777)
            if copy_checked(source, target) != stored.checksum:
                raise _damaged(stored)
        own_like(draft, path.parent if is_new else path)
    except OSError as error:
        raise _not_writable(error) from error


def _not_writable(error: OSError) -> BackupError:
    return BackupError(f"{error.filename}: {error.strerror} – bitte Platz und Rechte prüfen und wiederholen.")


def restore_rows(plan: RestorePlan, database: sa.engine.Engine) -> int:
    """Restore the rows of the backup into the database on the server, all or none, and return their number.

    Raises:
        BackupError: they do not fit, or the database cannot be written.
    """
    try:
        with open_archive(plan.backup) as archive, archive.open(DATABASE_ROWS) as source:
            return read_rows(database, source)
    except sa.exc.SQLAlchemyError as error:  # its text may hold the password
        raise BackupError(
            f"Die Datenbank lässt sich nicht schreiben ({type(error).__name__}) – bitte Zugang und Rechte prüfen."
        ) from error


def refusal(plan: RestorePlan) -> str:
    """Return one German line that says what would be lost; "" when nothing would."""
    touched = [*plan.replaces, *plan.removes]
    if plan.has_rows:
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
