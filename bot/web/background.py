"""Tasks that run beside the requests as long as the server, and the connections closed with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sanic import Sanic

from bot.programme.store import ProgrammeStore

logger = logging.getLogger(__name__)
CANCEL_AGAIN_SECONDS = 1.0
FIRST_ANSWER_SECONDS = 5.0  # no visitor is told that there is no programme because the files are still being read


class ProgrammeKeeper:
    """Loads the programme and keeps it fresh."""

    def __init__(self, store: ProgrammeStore) -> None:
        self._store = store
        self._was_asked = asyncio.Event()

    async def keep(self) -> None:
        """Follow the sources until cancelled; a first load that fails is tried again."""
        try:
            await self._store.load()
            self._was_asked.set()
            for line in self._store.status.problem.splitlines():
                logger.warning("Programm: %s", line)
            await self._store.watch()
        finally:
            await self._store.close()

    async def wait_for_first_answer(self, seconds: float) -> None:
        """Until the source has been asked once, well or in vain, or ``seconds`` have passed."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._was_asked.wait(), seconds)


@dataclass(frozen=True)
class Background:
    """Everything that begins and ends with the server.

    Attributes:
        begin: starts what keeps chats up to date.
        stops: called before the tasks end.
        closings: called when no request runs any more.
    """

    programme: ProgrammeKeeper
    begin: Callable[[], Sequence[asyncio.Task[None]]]
    stops: Sequence[Callable[[], Awaitable[None] | None]]
    closings: Sequence[Callable[[], Awaitable[None] | None]]


def tie_to_server(app: Sanic, background: Background) -> None:
    """Begin and end everything with the server."""

    async def start(_app: Sanic, _loop: object) -> None:
        app.ctx.tasks = [asyncio.create_task(background.programme.keep()), *background.begin()]
        for task in app.ctx.tasks:
            task.add_done_callback(_report)
        await background.programme.wait_for_first_answer(FIRST_ANSWER_SECONDS)

    async def stop(_app: Sanic, _loop: object) -> None:
        await _call_all(background.stops)
        await end_all(app.ctx.tasks)

    async def close(_app: Sanic, _loop: object) -> None:
        await _call_all(background.closings)

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "before_server_stop")
    # after the last request: requests under way still need Rasa and the database
    app.register_listener(close, "after_server_stop")


async def _call_all(calls: Sequence[Callable[[], Awaitable[None] | None]]) -> None:
    for call in calls:
        result = call()
        if result is not None:
            await result


async def end_all(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel until all have ended: Python 3.10's wait_for swallows a cancellation that meets its result (bpo-37658)."""
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=CANCEL_AGAIN_SECONDS)


def _report(keeper: asyncio.Task[None]) -> None:
    """A keeper that ends by itself has failed; the last programme goes on being served."""
    if not keeper.cancelled() and keeper.exception() is not None:
        logger.error("Programm oder offene Gespräche werden nicht mehr aktualisiert", exc_info=keeper.exception())
