"""GET /health: can a message be answered right now, and if not, which part is missing?

``/health/lebt`` only says that this process answers; it is meant for a supervisor or orchestrator that restarts
processes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import sqlalchemy as sa
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from bot.core.addresses import base_url
from bot.core.database import write_row
from bot.core.files import write_file
from bot.core.internal_http import sealed, transport_to
from bot.fair.clock import FairClock
from bot.runtime.rasa_client import RasaClient

PROBE_TIME_OUT = 1.0  # seconds
WRITE_TIME_OUT = 2.0  # another process may be writing
FRESH_SECONDS = 1.5  # many may ask; the parts are not asked more often
READY, STARTING, UNREACHABLE = "bereit", "startet", "nicht erreichbar"
NOT_WRITABLE = "nicht beschreibbar"
ALIVE_PATH = "/health/lebt"


class HealthChecks:
    """Asks for what an answer needs; remembers what was ready once, to tell "startet" from "nicht erreichbar"."""

    def __init__(
        self,
        rasa: RasaClient,
        actions: str,
        storage: Storage,
        transport: httpx.AsyncBaseTransport | None = None,
        token: str = "",
    ) -> None:
        """Connect to the parts; nothing is asked yet.

        Args:
            rasa: the way to Rasa.
            actions: the action server's address.
            storage: where this process writes.
            transport: another way to send requests (tests); None for the network.
            token: seals what is asked, see :mod:`bot.core.internal_seal`: only one of ours can say that it is ready.
        """
        self._rasa = rasa
        self.storage = storage
        self._asking: asyncio.Task[dict[str, str]] | None = None
        self._asked_at = 0.0
        self._actions = httpx.AsyncClient(
            base_url=base_url(actions), transport=sealed(transport or transport_to(actions), token),
            timeout=PROBE_TIME_OUT, trust_env=False,
        )  # fmt: skip
        self._seen: set[str] = set()

    async def states(self) -> dict[str, str]:
        """The state of each part, as of now or of a moment ago."""
        now = time.monotonic()
        if self._asking is None or (self._asking.done() and now - self._asked_at > FRESH_SECONDS):
            self._asking, self._asked_at = asyncio.create_task(self._ask()), now
        # shared by all who ask at once: one that goes away must not end it for the others
        return dict(await asyncio.shield(self._asking))

    async def _ask(self) -> dict[str, str]:
        rasa, actions, database, folder = await asyncio.gather(
            self._rasa.is_ready(PROBE_TIME_OUT),
            self._actions_ready(),
            # really written: a full disk or a read-only mount answers reads as ever
            _written(partial(write_row, self.storage.database)),
            _written(partial(write_file, self.storage.folder)),
        )
        return {
            "rasa": self._state("rasa", rasa),
            "aktionen": self._state("aktionen", actions),
            "datenbank": READY if database else NOT_WRITABLE,
            "ordner": READY if folder else NOT_WRITABLE,
        }

    async def close(self) -> None:
        """Close the connections."""
        if self._asking is not None:
            self._asking.cancel()
        await self._actions.aclose()

    async def _actions_ready(self) -> bool:
        """Whether it lists its actions, which it does only for us."""
        try:
            response = await asyncio.wait_for(self._actions.get("/actions"), PROBE_TIME_OUT)
            listed = response.raise_for_status().json()
        except (httpx.HTTPError, asyncio.TimeoutError, ValueError):
            return False
        return isinstance(listed, list) and any(isinstance(each, dict) and each.get("name") for each in listed)

    def _state(self, name: str, ready: bool) -> str:
        if ready:
            self._seen.add(name)
            return READY
        return UNREACHABLE if name in self._seen else STARTING


@dataclass(frozen=True)
class Storage:
    """The places where a process keeps its data: the database, and the state folder."""

    database: sa.engine.Engine
    folder: Path


async def _written(write: Callable[[], None]) -> bool:
    try:
        await asyncio.wait_for(asyncio.to_thread(write), WRITE_TIME_OUT)
    except (OSError, sa.exc.SQLAlchemyError, asyncio.TimeoutError):
        return False
    return True


@dataclass(frozen=True)
class Health:
    """The checks that tell whether a message can be answered.

    Attributes:
        programme_state: "bereit", "veraltet" (an earlier copy answers) or "fehlt".
    """

    checks: HealthChecks
    programme_state: Callable[[], str]
    clock: FairClock


def setup_health(app: Sanic, health: Health) -> None:
    """Serve GET /health and /health/lebt."""

    async def get_health(_: Request) -> HTTPResponse:
        body = await health_report(health)
        return json(body, status=200 if body["zustand"] == READY else 503)

    app.add_route(get_health, "/health", methods={"GET", "HEAD"})
    app.add_route(get_alive, ALIVE_PATH, methods={"GET", "HEAD"})


async def get_alive(_: Request) -> HTTPResponse:
    """200: this process answers."""
    return json({"zustand": "lebt"})


async def health_report(health: Health) -> dict[str, object]:
    """The state of the whole and of each part, and the fair's clock."""
    parts = await health.checks.states()
    parts["programm"] = health.programme_state()
    return {
        "zustand": overall_state(parts),
        "teile": parts,
        "demo_uhr": health.clock.is_demo,
        "uhr": health.clock.now().isoformat(timespec="seconds"),
    }


def overall_state(parts: dict[str, str]) -> str:
    """All ready (an old programme still answers), at least one still starting, or something is wrong."""
    states = {READY if state == "veraltet" else state for state in parts.values()}
    if states == {READY}:
        return READY
    return STARTING if states <= {READY, STARTING, "fehlt"} and STARTING in states else "gestört"
