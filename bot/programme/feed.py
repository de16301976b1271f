"""One source under observation: its last good reading and what is wrong with it now."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.errors import MesselotseError, Problem
from bot.programme.clock import FairClock
from bot.programme.sources.base import ProgrammeSource, Reading

WARNINGS_SHOWN = 20
logger = logging.getLogger(__name__)


class Feed:
    """Asks a source, keeps the last good reading, and logs each problem once."""

    def __init__(self, source: ProgrammeSource, clock: FairClock) -> None:
        self.source = source
        self.reading: Reading | None = None
        self.problem = ""
        self.read_at: datetime | None = None
        self._clock = clock

    async def refresh(self) -> bool:
        """Ask once; whether there is a new reading. A fault is kept in ``problem``, never raised."""
        try:
            reading = await self.source.fetch()
        except MesselotseError as error:
            self._fail(str(error))
            return False
        except Exception as error:  # a fault in a source must not end the watching for the rest of the day
            self._fail(f"{self.source.name}: unerwarteter Fehler ({error!r})", error)
            return False
        self._recover()
        if reading is None:
            return False
        self.reading = reading
        _log_warnings(reading.warnings)
        return True

    def _fail(self, problem: str, error: Exception | None = None) -> None:
        if problem != self.problem:
            kept = "es gilt der letzte gute Stand" if self.reading else "es gibt noch keinen guten Stand"
            logger.error("Programm nicht lesbar, %s:\n%s", kept, problem, exc_info=error)
        self.problem = problem

    def _recover(self) -> None:
        if self.problem:
            logger.info("Programm wieder lesbar: %s", self.source.name)
        self.problem = ""
        self.read_at = self._clock.now()


def _log_warnings(warnings: Sequence[Problem]) -> None:
    for warning in warnings[:WARNINGS_SHOWN]:
        logger.warning("%s", warning)
    if len(warnings) > WARNINGS_SHOWN:
        logger.warning("… und %d weitere Hinweise", len(warnings) - WARNINGS_SHOWN)
