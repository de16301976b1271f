"""Our own files: a folder with programm.yml (sessions) and staende.yml (booths)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.core.errors import ContentError, Problem
from bot.core.yaml_reader import Entry, load_yaml
from bot.fair.model import Fair
from bot.programme.sources.base import SourceReading
from bot.programme.sources.files import FileSource
from bot.programme.sources.yaml_entries import read_booths, read_sessions

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
