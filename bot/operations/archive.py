"""Read backups that may come from anywhere: their claims are checked before they cost memory or disk."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from bot.core.errors import MesselotseError

MANIFEST = "sicherung.json"
FORMAT = 1
CHUNK = 1 << 20  # bytes
MOST_MANIFEST = 16 << 20  # bytes; a hundred thousand files
MOST_DIRECTORY = 64 << 20  # bytes; zipfile reads an archive's list of files as a whole
MOST_UNPACKED = 20 << 30  # bytes
# What zipfile, zlib and json say of damage, and a manifest that is none.
UNREADABLE = (
    OSError, BadZipFile, LookupError, TypeError, ValueError, AttributeError, RuntimeError, EOFError, ArithmeticError,
    MemoryError, struct.error, zlib.error,
)  # fmt: skip
_DIRECTORY_SIZE = 5  # in what zipfile finds at an archive's end


class BackupError(MesselotseError):
    """A backup could not be made, read or restored."""


@dataclass(frozen=True)
class Manifest:
    """A backup's description of itself: its date (ISO 8601), and the SHA-256 of each file in it."""

    made: str
    sums: Mapping[str, str]


@contextmanager
def open_archive(backup: Path) -> Iterator[ZipFile]:
    """Open the archive; whatever is wrong with it is reported in German.

    Raises:
        BackupError: it cannot be read, or would need more room than is reasonable.
    """
    try:
        with backup.open("rb") as file:
            # Looked at before ZipFile does: its constructor reads the whole list of files into memory.
            end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
            if end is not None and end[_DIRECTORY_SIZE] > MOST_DIRECTORY:
                raise BackupError(f"{backup} enthält zu viele Dateien für eine Sicherung – bitte ihre Herkunft prüfen.")
            with ZipFile(file) as archive:
                yield archive
    except UNREADABLE as error:
        raise BackupError(f"{backup} ist keine lesbare Sicherung – bitte die Datei prüfen.") from error


def read_manifest(archive: ZipFile) -> Manifest:
    """Return the backup's description of itself.

    Raises:
        BackupError: it is of a newer version, names a file twice, or would need more room than there is.
        ValueError, KeyError, TypeError, RecursionError: it cannot be read.
    """
    with archive.open(MANIFEST) as source:
        text = source.read(MOST_MANIFEST + 1)
    if len(text) > MOST_MANIFEST:
        raise ValueError(MANIFEST)
    raw = json.loads(text, object_pairs_hook=_without_twice)
    if raw["format"] != FORMAT:
        raise BackupError(
            "Diese Sicherung stammt aus einer neueren Fassung von Messelotse – bitte zuerst aktualisieren."
        )
    datetime.fromisoformat(raw["erstellt"])
    sums = {str(name): str(checksum) for name, checksum in raw["dateien"].items()}
    _check_size(archive, sums)
    return Manifest(raw["erstellt"], sums)


def _without_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _check_size(archive: ZipFile, sums: Mapping[str, str]) -> None:
    names = archive.namelist()
    if len(set(names)) != len(names):
        raise BackupError("Die Sicherung enthält eine Datei doppelt – bitte ihre Herkunft prüfen.")
    files = [archive.getinfo(name) for name in sums]
    if any(each.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for each in files):
        raise ValueError("compression")
    # No more than this is ever read of a file: zipfile stops at the size that the archive's list gives.
    if (size := sum(each.file_size for each in files)) > MOST_UNPACKED:
        raise BackupError(
            f"Die Sicherung wäre entpackt {size / 1e9:.0f} GB groß, mehr als jede von uns – bitte ihre Herkunft prüfen."
        )


def require_room(folder: Path, size: int) -> None:
    """Refuse a size that does not fit on the disk of ``folder`` (or of the nearest existing one above it).

    Raises:
        BackupError: it does not fit.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free
    if size > free:
        raise BackupError(
            f"Zum Wiederherstellen fehlt Platz in {folder}: nötig {size / 1e6:.0f} MB, frei {free / 1e6:.0f} MB – "
            "bitte Platz schaffen."
        )


def copy_checked(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Read the rest of ``source`` in parts, into ``target`` if there is one, and return its SHA-256."""
    digest = hashlib.sha256()
    for part in iter(lambda: source.read(CHUNK), b""):
        digest.update(part)
        if target is not None:
            target.write(part)
    return digest.hexdigest()
