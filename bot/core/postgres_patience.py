"""Limit the wait for a hanging PostgreSQL to less than a visitor would wait.

``statement_timeout`` is kept by the server, so it does not help against one that has stopped; psycopg2 itself waits
without end. Its wait callback (psycopg2's documentation, "Support for coroutine libraries") can give up.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2 import extensions

SILENCE_SECONDS = 2.0  # asked once for the connection and once for a new one: together less than a visitor waits
PAUSE_SECONDS = 3.0


@dataclass
class Patience:
    """Waits for the server; after a silence it is left alone for a while, as each query would wait in turn.

    Attributes:
        silence: seconds without a byte that count as hanging.
        pause: seconds in which it is not asked again.
        now: monotonic seconds.
    """

    silence: float = SILENCE_SECONDS
    pause: float = PAUSE_SECONDS
    now: Callable[[], float] = time.monotonic
    _refused_until: float = 0.0

    def wait(self, connection: Any) -> None:
        """Wait until the connection has its result (psycopg2 closes it when this raises).

        Raises:
            psycopg2.OperationalError: the server is silent.
        """
        if self.now() < self._refused_until:
            raise psycopg2.OperationalError("PostgreSQL schwieg eben noch")
        while (state := connection.poll()) != extensions.POLL_OK:
            side = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
            poll = select.poll()  # unlike select() not limited to the first 1,024 files
            poll.register(connection, side)
            if not poll.poll(self.silence * 1000):
                self._refused_until = self.now() + self.pause
                raise psycopg2.OperationalError(f"PostgreSQL schweigt seit {self.silence:g} Sekunden")


def be_patient() -> None:
    """Install the wait callback for all connections of this process."""
    extensions.set_wait_callback(Patience().wait)


@contextmanager
def more_patience(silence: float) -> Iterator[None]:
    """Wait longer, ``silence`` seconds without a byte: for work without a waiting visitor, such as an upgrade."""
    before = extensions.get_wait_callback()
    extensions.set_wait_callback(Patience(silence=silence).wait)
    try:
        yield
    finally:
        extensions.set_wait_callback(before)
