"""The catalogues of a process in their order, so that a follower skips none, however busy the machine is."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.programme.model import Catalogue

KEPT = 20  # changes that may come while a follower is still busy with an earlier one


class CatalogueHistory:
    """The newest catalogues, numbered from 1; older ones than ``KEPT`` are dropped."""

    def __init__(self) -> None:
        self._kept: deque[Catalogue] = deque(maxlen=KEPT)
        self._count = 0
        # A new event for the next one: clearing the old would lose followers that have not woken yet.
        self._news = asyncio.Event()

    @property
    def newest(self) -> Catalogue | None:
        """The current catalogue; None before the first."""
        return self._kept[-1] if self._kept else None

    def add(self, catalogue: Catalogue) -> None:
        """Append a catalogue and wake all followers."""
        self._kept.append(catalogue)
        self._count += 1
        self._news.set()
        self._news = asyncio.Event()

    async def after(self, number: int) -> tuple[int, Catalogue]:
        """Wait for the catalogue after ``number`` and return it with its own number.

        The newest is returned for 0, and where the next one is no longer kept.
        """
        while self._count <= number:
            await self._news.wait()
        age = self._count - number  # 1 for the newest
        if number == 0 or age > len(self._kept):
            return self._count, self._kept[-1]
        return number + 1, self._kept[-age]
