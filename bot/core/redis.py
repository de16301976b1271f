"""Redis, through which several processes agree at once; without MESSE_REDIS each process is alone and needs none.

Nothing lasting lies there: when it is lost, locks and hints are lost, never a message. A process that dies with a lock
loses it after a while. Without Redis, or while it is gone, nothing is held: the processes' own locks remain.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from bot.core.errors import ConfigurationError
from bot.core.secrets import read_secret

REDIS_VARIABLE = "MESSE_REDIS"
PREFIX = "messelotse:"
ANSWER_SECONDS = 1.0  # a hanging Redis must not hold a message up for longer
LEFT_ALONE_SECONDS = 3.0  # after a fault it is not asked again for so long
# Errors of a Redis that is gone, hangs or answers nonsense.
FAULTS = (RedisError, OSError, asyncio.TimeoutError)
HOLD_SECONDS = 15.0  # a message may take ten
WAIT_SECONDS = 12.0
ASK_SECONDS = 0.03
logger = logging.getLogger(__name__)


def redis_from_environment(environment: Mapping[str, str] = os.environ) -> Redis | None:
    """Return the client of this process; None without MESSE_REDIS. Connects with its first command.

    Raises:
        ConfigurationError: the address cannot be used.
    """
    url = read_secret(environment, REDIS_VARIABLE)
    if not url:
        return None
    try:
        return Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
    except (ValueError, TypeError) as error:  # its text may hold the password
        raise ConfigurationError(
            f"{REDIS_VARIABLE} ist keine Adresse von Redis – bitte etwa redis://:passwort@127.0.0.1:6379/0 setzen."
        ) from error


class Breaker:
    """Remembers that Redis has just failed, so that not every message waits for it anew."""

    def __init__(self, real_time: Callable[[], float] = time.monotonic) -> None:
        self._real_time = real_time
        self._until = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether to do without Redis for now."""
        return self._real_time() < self._until

    def trip(self) -> None:
        """Note that Redis has failed."""
        self._until = self._real_time() + LEFT_ALONE_SECONDS


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
                # A cancelled message must still give its lock back.
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
