"""Rasa's lock store: within a process as Rasa does it, between several processes through MESSE_REDIS.

Rasa's own Redis store reads a lock, changes it and writes it back in three steps, so that two workers can hold the same
conversation; and a message fails while Redis is gone. Here Redis gives a lock in one step, and without it conversations
go on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore

from bot.core.redis import SharedLocks, redis_from_environment

WAIT_SECONDS = (
    0.1  # until a message of the same conversation looks again whether it is its turn; Rasa's own second is long
)


class SharedLockStore(InMemoryLockStore):
    """Rasa's lock store over Redis, named as ``lock_store`` in endpoints.yml."""

    def __init__(self, endpoint_config: Any = None, shared: SharedLocks | None = None) -> None:
        """Connect to Redis, if any; Rasa's ``endpoint_config`` is ignored.

        Raises:
            ConfigurationError: MESSE_REDIS cannot be used.
        """
        super().__init__()
        self._shared = shared or SharedLocks(redis_from_environment(), "gespraech")

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = WAIT_SECONDS
    ) -> AsyncIterator[Any]:
        """Hold a conversation: first among the messages of this process, in their order, then among all processes."""
        async with (
            # The local lock keeps the order of messages, which Redis' lock does not promise.
            super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as ticket,
            self._shared.hold(conversation_id),
        ):
            yield ticket
