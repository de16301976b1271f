"""A lock in the state folder for one publication at a time, which the system releases when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import MesselotseError

LOCK_FILE = "veroeffentlichung.lock"


class Busy(MesselotseError):
    """A publication is under way already."""

    def __init__(self) -> None:
        super().__init__("Es wird gerade schon veröffentlicht – bitte warten, bis das beendet ist.")


class PublicationLock:
    """The right to publish, in one state folder."""

    def __init__(self, state_folder: Path) -> None:
        """Take the state folder; the file is created when the lock is first held."""
        self._path = state_folder / LOCK_FILE

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
