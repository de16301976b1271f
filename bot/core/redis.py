"""Redis, for agreement between several processes; without MESSE_REDIS each process is alone and needs none.

Nothing lasting lies there: a lost Redis costs a lock or a hint, never a message.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.core.errors import ConfigurationError
from bot.core.secrets import read_secret

REDIS_VARIABLE = "MESSE_REDIS"
PREFIX = "messelotse:"
ANSWER_SECONDS = 1.0  # a hanging Redis must not hold a message up for longer
LEFT_ALONE_SECONDS = 3.0  # after a fault it is not asked again for so long
# Errors of a Redis that is gone, hangs or answers nonsense.
FAULTS = (RedisError, OSError, asyncio.TimeoutError)


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
