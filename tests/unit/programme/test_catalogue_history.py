from __future__ import annotations

import asyncio

from bot.programme.catalogue_history import KEPT, CatalogueHistory
from bot.programme.model import Catalogue
from tests.samples.fair import CATALOGUE


def numbered(number: int) -> Catalogue:
    return CATALOGUE.copy(update={"version": str(number)})


def history_of(count: int) -> CatalogueHistory:
    history = CatalogueHistory()
    for number in range(1, count + 1):
        history.add(numbered(number))
    return history


async def test_follower_gets_every_catalogue_in_order() -> None:
    history, number, seen = history_of(1), 0, []
    for _ in range(3):
        number, catalogue = await history.after(number)
        seen.append(catalogue.version)
        if number == 1:
            history.add(numbered(2))
            history.add(numbered(3))
    assert seen == ["1", "2", "3"]


async def test_newcomer_gets_the_newest() -> None:
    assert await history_of(3).after(0) == (3, numbered(3))


async def test_who_is_too_far_behind_gets_the_newest() -> None:
    history = history_of(KEPT + 2)
    assert [(await history.after(number))[0] for number in (1, 2)] == [KEPT + 2, 3]


async def test_follower_waits_for_the_next() -> None:
    history = history_of(1)
    waiting = asyncio.create_task(history.after(1))
    await asyncio.sleep(0)
    history.add(numbered(2))
    assert await waiting == (2, numbered(2))
