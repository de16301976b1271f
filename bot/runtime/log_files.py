"""Log files of the parts, which stay small while a part runs, for weeks if need be.

A part writes into a pipe, so this holds for native code and for stack traces as well. It never waits for the reader of
that pipe: lines that do not fit are lost, and no answer is delayed.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from contextlib import suppress
from pathlib import Path

LARGEST_BYTES, KEPT_FILES = 5_000_000, 4  # of the file that is written, and how many full ones stay beside it
PIPE_BYTES = 1_048_576


class LogFile:
    """Appends to a file; a full one becomes ``name.1.log``, the oldest goes. A full disk costs lines only."""

    def __init__(self, path: Path, largest: int = LARGEST_BYTES, kept: int = KEPT_FILES) -> None:
        """Take the path and limits; nothing is opened yet."""
        self._path = path
        self._largest = largest
        self._kept = kept
        self._lost = 0

    def write(self, data: bytes) -> None:
        """Append data; lost bytes are counted, and reported once writing works again."""
        told = f'{{"stufe": "WARNING", "text": "{self._lost} Bytes Protokoll gingen verloren"}}\n' if self._lost else ""
        try:
            self._rotate()
            self._path.parent.mkdir(parents=True, exist_ok=True)  # the folder may have been removed
            with self._path.open("ab", buffering=0) as file:
                file.write(told.encode() + data)
            self._lost = 0
        except OSError:
            self._lost += len(data)

    def _rotate(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < self._largest:
            return
        for number in range(self._kept, 0, -1):
            source = self._numbered(number - 1) if number > 1 else self._path
            with suppress(FileNotFoundError):
                source.replace(self._numbered(number))

    def _numbered(self, number: int) -> Path:
        return self._path.with_suffix(f".{number}.log")


class _Reader(asyncio.Protocol):
    def __init__(self, file: LogFile) -> None:
        self._file = file
        self.ended = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self._file.write(data)

    def connection_lost(self, _: Exception | None) -> None:
        self.ended.set()


async def open_log(path: Path) -> tuple[int, asyncio.Event]:
    """Return a descriptor for a child to write to, and an event that is set when the last writer has closed it.

    The caller closes the descriptor once the child has it.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with suppress(OSError):  # more than this user may have, or no Linux
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    pipe = os.fdopen(reading, "rb")
    _, reader = await asyncio.get_running_loop().connect_read_pipe(lambda: _Reader(LogFile(path)), pipe)
    return writing, reader.ended
