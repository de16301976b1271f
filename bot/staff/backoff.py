"""Pauses that grow with each failure of a key, such as an address or a login name."""

from __future__ import annotations

import time
from collections.abc import Callable

MOST_KEYS = 10_000  # an attacker with ever new addresses must not fill the memory


class Backoff:
    """Failures by key: after ``free`` of them a pause that doubles with each further one, up to ``longest``."""

    def __init__(
        self, free: int = 4, first: float = 2.0, longest: float = 300.0, forget: float = 900.0,
        real_time: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Create an empty counter.

        Args:
            free: failures that cost nothing.
            first: seconds of the first pause.
            longest: seconds of the longest pause.
            forget: seconds without a failure after which all are forgotten.
            real_time: source of real seconds.
        """
        self._free = free
        self._first = first
        self._longest = longest
        self._forget = forget
        self._real_time = real_time
        self._failures: dict[str, tuple[int, float]] = {}

    def wait(self, key: str) -> float:
        """Return the seconds until ``key`` may try again; 0.0 when it may now."""
        count, last = self._failures.get(key, (0, 0.0))
        if count <= self._free:
            return 0.0
        pause = min(self._first * 2.0 ** (count - self._free - 1), self._longest)
        return max(0.0, last + pause - self._real_time())

    def fail(self, key: str) -> None:
        """Count a failure of ``key``."""
        count, last = self._failures.pop(key, (0, 0.0))
        if self._real_time() - last >= self._forget:
            count = 0
        # The oldest goes: fail() moves a key to the end, so an attacker in progress stays.
        if len(self._failures) >= MOST_KEYS:
            self._failures.pop(next(iter(self._failures)))
        # No more than can count: two to the power of a long attack would overflow.
        self._failures[key] = (min(count + 1, self._free + 30), self._real_time())

    def succeed(self, key: str) -> None:
        """Forget the failures of ``key``."""
        self._failures.pop(key, None)
