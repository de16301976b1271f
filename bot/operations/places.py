"""The files of an installation besides its code: which of them a backup holds and where they go."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

CONTENT, STATE = "inhalt", "zustand"
DATABASE_ROWS = "datenbank/zeilen.jsonl"  # of a database on a server; has no place in a folder
SHIPPED = ".ausgeliefert.json"  # what the release brought, in content kept apart from it
CONTENT_FILES = (
    "messe.yml", SHIPPED, "config.yml", "domain.yml", "endpoints.yml", "credentials.yml",
    "models/messelotse.tar.gz", "models/messelotse.json",
)  # fmt: skip
CONTENT_FOLDERS = ("data", "programm", "tests/saetze", "tests/gespraeche")
# Made again when missing: tools, logs, reports, sockets, notes of running parts, earlier safety copies.
PASSING_FOLDERS = (
    "entwurf", "werkzeug", "protokoll", "auswertung", "vor-wiederherstellung", "vor-aktualisierung", "aktualisierung",
    "dienst", "kanal-*",
)  # fmt: skip
# A lock is held on the file itself: one put in its place would be free.
PASSING_FILES = (
    "*.log", "*-wal", "*-shm", "*-journal", "vektoren-*.npz", "endpoints.yml", "*.lock", "*.sperre", ".probe*",
)  # fmt: skip
_SQLITE = b"SQLite format 3\0"


def content_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield name in the backup and path of each content file of the installation in ``root``."""
    folders = [path for name in CONTENT_FOLDERS for path in sorted((root / name).rglob("*"))]
    for path in [*(root / name for name in CONTENT_FILES), *folders]:
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{CONTENT}/{path.relative_to(root).as_posix()}", path


def state_files(state: Path) -> Iterator[tuple[str, Path]]:
    """Yield name in the backup and path of each lasting file in the state folder."""
    for path in sorted(state.rglob("*")):
        name = f"{STATE}/{path.relative_to(state).as_posix()}"
        if path.is_file() and not is_passing(name):
            yield name, path


def is_passing(name: str) -> bool:
    """Return whether a file of a backup is temporary state; older backups hold some."""
    kind, *inside = PurePosixPath(name).parts
    return kind == STATE and (
        any(fnmatchcase(inside[0], pattern) for pattern in PASSING_FOLDERS)
        or any(fnmatchcase(inside[-1], pattern) for pattern in PASSING_FILES)
    )


def place_of(name: str, root: Path, state: Path) -> Path | None:
    """Return where a file of a backup belongs; None for a name that no backup of ours holds."""
    kind, _, inside = name.partition("/")
    base = {CONTENT: root, STATE: state}.get(kind)
    if base is None or not inside or not _is_plain(inside):
        return None
    known = kind == STATE or inside in CONTENT_FILES or any(inside.startswith(f"{each}/") for each in CONTENT_FOLDERS)
    return base / inside if known else None


def _is_plain(inside: str) -> bool:
    """Return whether a path is written as backups write it, and leads down only."""
    path = PurePosixPath(inside)
    return inside.isprintable() and path.as_posix() == inside and not path.is_absolute() and ".." not in path.parts


def leads_out(path: Path, *bases: Path) -> bool:
    """Return whether a path, its links followed, is in none of these folders."""
    return not any(path.resolve().is_relative_to(base.resolve()) for base in bases)


def is_sqlite(path: Path) -> bool:
    """Return whether a file is an SQLite database."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
