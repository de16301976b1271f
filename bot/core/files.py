"""Files that are never half written, never overwritten unseen and owned by the account that needs them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from bot.core.errors import ConfigurationError, MesselotseError

ABSENT = ""  # the version of a file that does not exist
USUAL_MODE = 0o644
PROBE_FILE = ".probe-{}"  # several processes write theirs at the same time
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REASONS = {
    errno.EACCES: "keine Berechtigung", errno.EPERM: "keine Berechtigung", errno.EROFS: "schreibgeschützt eingehängt",
    errno.ENOENT: "nicht vorhanden", errno.ENOTDIR: "kein Ordner", errno.EISDIR: "ein Ordner", errno.EIO: "Lesefehler",
}  # fmt: skip
_one_at_a_time = RLock()  # between looking and replacing; people with an editor of their own are seen by the version


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write a file in one step: yields a free path beside it, whose file takes its place when the block ends.

    A reader sees the old file or the new one, never half of one. If the block raises, the old file stays.

    Raises:
        OSError: no permission or no space.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.neu")
    try:
        yield fresh
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise


def write_json(path: Path, data: object) -> None:
    """Replace a JSON file in one step, readable by its owner only; missing folders are made.

    Raises:
        OSError: no permission or no space.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as fresh:
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(data), encoding="ascii")


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
        mode = path.stat().st_mode & 0o777 if path.exists() else USUAL_MODE
        with replacing(path) as fresh:
            _write_through(fresh, text)
            fresh.chmod(mode)  # whatever our umask: others work on these files, too
    return version_of(text)


def _write_through(path: Path, text: str) -> None:
    """Write a text with its own line ends, down to the disk."""
    with path.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


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


def own_like(path: Path, example: Path) -> None:
    """Give ``path`` the owner and the group of ``example``; only root can, and only root has to.

    Raises:
        OSError: one of them does not exist.
    """
    if os.geteuid() == 0:
        status = example.stat()
        os.chown(path, status.st_uid, status.st_gid, follow_symlinks=False)


def make_folders(path: Path) -> None:
    """Create a folder and missing ones above it, each with the owner of the one above.

    Raises:
        OSError: one cannot be created.
    """
    if not path.is_dir():
        make_folders(path.parent)
        path.mkdir(exist_ok=True)
        own_like(path, path.parent)


def write_file(folder: Path) -> None:
    """Write a file into the folder and delete it.

    Raises:
        OSError: it takes none.
    """
    path = folder / PROBE_FILE.format(secrets.token_hex(8))
    try:
        path.write_bytes(b"messelotse")
    finally:
        with suppress(OSError):
            path.unlink()


def require_folder(folder: Path) -> None:
    """Check that the state folder takes files, before anything else is written there.

    Raises:
        ConfigurationError: with reason and remedy in one German line.
    """
    try:
        write_file(folder)
    except OSError as error:
        raise ConfigurationError(folder_fault(folder, error)) from error


def folder_fault(folder: Path, error: OSError) -> str:
    """Return why the folder takes no file."""
    if error.errno in NO_SPACE:
        return f"Im Ordner {folder} ist kein Platz mehr – bitte Platz schaffen (df -h zeigt, wo es fehlt)."
    return (
        f"In den Ordner {folder} lässt sich nicht schreiben ({reason_of(error)}) – bitte Rechte und Eigentum prüfen "
        "(ls -ld) oder MESSE_ZUSTAND auf einen anderen Ordner setzen."
    )


def reason_of(error: OSError) -> str:
    """Return the system's reason, in German where it is a usual one."""
    return REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
