"""Locks in the state folder: one for the service itself, one for publishing.

A second ``start`` would take ports, files and children away from the first; two publications would mix. The system
takes a lock back when its holder dies, however it dies; the process id in the file is for people to read.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.core.errors import ConfigurationError, MesselotseError
from bot.core.files import own_like

LOCK_FILE, PUBLICATION_LOCK_FILE = "betrieb.lock", "veroeffentlichung.lock"
REMEDY = (
    "bitte zuerst beenden (Strg-C oder „kill {pid}“); für ein zweites Messelotse auf diesem Rechner "
    "MESSE_ZUSTAND auf einen anderen Ordner setzen"
)


def lock_state(folder: Path, is_shared: bool = False, remedy: str = REMEDY) -> IO[str]:
    """Take the lock; it is held as long as the returned file stays open.

    Args:
        folder: the state folder.
        is_shared: whether others that share it may hold it too (parts that are started one by one).
        remedy: the advice when it is taken; ``{pid}`` stands for the holder.

    Raises:
        ConfigurationError: another process holds it (its id is named), or the folder supports no locks.
    """
    path = folder / LOCK_FILE
    try:
        file = path.open("a+", encoding="ascii")
        own_like(path, folder)
        fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        pid = file.read().strip() or "unbekannt"
        raise ConfigurationError(
            f"In {folder} läuft schon ein Messelotse (Prozess {pid}) – {remedy.format(pid=pid)}."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"{path} lässt sich nicht sperren ({error.strerror}) – bitte Rechte und freien Platz prüfen oder "
            "MESSE_ZUSTAND auf einen Ordner dieses Rechners setzen."
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


class Busy(MesselotseError):
    """A publication is under way already."""

    def __init__(self) -> None:
        super().__init__("Es wird gerade schon veröffentlicht – bitte warten, bis das beendet ist.")


class PublicationLock:
    """The right to publish, in one state folder."""

    def __init__(self, state_folder: Path) -> None:
        """Take the state folder; the file is created when the lock is first held."""
        self._path = state_folder / PUBLICATION_LOCK_FILE

    @contextmanager
    def only_me(self) -> Iterator[None]:
        """Hold the right to publish.

        Raises:
            Busy: another job holds it.
        """
        with self._path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy from error
            yield

    def is_busy(self) -> bool:
        """Return whether a job is alive."""
        try:
            with self.only_me():
                return False
        except Busy:
            return True
