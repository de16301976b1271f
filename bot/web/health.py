"""GET /health: can a message be answered right now, and if not, which part is missing?"""

from __future__ import annotations

import asyncio

import httpx
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from bot.web.rasa_client import RasaClient
from bot.web.services import services_of

PROBE_TIME_OUT = 1.0  # seconds
READY, STARTING, UNREACHABLE = "bereit", "startet", "nicht erreichbar"


class Probes:
    """Asks the other processes; remembers which were ready once, to tell "startet" from "nicht erreichbar"."""

    def __init__(self, rasa: RasaClient, actions: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Make them; ``actions`` is the action server's address."""
        self._rasa = rasa
        self._actions = httpx.AsyncClient(
            base_url=actions, transport=transport, timeout=PROBE_TIME_OUT, trust_env=False
        )
        self._seen: set[str] = set()

    async def states(self) -> dict[str, str]:
        """The state of each process, asked concurrently."""
        rasa, actions = await asyncio.gather(self._rasa.is_ready(PROBE_TIME_OUT), self._actions_ready())
        return {"rasa": self._state("rasa", rasa), "aktionen": self._state("aktionen", actions)}

    async def close(self) -> None:
        """Close the connections."""
        await self._actions.aclose()

    async def _actions_ready(self) -> bool:
        try:
            response = await asyncio.wait_for(self._actions.get("/health"), PROBE_TIME_OUT)
        except (httpx.HTTPError, asyncio.TimeoutError):
            return False
        return response.is_success

    def _state(self, name: str, ready: bool) -> str:
        if ready:
            self._seen.add(name)
            return READY
        return UNREACHABLE if name in self._seen else STARTING


def setup_health(app: Sanic) -> None:
    """Serve GET /health."""
    app.add_route(get_health, "/health", methods={"GET", "HEAD"})


async def get_health(request: Request) -> HTTPResponse:
    """200 once a message can be answered, else 503; the body names each part's state."""
    services = services_of(request)
    parts = await services.probes.states()
    parts["programm"] = services.programme.state
    body = {
        "zustand": overall_state(parts),
        "teile": parts,
        "demo_uhr": services.clock.is_demo,
        "uhr": services.clock.now().isoformat(timespec="seconds"),
    }
    return json(body, status=200 if body["zustand"] == READY else 503)


def overall_state(parts: dict[str, str]) -> str:
    """All ready (an old programme still answers), at least one still starting, or something is wrong."""
    states = {READY if state == "veraltet" else state for state in parts.values()}
    if states == {READY}:
        return READY
    return STARTING if STARTING in states and UNREACHABLE not in states else "gestört"
