"""Counts events by key: one small interface, in memory or, with MESSE_REDIS, for all processes.

:class:`RateCounter` is all that the limits know; all limits of a process use the one that ``bot/web/foundation.py``
makes. Own code, not the library ``limits``: there, sixty messages at once mean a wait of a minute for the next, here of
a second; a hit among thousands takes it ten times as long; and from asyncio it reaches Redis only through a client of
its own.

What such a counter can rely on:

- Keys are short printable ASCII (``adresse:…``, ``sitzung:…``, ``token:…``, ``falsch:…``). Addresses, sessions and
  names in them are pseudonyms already, so a key may be stored as it is. A key means one limit: it always comes with the
  same ``limit`` and ``seconds``.
- Nothing needs to be kept longer than ``seconds`` after the last event of a key.
- An event that is refused does not count.
- A counter that cannot count (its server is away) returns 0.0 and logs it: better no limit than no answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

from redis.asyncio import Redis

from bot.core.redis import FAULTS, PREFIX, Breaker

MOST_KEYS = 50_000  # an attacker with ever new addresses must not fill the memory


# The same rule as MemoryCounter's, in one step and by the clock of Redis; numbers go as text, Redis would cut them.
TAKE = """
local limit, seconds = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local step = seconds / limit
local done_at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0')) + step
local wait = done_at - now - seconds
if wait > 0.000001 then return string.format('%.6f', wait) end
redis.call('SET', KEYS[1], string.format('%.6f', done_at), 'PX', math.ceil(seconds * 1000) + 1000)
return '0'
"""
logger = logging.getLogger(__name__)


class RateCounter(Protocol):
    """Counts events by key."""

    async def take(self, key: str, limit: int, seconds: float) -> float:
        """Count one event of ``key``: 0.0 when it is within ``limit`` in ``seconds``, else the seconds to wait."""


class MemoryCounter:
    """Counts in this process.

    Generic cell rate algorithm: one number a key, the moment at which all its events are worked off.
    """

    def __init__(self, real_time: Callable[[], float] = time.monotonic, most_keys: int = MOST_KEYS) -> None:
        """Count by ``real_time``, a source of real seconds; the oldest of ``most_keys`` keys makes room."""
        self._real_time = real_time
        self._most_keys = most_keys
        self._done_at: dict[str, float] = {}

    async def take(self, key: str, limit: int, seconds: float) -> float:
        """See :meth:`RateCounter.take`: up to ``limit`` at once, then one every ``seconds / limit``."""
        now, step = self._real_time(), seconds / limit
        done_at = max(now, self._done_at.pop(key, now)) + step
        wait = done_at - now - seconds
        fits = wait <= 1e-6  # seconds; sums of steps are not exact
        # put in anew at the end, so that the oldest key is always the first
        self._done_at[key] = done_at if fits else done_at - step
        if len(self._done_at) > self._most_keys:
            self._done_at.pop(next(iter(self._done_at)))
        return 0.0 if fits else wait


class RedisCounter:
    """Counts for all processes that share a Redis, as :class:`MemoryCounter` does; alone while Redis is away."""

    def __init__(self, redis: Redis, breaker: Breaker | None = None) -> None:
        self._script = redis.register_script(TAKE)
        self._breaker = breaker or Breaker()
        self._alone = MemoryCounter()

    async def take(self, key: str, limit: int, seconds: float) -> float:
        """See :meth:`RateCounter.take`."""
        if not self._breaker.is_open:
            try:
                return float(await self._script(keys=[f"{PREFIX}grenze:{key}"], args=[limit, seconds]))
            except FAULTS as error:
                self._breaker.trip()
                logger.warning("Redis antwortet nicht (%s); Grenzen gelten je Prozess", type(error).__name__)
        return await self._alone.take(key, limit, seconds)


def load_counter(redis: Redis | None) -> RateCounter:
    """The counter that this installation uses: shared where there is a Redis, else in memory."""
    return MemoryCounter() if redis is None else RedisCounter(redis)
