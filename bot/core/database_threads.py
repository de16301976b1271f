"""Run database work beside the event loop: a hanging database stops only the requests that need it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

T = TypeVar("T")
_THREADS = ThreadPoolExecutor(8, "datenbank")  # not asyncio's own: those look up addresses, for Rasa as well


async def beside(work: Callable[..., T], *arguments: object) -> T:
    """Return the result of ``work(*arguments)`` from a thread; a cancelled caller leaves the work running."""
    run = partial(contextvars.copy_context().run, work, *arguments)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, run)
