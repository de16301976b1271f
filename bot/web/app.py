"""The web app: made from the project's folder and the environment, step by step."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Collection, Mapping
from pathlib import Path

import httpx
import sqlalchemy as sa
from sanic import Sanic
from sanic.config import Config

from bot.database import open_database
from bot.programme.change_desk import ChangeDesk
from bot.programme.change_log import ChangeLog
from bot.programme.clock import clock_from_environment
from bot.programme.store import store_from_environment
from bot.settings import FAIR_FILE, load_fair, load_ports, state_folder
from bot.web.api_tokens import load_tokens
from bot.web.chat import setup_chat
from bot.web.conversations import Conversations
from bot.web.delivery import Delivery
from bot.web.errors import setup_errors
from bot.web.health import Probes, setup_health
from bot.web.live_chat import make_live_chat
from bot.web.pages import setup_pages
from bot.web.plan_api import setup_plan
from bot.web.programmbuero import setup_programmbuero
from bot.web.programmbuero_access import load_access
from bot.web.programme import LiveProgramme, setup_programme
from bot.web.programme_api import setup_programme_api
from bot.web.programme_exports import ProgrammeExports, setup_programme_exports
from bot.web.programme_pages import setup_programme_pages
from bot.web.push import setup_push
from bot.web.rasa_client import RasaClient
from bot.web.rendering import Templates
from bot.web.retention import keep_forgetting
from bot.web.security import setup_security
from bot.web.services import Services
from bot.web.sessions import Sessions, load_secret

logger = logging.getLogger(__name__)
APP_NAME = "messelotse"
CANCEL_AGAIN_SECONDS = 1.0
REQUEST_MAX_SIZE = 100_000  # bytes; the chat itself takes far less
CONFIG: dict[str, str | bool | int | float | None] = {
    "REGISTER": False,  # Sanic's list of all apps would forbid a second one in the same process (tests)
    "REQUEST_MAX_SIZE": REQUEST_MAX_SIZE,
    "GRACEFUL_SHUTDOWN_TIMEOUT": 12.0,  # seconds; a message under way may take 10
    "FALLBACK_ERROR_FORMAT": "json",
}


def create_app(
    root: Path, environment: Mapping[str, str] = os.environ, loopback: httpx.AsyncBaseTransport | None = None
) -> Sanic:
    """Make the app.

    Args:
        root: the project's folder (messe.yml, programm/ …).
        environment: the process environment.
        loopback: another way to reach Rasa and the action server (tests); None for the network.

    Raises:
        ConfigurationError: a setting cannot be used.
        ContentError: messe.yml has faults.
    """
    app = Sanic(APP_NAME, config=Config(CONFIG), configure_logging=False)
    setup_services(app, root, environment, loopback)
    setup_errors(app, app.ctx.services.templates)
    setup_security(app)
    setup_chat(app)
    setup_push(app)
    setup_plan(app)
    setup_programme(app)
    setup_programme_api(app)
    setup_programmbuero(app)
    setup_programme_exports(app)
    setup_programme_pages(app)
    setup_health(app)
    setup_pages(app)
    return app


def setup_services(
    app: Sanic, root: Path, environment: Mapping[str, str], loopback: httpx.AsyncBaseTransport | None
) -> None:
    """Make what the handlers share, and tie its life to the server's."""
    fair = load_fair(root / FAIR_FILE)
    clock = clock_from_environment(fair, environment)
    ports = load_ports(environment)
    folder = state_folder(environment, root)
    rasa = RasaClient(ports.rasa, loopback)
    database = open_database(folder, environment)
    conversations = Conversations(database)
    log = ChangeLog(database)
    secret = load_secret(folder, environment)
    store = store_from_environment(root, fair, clock, folder, environment, log)
    live = make_live_chat(database, store, fair, clock, conversations, secret)
    app.ctx.services = Services(
        fair=fair,
        clock=clock,
        templates=Templates(),
        sessions=Sessions(secret),
        delivery=Delivery(fair, clock, conversations, rasa, live.plans, live.interests, live.hub.wake),
        probes=Probes(rasa, ports.actions, loopback),
        programme=LiveProgramme(store, fair),
        exports=ProgrammeExports(store, fair),
        desk=ChangeDesk(store, log, fair, clock),
        tokens=load_tokens(environment),
        access=load_access(environment, secret),
        live=live,
    )
    _tie_to_server(app, rasa, conversations, database)


def _tie_to_server(
    app: Sanic, rasa: RasaClient, conversations: Conversations, database: sa.engine.Engine
) -> None:
    services: Services = app.ctx.services

    async def start(_app: Sanic, _loop: object) -> None:
        app.ctx.keeper = asyncio.create_task(services.programme.keep())
        app.ctx.keeper.add_done_callback(_report)
        app.ctx.forgetter = asyncio.create_task(keep_forgetting(conversations))
        app.ctx.live_keepers = services.live.keepers()
        for task in app.ctx.live_keepers:
            task.add_done_callback(_report)

    async def stop(_app: Sanic, _loop: object) -> None:
        await end_all([app.ctx.keeper, app.ctx.forgetter, *app.ctx.live_keepers])

    async def close(_app: Sanic, _loop: object) -> None:
        await services.probes.close()
        await rasa.close()
        database.dispose()

    app.register_listener(start, "after_server_start")
    app.register_listener(stop, "before_server_stop")
    app.register_listener(close, "after_server_stop")


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
