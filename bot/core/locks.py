"""One holder at a time for each key, over all processes that share a Redis; a dead holder's lock expires.

Without Redis, or while it is gone, nothing is held here: the processes' own locks remain.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError

from bot.core.redis import FAULTS, PREFIX, Breaker

HOLD_SECONDS = 15.0  # a message may take ten
WAIT_SECONDS = 12.0
ASK_SECONDS = 0.03
logger = logging.getLogger(__name__)


class SharedLocks:
    """The locks of one process, shared with all others."""

    def __init__(self, redis: Redis | None, purpose: str, breaker: Breaker | None = None) -> None:
        """Prepare the locks.

        Args:
            redis: None for a process that is alone.
            purpose: keeps the keys of different uses apart.
            breaker: remembers faults.
        """
        self._redis = redis
        self._purpose = purpose
        self._breaker = breaker or Breaker()

    @asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[bool]:
        """Wait for the key, then hold it; yields whether all processes respect that (False without Redis)."""
        lock = await self._acquire(key)
        try:
            yield lock is not None
        finally:
            if lock is not None:
                await asyncio.shield(self._release(lock))

    async def _acquire(self, key: str) -> Lock | None:
        if self._redis is None or self._breaker.is_open:
            return None
        lock = Lock(
            self._redis, f"{PREFIX}{self._purpose}:{key}", timeout=HOLD_SECONDS, sleep=ASK_SECONDS,
            blocking_timeout=WAIT_SECONDS,
        )  # fmt: skip
        try:
            if await lock.acquire():
                return lock
            logger.warning("Ein Gespräch ist seit %.0f s belegt; es geht ohne Sperre weiter", WAIT_SECONDS)
        except FAULTS as error:
            self._report(error)
        return None

    async def _release(self, lock: Lock) -> None:
        try:
            await lock.release()
        except LockError:  # it took longer than the lock lasts
            logger.warning("Eine Sperre war vor ihrer Nachricht zu Ende")
        except FAULTS as error:
            self._report(error)

    def _report(self, error: BaseException) -> None:
        self._breaker.trip()
        logger.warning("Redis antwortet nicht (%s); jeder Prozess sperrt nur für sich", type(error).__name__)
