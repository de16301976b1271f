"""The organisers' changes under observation: the latest that could be read, and the current fault."""

from __future__ import annotations

import asyncio
import logging

import sqlalchemy as sa

from bot.programme.changes.log import ChangeLog
from bot.programme.changes.model import Change

CHECK_SECONDS = 0.5  # another process's change shall be live within a second
logger = logging.getLogger(__name__)


class ChangeFeed:
    """Follows a change log; None stands for a programme without one."""

    def __init__(self, log: ChangeLog | None) -> None:
        self.changes: tuple[Change, ...] = ()
        self.problem = ""
        self._log = log
        self._stamp: tuple[int, int] | None = None
        self._reading = asyncio.Lock()

    async def refresh(self) -> bool:
        """Read the log if it has grown and return whether there is news; a fault is kept in ``problem``, not raised."""
        if self._log is None:
            return False
        # Web and the watcher refresh at the same time; two reads could otherwise store the older one last.
        async with self._reading:
            try:
                return await self._read(self._log)
            except (sa.exc.SQLAlchemyError, ValueError) as error:
                self._fail(type(error).__name__)
                return False

    async def _read(self, log: ChangeLog) -> bool:
        # The stamp is taken before reading: what is added meanwhile is read once more.
        stamp = await asyncio.to_thread(log.stamp)
        self.problem = ""
        if stamp == self._stamp:
            return False
        self.changes = await asyncio.to_thread(log.changes)
        self._stamp = stamp
        return True

    def _fail(self, name: str) -> None:
        problem = (
            f"Änderungen des Programmbüros: nicht lesbar ({name}) – bitte die Datenbank prüfen, der letzte Stand gilt"
        )
        if problem != self.problem:
            logger.error("%s", problem)
        self.problem = problem
