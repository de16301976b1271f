"""Write content files without losing an edit: a file is replaced only if it is still as its editor saw it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from bot.core.errors import MesselotseError

ABSENT = ""  # the version of a file that does not exist
USUAL_MODE = 0o644
_one_at_a_time = RLock()  # between looking and replacing; people with an editor of their own are seen by the version


class Conflict(MesselotseError):
    """The file was changed meanwhile: ``text`` is its present text ("" when it is gone), ``version`` its version."""

    def __init__(self, path: Path, text: str, version: str) -> None:
        super().__init__(f"{path.name} wurde inzwischen geändert – bitte laden und die Änderung noch einmal prüfen.")
        self.text = text
        self.version = version


def version_of(text: str) -> str:
    """Return the version of a file with this text (SHA-256 in hex)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_versioned(path: Path) -> tuple[str, str]:
    """Return the file's text and its version; ``("", ABSENT)`` when there is none.

    Raises:
        OSError, UnicodeDecodeError: it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8")  # not read_text: line ends stay as they are
    except FileNotFoundError:
        return "", ABSENT
    return text, version_of(text)


def write_if_unchanged(path: Path, text: str, version: str) -> str:
    """Replace the file in one step if it still has this version (:data:`ABSENT`: if it does not exist).

    Returns:
        The new version.

    Raises:
        Conflict: it has another one; nothing was written.
        OSError: it cannot be written; the old file stays.
    """
    with _unchanged(path, version):
        _replace(path, text)
    return version_of(text)


def delete_if_unchanged(path: Path, version: str) -> None:
    """Delete the file if it still has this version.

    Raises:
        Conflict: it has another one; nothing was deleted.
    """
    with _unchanged(path, version):
        path.unlink(missing_ok=True)


@contextmanager
def _unchanged(path: Path, version: str) -> Iterator[None]:
    with _one_at_a_time:
        text, found = read_versioned(path)
        if found != version:
            raise Conflict(path, text, found)
        yield


def _replace(path: Path, text: str) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else USUAL_MODE
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".neu", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(text.encode("utf-8"))
            fresh.flush()
            os.fsync(fresh.fileno())
        os.chmod(name, mode)  # mkstemp's own would lock out the others who work on these files
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
