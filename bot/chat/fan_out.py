"""Notify the other web processes through Redis that there is news for an open chat.

Only a hint: bubbles and plans lie in the database, and a process without Redis finds them there a little later.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from bot.core.redis import FAULTS, LEFT_ALONE_SECONDS, PREFIX

CHANNEL = f"{PREFIX}neues"
MOST_WAITING = 1_000  # hints; what comes on top is found without one
LISTEN_SECONDS = 5.0
Hear = Callable[[str], None]
logger = logging.getLogger(__name__)


class FanOut:
    """Sends and receives this process's hints; :meth:`keep` runs as long as the server."""

    def __init__(self, redis: Redis | None) -> None:
        self._redis = redis
        self._waiting: asyncio.Queue[str] | None = None

    def tell(self, chat: str = "") -> None:
        """Send a hint that a bubble was recorded or, with ``chat``, that its plan was changed."""
        if self._waiting is not None and not self._waiting.full():
            self._waiting.put_nowait(chat)

    async def keep(self, hear: Hear) -> None:
        """Pass hints on in both directions until cancelled; ``hear`` gets those of all processes, also our own."""
        if self._redis is None:
            return
        self._waiting = asyncio.Queue(MOST_WAITING)
        while True:
            try:
                await self._exchange(self._redis, self._waiting, hear)
            except FAULTS as error:
                logger.warning("Redis antwortet nicht (%s); Neues kommt aus der Datenbank", type(error).__name__)
                await asyncio.sleep(LEFT_ALONE_SECONDS)

    async def _exchange(self, redis: Redis, waiting: asyncio.Queue[str], hear: Hear) -> None:
        async with redis.pubsub() as ear:
            await ear.subscribe(CHANNEL)
            parts = [asyncio.create_task(_listen(ear, hear)), asyncio.create_task(_speak(redis, waiting))]
            try:
                await asyncio.gather(*parts)
            finally:
                for part in parts:
                    part.cancel()
                await asyncio.gather(*parts, return_exceptions=True)


async def _listen(ear: PubSub, hear: Hear) -> None:
    while True:
        message = await ear.get_message(ignore_subscribe_messages=True, timeout=LISTEN_SECONDS)
        if message is not None and isinstance(message["data"], bytes):
            hear(message["data"].decode("utf-8", "replace"))


async def _speak(redis: Redis, waiting: asyncio.Queue[str]) -> None:
    while True:
        await redis.publish(CHANNEL, await waiting.get())
