"""Notes on the running processes of this machine and their database: one small file each.

The process holds a lock on its file, which the system releases when it dies: a note without one is an old one. Notes
hold no secrets.
"""

from __future__ import annotations

import fcntl
import json
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from bot.core.addresses import reachable_web
from bot.core.database import DATABASE_VARIABLE
from bot.core.errors import ConfigurationError
from bot.core.secrets import read_secret
from bot.core.settings import RELEASE, ROOT
from bot.runtime.service_settings import FILE_VARIABLE

FOLDER = "dienst"
TOGETHER = "start"  # all parts of one machine under one supervisor
OWN_FILE = "eigene Datei"
LEFT_SECONDS = 60.0


@dataclass(frozen=True)
class Note:
    """A running process.

    Attributes:
        part: ``start``, ``web``, ``rasa`` or ``aktionen``.
        host: name of its machine.
        address: where its web can be reached from this machine; "" for other parts.
        port: where it listens; of ``start``, where its web does.
        database: address of its database without account and password.
        state: its state folder.
    """

    part: str
    host: str
    address: str
    port: int
    database: str
    state: str

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine."""
        return self.host == socket.gethostname()


def leave_note(state: Path, part: str, port: int, environment: Mapping[str, str]) -> list[IO[str]]:
    """Write a note on this process; it holds for as long as the returned files stay open.

    Raises:
        ConfigurationError: the state folder cannot be written.
    """
    address = reachable_web(port, environment) if part in (TOGETHER, "web") else ""
    note = Note(part, socket.gethostname(), address, port, database_of(environment), str(state.absolute()))
    held = []
    usual = (content / ".messelotse" for content in (ROOT, RELEASE))  # where a command looks that knows no other
    for folder in dict.fromkeys((state, *usual)):
        try:
            held.append(_write(folder / FOLDER, note))
        except OSError as error:
            if folder == state:
                raise ConfigurationError(
                    f"{folder} lässt sich nicht beschreiben ({error.strerror}) – bitte MESSE_ZUSTAND und Rechte prüfen."
                ) from error
    return held


def _write(folder: Path, note: Note) -> IO[str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (folder / f"{note.part}-{note.host}-{note.port}.json").open("w", encoding="utf-8")
    fcntl.flock(file, fcntl.LOCK_SH)
    json.dump(asdict(note), file)
    file.flush()
    return file


def running_notes(state: Path) -> list[Note]:
    """Return the notes of running processes, by part and port; old ones are removed."""
    notes = [note for path in sorted((state / FOLDER).glob("*.json")) if (note := _read(path)) is not None]
    return sorted(notes, key=lambda note: (note.part, note.host, note.port))


def _read(path: Path) -> Note | None:
    try:
        with path.open("r+", encoding="utf-8") as file:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if time.time() - path.stat().st_mtime > LEFT_SECONDS:  # else it may just be written
                    path.unlink()
                return None
            data: Any = json.load(file)
            return Note(**data)
    except (OSError, ValueError, TypeError):
        return None


def require_same_service(state: Path, environment: Mapping[str, str]) -> None:
    """Refuse to work on another database or folder than the running service.

    Raises:
        ConfigurationError: naming the difference.
    """
    notes = running_notes(state)
    ours = (database_of(environment), str(state.absolute()))
    if not notes or any((note.database, note.state) == ours for note in notes):
        return
    theirs = notes[0]
    what = (
        f"die Datenbank „{theirs.database}“, dieser Aufruf „{ours[0]}“"
        if theirs.database != ours[0]
        else f"den Zustandsordner {theirs.state}, dieser Aufruf {ours[1]}"
    )
    raise ConfigurationError(
        f"Das laufende Messelotse benutzt {what} – bitte mit denselben Einstellungen aufrufen ({FILE_VARIABLE} nennt "
        "die Datei, in der sie stehen)."
    )


def database_of(environment: Mapping[str, str]) -> str:
    """Return the database's kind, host and name, without secrets.

    Raises:
        ConfigurationError: the secret cannot be read.
    """
    raw = read_secret(environment, DATABASE_VARIABLE)
    if not raw:
        return OWN_FILE
    try:
        url = sa.engine.make_url(raw)
    except (sa.exc.ArgumentError, ValueError):  # opening it will report what is wrong
        return "unbekannt"
    return f"{url.get_backend_name()}://{url.host or ''}:{url.port or ''}/{url.database or ''}"
