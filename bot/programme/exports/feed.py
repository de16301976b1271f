"""One source under observation: its last good reading and its current fault."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.core.errors import MesselotseError, Problem
from bot.fair.clock import FairClock
from bot.programme.reading_copy import Copy, CopyFile
from bot.programme.sources.base import ProgrammeSource, SourceReading

WARNINGS_SHOWN = 20
SAVE_SECONDS = 60.0
FEWEST = 4
"""A programme with fewer sessions may well lose half of them."""
logger = logging.getLogger(__name__)


class Feed:
    """Reads a source, keeps the last good reading, and logs each problem once."""

    def __init__(
        self,
        source: ProgrammeSource,
        clock: FairClock,
        state_folder: Path | None = None,
        real_time: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare the feed; nothing is read yet.

        Args:
            source: the source to read.
            clock: dates the readings.
            state_folder: keeps a copy for a start without the source; None: no copy.
            real_time: source of real seconds, for saving now and then.
        """
        self.source = source
        self.reading: SourceReading | None = None
        self.problem = ""
        self.read_at: datetime | None = None
        self._clock = clock
        self._copy = CopyFile(state_folder, source.name)
        self._real_time = real_time
        self._saved_at = float("-inf")

    async def refresh(self) -> bool:
        """Read the source once and return whether there is news: another reading, or a fault that begins or ends.

        A fault is kept in ``problem``, never raised.
        """
        was_well = not self.problem
        try:
            reading = await self.source.fetch()
        except MesselotseError as error:
            return await self._fail(str(error)) or was_well
        except Exception as error:  # a fault in a source must not end the watching for the rest of the day
            return await self._fail(f"{self.source.name}: unerwarteter Fehler ({error!r})", error) or was_well
        self._recover()
        if reading is not None:
            self.reading = _with_loss(reading, self.reading, self.source.name)
            _log_warnings(self.reading.warnings)
        await self._save(is_new=reading is not None)
        return reading is not None or not was_well

    async def _fail(self, problem: str, error: Exception | None = None) -> bool:
        """Note the fault and return whether the kept copy had to be fetched."""
        copy = await asyncio.to_thread(self._copy.load) if self.reading is None else None
        if copy is not None:
            self.reading, self.read_at = copy.reading, copy.read_at
        if problem != self.problem:
            logger.error("Programm nicht lesbar, %s:\n%s", self._kept(), problem, exc_info=error)
        self.problem = problem
        return copy is not None

    def _kept(self) -> str:
        if self.reading is None or self.read_at is None:
            return "es gibt noch keinen guten Stand"
        day = "" if self.read_at.date() == self._clock.now().date() else f"{self.read_at:%d.%m.}, "
        return f"es gilt der letzte gute Stand ({day}{self.read_at:%H:%M} Uhr)"

    def _recover(self) -> None:
        if self.problem:
            logger.info("Programm wieder lesbar: %s", self.source.name)
        self.problem = ""
        self.read_at = self._clock.now()

    async def _save(self, is_new: bool) -> None:
        """Save a new reading at once, and now and then the fact that it still holds."""
        # Files are looked at twice a second: writing the copy each time would be too much.
        is_due = is_new or self._real_time() - self._saved_at >= SAVE_SECONDS
        if self.reading is None or self.read_at is None or not is_due:
            return
        self._saved_at = self._real_time()
        await asyncio.to_thread(self._copy.save, Copy(self.reading, self.read_at))


def _with_loss(reading: SourceReading, before: SourceReading | None, name: str) -> SourceReading:
    """Add a warning where more than half of the sessions are gone: half a file may look like a whole one."""
    known = {session.id for session in before.sessions} if before is not None else set()
    # Only ids count: moved and cancelled sessions are still there.
    left = known & {session.id for session in reading.sessions}
    if len(known) < FEWEST or len(left) * 2 >= len(known):
        return reading
    what = f"von {len(known)} Sitzungen sind nur noch {len(left)} da"
    loss = Problem(name, 0, what, "bitte prüfen, ob die Quelle vollständig ist")
    return replace(reading, warnings=(loss, *reading.warnings))


def _log_warnings(warnings: Sequence[Problem]) -> None:
    for warning in warnings[:WARNINGS_SHOWN]:
        logger.warning("%s", warning)
    if len(warnings) > WARNINGS_SHOWN:
        logger.warning("… und %d weitere Hinweise", len(warnings) - WARNINGS_SHOWN)
