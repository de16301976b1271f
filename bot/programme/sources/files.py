"""A source made of files: read again only when a modification time or a size has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import ContentError, Problem
from bot.programme.sources.base import Reading, ScheduleFormat

CHECK_SECONDS = 0.5
_Stamp = tuple[tuple[int, int] | None, ...]


class FileSource:
    """Watches ``files`` and reads them with ``read``."""

    def __init__(self, name: str, files: Sequence[Path], read: Callable[[], Reading]) -> None:
        self.name = name
        self._files = tuple(files)
        self._read = read
        self._stamp: _Stamp | None = None
        self._failure: ContentError | None = None

    async def fetch(self) -> Reading | None:
        """The programme, or None when no file has changed since the last good reading.

        Raises:
            ContentError: with every problem found.
        """
        return await asyncio.to_thread(self._fetch)

    def pause(self) -> float:
        """Files are cheap to look at: an edit shall be live within a second."""
        return CHECK_SECONDS

    async def close(self) -> None:
        """Nothing stays open."""

    def _fetch(self) -> Reading | None:
        # The stamp is taken before reading: a file that changes meanwhile is read once more.
        stamp = tuple(_stamp_of(path) for path in self._files)
        if stamp == self._stamp:
            if self._failure is not None:
                raise ContentError(self._failure.problems)
            return None
        self._stamp, self._failure = stamp, None
        try:
            return self._read()
        except ContentError as error:
            self._failure = error
            raise


def schedule_file(path: Path, zone: ZoneInfo, name: str, decode: ScheduleFormat) -> FileSource:
    """One schedule file in a foreign format."""
    return FileSource(name, [path], lambda: decode(_read_bytes(path), zone, name))


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:  # missing or hidden: reading it will say so
        return None
    return status.st_mtime_ns, status.st_size


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(path.name, 0, "Datei fehlt oder ist nicht lesbar", "bitte Pfad und Rechte prüfen")
        raise ContentError([problem]) from error
