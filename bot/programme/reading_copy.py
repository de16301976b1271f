"""The last good reading of a source, kept over restarts, so that a start does not need the source."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import parse_obj_as

from bot.core.files import write_json
from bot.programme.model import Booth, Session
from bot.programme.sources.base import SourceReading

FOLDER = "programm_kopien"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Copy:
    """A reading with the moment at which the source last confirmed it."""

    reading: SourceReading
    read_at: datetime


class CopyFile:
    """The copy of one source; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, source: str) -> None:
        # Names of sources are addresses or paths, which make no file names.
        digest = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]
        self._path = folder / FOLDER / f"{digest}.json" if folder is not None else None
        self._source = source

    def load(self) -> Copy | None:
        """Return the copy; None when there is none or it cannot be read."""
        if self._path is None:
            return None
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            # Warnings are not kept: the source reports them anew once it answers.
            return Copy(_decode(data), datetime.fromisoformat(data["read_at"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("Kopie von %s ist nicht lesbar (%s)", self._source, type(error).__name__)
            return None

    def save(self, copy: Copy) -> None:
        """Write the copy; a full disk is only logged."""
        if self._path is None:
            return
        try:
            write_json(self._path, {"source": self._source, **_encode(copy)})
        except OSError as error:
            logger.error("%s: nicht schreibbar – bitte Rechte und Platz prüfen (%s)", self._path, error)


def _encode(copy: Copy) -> dict[str, object]:
    booths = copy.reading.booths
    return {
        "read_at": copy.read_at.isoformat(),
        "sessions": [json.loads(session.json()) for session in copy.reading.sessions],
        "booths": None if booths is None else [json.loads(booth.json()) for booth in booths],
    }


def _decode(data: dict[str, object]) -> SourceReading:
    booths = data["booths"]
    return SourceReading(
        tuple(parse_obj_as(list[Session], data["sessions"])),
        None if booths is None else tuple(parse_obj_as(list[Booth], booths)),
    )
