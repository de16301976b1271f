"""The catalogues of a process in their order, so that whoever follows them skips none, however busy the machine."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.programme.model import Catalogue

KEPT = 20  # changes that may come while somebody is still busy with one before


class CatalogueHistory:
    """The newest catalogues, numbered from 1."""

    def __init__(self) -> None:
        self._kept: deque[Catalogue] = deque(maxlen=KEPT)
        self._count = 0
        self._news = asyncio.Event()

    @property
    def newest(self) -> Catalogue | None:
        """The catalogue of now; None before the first."""
        return self._kept[-1] if self._kept else None

    def add(self, catalogue: Catalogue) -> None:
        """Take the next one and wake those who wait for it."""
        self._kept.append(catalogue)
        self._count += 1
        self._news.set()
        self._news = asyncio.Event()

    async def after(self, number: int) -> tuple[int, Catalogue]:
        """Wait for the one after ``number``, with its own number; the newest for 0, or where the next is gone."""
        while self._count <= number:
            await self._news.wait()
        age = self._count - number  # 1 for the newest
        if number == 0 or age > len(self._kept):
            return self._count, self._kept[-1]
        return number + 1, self._kept[-age]
