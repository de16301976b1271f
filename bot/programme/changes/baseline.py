"""The announced programme: the first good reading, kept over restarts, against which changes are marked."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import parse_obj_as

from bot.core.files import write_json
from bot.programme.changes.diff import mark_changes
from bot.programme.model import Session

FILE = "programm_angekuendigt.json"
logger = logging.getLogger(__name__)
_Sessions = tuple[Session, ...]


class Announcement:
    """The programme announced by one source, and its latest marks; ``path`` None keeps it in memory only."""

    def __init__(self, path: Path | None, source: str) -> None:
        self._path = path
        self._source = source
        self._announced, self._marked = self._load()

    def mark(self, current: Sequence[Session], now: datetime) -> _Sessions:
        """Return ``current`` with its changes marked; the first reading becomes the announced programme."""
        if not _same_programme(self._announced, current):
            # A file copied over from last year's fair would otherwise mark the whole programme as new and cancelled.
            self._announced, self._marked = tuple(current), ()
            self._save()
        marked = mark_changes(self._announced, current, now, self._marked)
        if marked != self._marked:
            self._marked = marked
            self._save()
        return marked

    def renew(self, current: Sequence[Session], now: datetime) -> _Sessions:
        """Take ``current`` as announced from now on: marks that compare with the former one disappear."""
        self._announced, self._marked = (), ()
        return self.mark(current, now)

    def _load(self) -> tuple[_Sessions, _Sessions]:
        entry = _read_all(self._path).get(self._source, {})
        try:
            return tuple(parse_obj_as(list[Session], entry.get("angekuendigt", []))), tuple(
                parse_obj_as(list[Session], entry.get("zuletzt", []))
            )
        except (ValueError, AttributeError) as error:
            logger.warning("%s: nicht lesbar, das Programm gilt als neu angekündigt (%s)", FILE, type(error).__name__)
            return (), ()

    def _save(self) -> None:
        if self._path is None:
            return
        sessions = {"angekuendigt": self._announced, "zuletzt": self._marked}
        entry = {key: [json.loads(session.json()) for session in value] for key, value in sessions.items()}
        try:
            write_json(self._path, {**_read_all(self._path), self._source: entry})
        except OSError as error:
            logger.error("%s: nicht schreibbar – bitte Rechte und Platz prüfen (%s)", self._path, error)


def _same_programme(announced: Sequence[Session], current: Sequence[Session]) -> bool:
    """Return whether one follows from the other; next year's programme in the same folder shares no session with it."""
    if not announced or not current:
        return bool(announced)
    return bool({session.id for session in announced} & {session.id for session in current})


def _read_all(path: Path | None) -> dict[str, dict[str, object]]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        logger.warning("%s: nicht lesbar, das Programm gilt als neu angekündigt (%s)", path.name, type(error).__name__)
        return {}
    return data if isinstance(data, dict) else {}
