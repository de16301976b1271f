"""Keeps Rasa running and lets another model take over: the new process answers before the old one ends.

The old one stays up for a while: taking a publication back at once needs no start, which takes some ten seconds.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import httpx

from bot.core.addresses import ANY_HOST, SCHEME
from bot.core.internal_http import transport_to
from bot.runtime.live_model import Order, RasaFiles, RasaState
from bot.runtime.processes import Part
from bot.runtime.sockets import open_relay
from bot.runtime.supervisor import Say, Supervisor

POLL_SECONDS = 0.2
READY_SECONDS = 180.0  # a start takes 10 s, on a busy machine several times that
DRAIN_SECONDS = 12.0  # web gives a message ten seconds
WARM_SECONDS = 600.0  # how long the model before is kept up; it takes some 400 MB meanwhile
NOT_STARTED = "Das neue Modell ist nicht gestartet."
NOT_WANTED = "Das Veröffentlichen wurde unterbrochen."
NOT_WRITTEN = "Das Umschalten ließ sich nicht speichern."
MakePart = Callable[[str, str], Part]  # path of the model, address to listen on


@dataclass
class Running:
    """A Rasa that the supervisor keeps running."""

    part: Part
    model: str
    socket: str
    keeping: asyncio.Task[None]


@dataclass
class Warm:
    """The Rasa that was live before: it finishes its conversations, then waits for some time to be called back."""

    running: Running
    is_replaced: asyncio.Event
    leaving: asyncio.Task[None] | None = None


class ModelSwitcher:
    """The supervisor's watcher for Rasa."""

    def __init__(
        self,
        make_part: MakePart,
        public: socket.socket,
        folder: Path,
        files: RasaFiles,
        first: RasaState,
        say: Say,
        is_wanted: Callable[[], bool],
    ) -> None:
        """Prepare the switcher; nothing is started yet.

        Args:
            make_part: returns the process for a model on an address.
            public: listens where the live model is to be found, whichever process serves it.
            folder: for the sockets of the processes.
            files: orders are read from there, and the state is written there.
            first: the model to begin with; its socket does not count.
            say: prints a line for the operator.
            is_wanted: returns whether the job that placed the order is still alive.
        """
        self._make_part = make_part
        self._public, self._folder = public, folder
        self._numbers = count(1)
        self._files = files
        self._say = say
        self._is_wanted = is_wanted
        self._warm: Warm | None = None
        waiting = files.order()  # left over from before: the one who placed it has seen us end
        self._state = replace(first, socket="", order=waiting.number if waiting else "")

    async def run(self, supervisor: Supervisor) -> None:
        """Keep Rasa running and carry out orders until cancelled."""
        live = self._begin(supervisor, self._state.model)
        self._state = replace(self._state, socket=live.socket)
        self._files.write_state(self._state)
        relay = await open_relay(self._public, lambda: self._state.socket)
        try:
            while True:
                await asyncio.sleep(POLL_SECONDS)
                order = self._files.order()
                if order is not None and order.number != self._state.order:
                    live = await self._carry_out(supervisor, order, live)
        finally:
            if self._warm is not None and self._warm.leaving is not None:
                self._warm.leaving.cancel()  # the supervisor ends its process
            relay.close()

    def _begin(self, supervisor: Supervisor, model: str) -> Running:
        path = str(self._folder / f"rasa-{next(self._numbers)}")
        part = self._make_part(model, f"{SCHEME}{path}")
        return Running(part, model, path, supervisor.begin(part))

    async def _carry_out(self, supervisor: Supervisor, order: Order, live: Running) -> Running:
        """Let the model of the order take over; if it cannot, the live one stays."""
        fresh = self._call_back(supervisor, order.model) or self._begin(supervisor, order.model)
        fault = await self._take_over(supervisor, fresh, order)
        if fault:
            self._refuse(order, fault)
            await supervisor.retire(fresh.part, fresh.keeping)
            return live
        self._say(f"Rasa antwortet jetzt mit dem Modell der Fassung {order.version}.")
        self._keep_warm(supervisor, live)
        return fresh

    async def _take_over(self, supervisor: Supervisor, fresh: Running, order: Order) -> str:
        """Let the fresh Rasa answer from now on; returns the fault if it cannot, else ""."""
        if not await self._gets_ready(supervisor, fresh):
            return NOT_STARTED
        if not self._is_wanted():  # the job that placed the order has died, and with it the recording of the version
            return NOT_WANTED
        return "" if self._switch_to(fresh, order) else NOT_WRITTEN

    def _call_back(self, supervisor: Supervisor, model: str) -> Running | None:
        """Return the Rasa that was live before, if it has this very model and has run ever since."""
        warm = self._warm
        if warm is None or warm.leaving is None or supervisor.has_died(warm.running.part):
            return None
        with suppress(OSError):
            if os.path.samefile(warm.running.model, model):  # a version gone back to has a link to the earlier one's
                warm.leaving.cancel()
                self._warm = None
                return warm.running
        return None

    def _keep_warm(self, supervisor: Supervisor, running: Running) -> None:
        if self._warm is not None:
            self._warm.is_replaced.set()
        warm = self._warm = Warm(running, asyncio.Event())
        warm.leaving = asyncio.create_task(self._retire_later(supervisor, warm))

    async def _retire_later(self, supervisor: Supervisor, warm: Warm) -> None:
        await asyncio.sleep(DRAIN_SECONDS)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(warm.is_replaced.wait(), WARM_SECONDS)
        if self._warm is warm:
            self._warm = None
        await supervisor.retire(warm.running.part, warm.running.keeping)

    def _switch_to(self, fresh: Running, order: Order) -> bool:
        """Publish the new state; False when it cannot be written, and nothing has changed."""
        state = RasaState(fresh.socket, order.model, order.version, order.number)
        try:
            self._files.write_state(state)
        except OSError:
            return False
        self._state = state
        return True

    def _refuse(self, order: Order, fault: str) -> None:
        self._say(f"{fault} Das bisherige Modell antwortet weiter.")
        self._state = replace(self._state, order=order.number, fault=fault)
        with suppress(OSError):
            self._files.write_state(self._state)

    async def _gets_ready(self, supervisor: Supervisor, fresh: Running) -> bool:
        """Wait for its first answer; False when it dies or takes too long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + READY_SECONDS
        async with httpx.AsyncClient(transport=transport_to(f"{SCHEME}{fresh.socket}"), timeout=2) as probe:
            while loop.time() < until and not supervisor.has_died(fresh.part):
                with suppress(httpx.HTTPError):
                    if (await probe.get(f"{ANY_HOST}/webhooks/rest/")).is_success:
                        return True
                await asyncio.sleep(POLL_SECONDS)
        return False
