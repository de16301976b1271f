"""Publishing for a Rasa without a supervisor: several that share a state folder restart one after the other.

A lock in the state folder is the turn. Its holder ends in order, starts anew in its own place with the ordered model
and keeps the lock over that, until it answers; then the next one goes. A process that dies meanwhile loses the turn,
and comes back with the version that was recorded.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import httpx

from bot.core.addresses import EVERYWHERE, LOOPBACK
from bot.runtime.live_model import Order, RasaFiles, RasaState
from bot.runtime.locks import PublicationLock

VERSION_VARIABLE = "MESSE_RASA_FASSUNG"  # set for a Rasa started by itself: the version that it answers with
TURN_VARIABLE = "MESSE_RASA_WECHSEL"  # the descriptor of the turn, from one process to the one in its place
TURN_FILE = "rasa-wechsel.lock"
POLL_SECONDS, READY_SECONDS = 1.0, 180.0
INHERITED = range(3, 256)  # descriptors that the process before has handed on
AGAIN = (sys.executable, "-m", "bot", "teil", "rasa")


def order_in_turn(folder: Path, environment: Mapping[str, str]) -> Order | None:
    """Return the order to start with; None unless this process has started anew for one."""
    return RasaFiles(folder).order() if TURN_VARIABLE in environment else None


class Follower:
    """Watches for orders beside a Rasa."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], is_ready: Callable[[], bool], stop: Callable[[], None]
    ) -> None:
        """Read the present order and turn.

        Args:
            folder: the state folder.
            environment: of this process.
            is_ready: returns whether this Rasa answers.
            stop: ends it in order.
        """
        self._folder, self._files, self._publication = folder, RasaFiles(folder), PublicationLock(folder)
        self._is_ready, self._stop = is_ready, stop
        self._version = environment.get(VERSION_VARIABLE, "")
        self._turn = int(environment[TURN_VARIABLE]) if TURN_VARIABLE in environment else None
        self._is_leaving = False
        order = self._files.order()
        # An order whose job still waits is carried out although it is older than this process.
        is_old = order is not None and (self._turn is not None or not self._publication.is_busy())
        self._seen = order.number if order is not None and is_old else ""

    def watch(self) -> None:
        """Wait for an order, take a turn, stop; for a thread of its own."""
        if self._turn is not None:
            self._finish_turn(self._turn)
        while True:
            order = self._files.order()
            if order is not None and order.number != self._seen:
                self._seen = order.number
                if order.version != self._version and self._take_turn(order):
                    self._is_leaving = True
                    self._stop()
                    return
            time.sleep(POLL_SECONDS)

    def start_anew(self) -> None:
        """Start again in this process's place, if it has stopped for that."""
        if not self._is_leaving or self._turn is None:
            return
        for descriptor in INHERITED:
            with suppress(OSError):
                os.set_inheritable(descriptor, False)
        os.set_inheritable(self._turn, True)  # whatever its number
        # The same process id goes on, so systemd or a container sees no restart.
        os.execve(AGAIN[0], AGAIN, {**os.environ, TURN_VARIABLE: str(self._turn)})

    def _take_turn(self, order: Order) -> bool:
        """Wait for the turn; False when the order is no longer wanted then, and the turn is given back."""
        file = open(self._folder / TURN_FILE, "a")  # noqa: SIM115 - held until the process in our place closes it
        # Blocks: the others of this state folder restart first, so that one always answers.
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (self._is_live(order) or self._publication.is_busy()):
            file.close()
            return False
        self._turn = _own(file)
        return True

    def _is_live(self, order: Order) -> bool:
        state = self._files.state()
        return state is not None and state.version == order.version

    def _finish_turn(self, turn: int) -> None:
        until, order = time.monotonic() + READY_SECONDS, self._files.order()
        while not self._is_ready() and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        if order is not None and self._is_ready() and not self._is_live(order):  # the first of all: it works
            with suppress(OSError):
                self._files.write_state(RasaState("", order.model, order.version, order.number))
        os.close(turn)
        self._turn = None


def _own(file: IO[str]) -> int:
    """Return a copy of the descriptor, which outlives the file object."""
    descriptor = os.dup(file.fileno())
    file.close()
    return descriptor


def follow_orders(folder: Path, port: int, interface: str) -> Follower:
    """Begin to follow orders, beside the Rasa that this process is about to be."""

    host = LOOPBACK if interface == EVERYWHERE else interface

    def is_ready() -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://{host}:{port}/webhooks/rest/", timeout=5, trust_env=False).is_success
        return False

    follower = Follower(folder, os.environ, is_ready, lambda: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=follower.watch, daemon=True).start()
    return follower
