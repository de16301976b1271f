"""Sources on the disk: a file of any format, or a folder of YAML files."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.errors import ContentError, Problem
from bot.core.yaml_reader import Entry, load_yaml
from bot.fair.model import Fair
from bot.programme.sources.base import ScheduleFormat, SourceReading
from bot.programme.sources.yaml_entries import read_booths, read_sessions

CHECK_SECONDS = 0.5
SETTLE_SECONDS = 0.3
"""A file written to less than this ago may still be half of itself; it is looked at again right after."""
SIZE_LIMIT = 20 * 1024 * 1024
_Stamp = tuple[tuple[int, int] | None, ...]


class FileSource:
    """Watches ``files`` and reads them with ``read``."""

    def __init__(self, name: str, files: Sequence[Path], read: Callable[[], SourceReading]) -> None:
        self.name = name
        self._files = tuple(files)
        self._read = read
        self._stamp: _Stamp | None = None
        self._failure: ContentError | None = None
        self._is_settling = False

    async def fetch(self) -> SourceReading | None:
        """Return the programme, or None when no file has changed since the last good reading.

        Raises:
            ContentError: with every problem found.
        """
        return await asyncio.to_thread(self._fetch)

    def pause(self) -> float:
        """Return half a second: files are cheap to look at, and an edit shall be live within a second."""
        return SETTLE_SECONDS / 2 if self._is_settling else CHECK_SECONDS

    async def close(self) -> None:
        """Nothing stays open."""

    def _fetch(self) -> SourceReading | None:
        # The stamp is taken before reading: a file that changes meanwhile is read once more.
        stamp = tuple(_stamp_of(path) for path in self._files)
        if stamp == self._stamp:
            self._raise_failure()
            return None
        # At the start there is nothing to keep instead: what is there is read at once.
        self._is_settling = self._stamp is not None and any(map(_is_fresh, stamp))
        if self._is_settling:
            self._raise_failure()
            return None
        self._stamp, self._failure = stamp, None
        try:
            # Before reading: a wrong path (a disk image, say) must not fill the memory.
            _require_small(self._files)
            return self._read()
        except ContentError as error:
            self._failure = error
            raise

    def _raise_failure(self) -> None:
        if self._failure is not None:
            # A new error each time: raising the same object again would grow its traceback for hours.
            raise ContentError(self._failure.problems)


def schedule_file(path: Path, zone: ZoneInfo, name: str, decode: ScheduleFormat) -> FileSource:
    """Return a source for one schedule file in a foreign format."""
    return FileSource(name, [path], lambda: decode(_read_bytes(path), zone, name))


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:  # missing or hidden: reading it will say so
        return None
    return status.st_mtime_ns, status.st_size


def _is_fresh(stamp: tuple[int, int] | None) -> bool:
    return stamp is not None and 0 <= time.time() - stamp[0] / 1e9 < SETTLE_SECONDS


def _require_small(files: Sequence[Path]) -> None:
    large = [path for path in files if (stamp := _stamp_of(path)) is not None and stamp[1] > SIZE_LIMIT]
    if large:
        what = f"größer als {SIZE_LIMIT // 1024**2} MB, das ist kein Programm"
        raise ContentError(
            [Problem(path.name, 0, what, "bitte prüfen, ob es die richtige Datei ist") for path in large]
        )


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(path.name, 0, "Datei fehlt oder ist nicht lesbar", "bitte Pfad und Rechte prüfen")
        raise ContentError([problem]) from error


T = TypeVar("T")
SESSIONS_FILE = "programm.yml"
BOOTHS_FILE = "staende.yml"


def yaml_folder(folder: Path, fair: Fair, name: str) -> FileSource:
    """Return a source of sessions and booths in ``folder``."""
    files = [folder / SESSIONS_FILE, folder / BOOTHS_FILE]
    return FileSource(name, files, lambda: read_folder(folder, fair))


def booths_file(path: Path, fair: Fair) -> FileSource:
    """Return a source of booths only, for a programme whose sessions come from elsewhere."""
    return FileSource(path.name, [path], lambda: read_booths_file(path, fair))


def read_folder(folder: Path, fair: Fair) -> SourceReading:
    """Read both files.

    Raises:
        ContentError: with the problems of both files.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    # Both files are read even if the first is faulty: editors see every fault at once.
    sessions = _read(folder / SESSIONS_FILE, lambda entry: read_sessions(entry, fair, warnings), problems)
    booths = _read(folder / BOOTHS_FILE, lambda entry: read_booths(entry, fair, warnings), problems)
    if sessions is None or booths is None:
        raise ContentError(problems)
    return SourceReading(sessions, booths, tuple(warnings))


def read_booths_file(path: Path, fair: Fair) -> SourceReading:
    """Read staende.yml alone.

    Raises:
        ContentError: with every problem found.
    """
    warnings: list[Problem] = []
    return SourceReading((), read_booths(load_yaml(path), fair, warnings), tuple(warnings))


def _read(path: Path, read: Callable[[Entry], T], problems: list[Problem]) -> T | None:
    try:
        return read(load_yaml(path))
    except ContentError as error:
        problems.extend(error.problems)
        return None
