"""The web app: made from the project's folder and the environment, step by step."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import sqlalchemy as sa
from redis.asyncio import Redis
from sanic import Sanic
from sanic.config import Config

from bot.chat.conversations import Conversations
from bot.chat.nlu_reports import Understood
from bot.chat.questions import QuestionLog
from bot.chat.retention import keep_forgetting
from bot.chat.session_tokens import Sessions, load_secret
from bot.content.topic_service import TopicService
from bot.core.addresses import Addresses, load_addresses
from bot.core.database import open_database
from bot.core.redis import SharedLocks, redis_from_environment
from bot.core.secrets import inner_token
from bot.core.settings import state_folder
from bot.emergency.service import EmergencyService
from bot.fair.clock import FairClock, clock_from_environment
from bot.fair.file import FAIR_FILE, LiveFair, load_fair
from bot.fair.model import Fair
from bot.programme.changes.log import ChangeLog
from bot.programme.changes.service import ChangeService
from bot.programme.store import ProgrammeStore, store_from_environment
from bot.staff.access import Access
from bot.staff.single_sign_on import load_single_sign_on
from bot.venue.reading import PLAN_FILE, LiveFloorPlan
from bot.web.chat.delivery import Delivery
from bot.web.chat.live_chat import LiveChat, make_live_chat
from bot.web.chat.own_data import setup_own_data
from bot.web.chat.plan_api import setup_plan
from bot.web.chat.push import setup_push
from bot.web.chat.question_suggestions import QuestionSuggestions, setup_question_suggestions
from bot.web.chat.rasa_client import RasaClient, rasa_address
from bot.web.chat.routes import setup_chat
from bot.web.chat.start_page import setup_start_page
from bot.web.editor.advice import Adviser
from bot.web.editor.help import setup_editor_help
from bot.web.editor.inbox.routes import setup_inbox
from bot.web.editor.publishing.routes import setup_publishing
from bot.web.editor.routes import setup_editor
from bot.web.editor.sentence_comparison import SentenceComparison
from bot.web.editor.statistics.routes import setup_statistics
from bot.web.editor.stories.routes import setup_stories
from bot.web.editor.tryout.routes import setup_tryout
from bot.web.http.embedding import load_origins, load_prefix, setup_embedding
from bot.web.http.errors import setup_errors
from bot.web.http.health import HealthChecks, Storage, setup_health
from bot.web.http.legal_pages import setup_legal_pages
from bot.web.http.limits import load_limits, setup_limits
from bot.web.http.metrics import setup_metrics
from bot.web.http.rate_counter import load_counter
from bot.web.http.rendering import Templates
from bot.web.http.security import setup_security
from bot.web.http.static_files import setup_static
from bot.web.http.strict_protocol import LIMITS
from bot.web.http.visitors import Visitors, load_visitors
from bot.web.kiosk.booth import make_booth
from bot.web.kiosk.routes import setup_stand
from bot.web.office.routes import setup_programmbuero
from bot.web.programme.exports import ProgrammeExports, setup_programme_exports
from bot.web.programme.pages import setup_programme_pages
from bot.web.programme.routes import LiveProgramme, setup_programme
from bot.web.programme_api.api import setup_programme_api
from bot.web.programme_api.api_tokens import load_tokens
from bot.web.services import Services
from bot.web.staff.audit_page import setup_audit_page
from bot.web.staff.login import setup_login
from bot.web.venue.pages import setup_venue_pages

logger = logging.getLogger(__name__)
APP_NAME = "messelotse"
_Loopback = httpx.AsyncBaseTransport | None
SURFACES: tuple[Callable[[Sanic], None], ...] = (
    setup_chat,
    setup_push,
    setup_plan,
    setup_own_data,
    setup_programme,
    setup_programme_api,
    setup_login,
    setup_audit_page,
    setup_editor,
    setup_editor_help,
    setup_inbox,
    setup_stories,
    setup_statistics,
    setup_programmbuero,
    setup_programme_exports,
    setup_programme_pages,
    setup_venue_pages,
    setup_question_suggestions,
    setup_health,
    setup_start_page,
    setup_legal_pages,
    setup_stand,
)
CANCEL_AGAIN_SECONDS = 1.0
FIRST_ANSWER_SECONDS = 5.0  # no visitor is told that there is no programme because the files are still being read
REQUEST_MAX_SIZE = 100_000  # bytes; the chat itself takes far less
CONFIG: dict[str, str | bool | int | float | None] = {
    "REGISTER": False,  # Sanic's list of all apps would forbid a second one in the same process (tests)
    "REQUEST_MAX_SIZE": REQUEST_MAX_SIZE,
    "GRACEFUL_SHUTDOWN_TIMEOUT": 12.0,  # seconds; a message under way may take 10
    "FALLBACK_ERROR_FORMAT": "json",
}


def create_app(root: Path, environment: Mapping[str, str] = os.environ, loopback: _Loopback = None) -> Sanic:
    """Make the app.

    Args:
        root: the project's folder (messe.yml, programm/ …).
        environment: the process environment.
        loopback: another way to reach Rasa and the action server (tests); None for the network.

    Raises:
        ConfigurationError: a setting cannot be used.
        ContentError: messe.yml has faults.
    """
    app = Sanic(APP_NAME, config=Config({**CONFIG, **LIMITS}), configure_logging=False)
    setup_services(app, root, environment, loopback)
    setup_errors(app, app.ctx.services.templates)
    setup_metrics(app, environment)
    setup_security(app)
    setup_embedding(app, load_origins(environment), load_prefix(environment))
    setup_publishing(app, root, state_folder(environment, root), environment)
    setup_tryout(app, root, state_folder(environment, root), environment, loopback)
    for setup in SURFACES:
        setup(app)
    setup_static(app)
    setup_limits(app, load_limits(environment))
    return app


@dataclass(frozen=True)
class _Base:
    """What the services are made from; ``folder`` holds the state, ``redis`` is None with a single process."""

    root: Path
    environment: Mapping[str, str]
    folder: Path
    fair: Fair
    clock: FairClock
    addresses: Addresses
    redis: Redis | None
    database: sa.engine.Engine
    secret: str


def _make_base(root: Path, environment: Mapping[str, str]) -> _Base:
    fair, folder = load_fair(root / FAIR_FILE), state_folder(environment, root)
    return _Base(
        root, environment, folder, fair, clock_from_environment(fair, environment), load_addresses(environment),
        redis_from_environment(environment), open_database(folder, environment), load_secret(folder, environment),
    )  # fmt: skip


def setup_services(app: Sanic, root: Path, environment: Mapping[str, str], loopback: _Loopback) -> None:
    """Make what the handlers share, and tie its life to the server's."""
    base = _make_base(root, environment)
    conversations, log = Conversations(base.database), ChangeLog(base.database)
    store = store_from_environment(root, base.fair, base.clock, base.folder, environment, log)
    questions, rasa = QuestionLog(base.database, base.clock.now), _rasa_client(base, loopback)
    live = _live_chat(base, store, conversations)
    suggestions = QuestionSuggestions(lambda: store.catalogue)
    understood, counter, topics = Understood(), load_counter(base.redis), TopicService(root)
    app.ctx.services = Services(
        fair=base.fair,
        clock=base.clock,
        templates=Templates(prefix=load_prefix(environment)),
        sessions=Sessions(base.secret),
        delivery=Delivery(
            base.clock, conversations, rasa, live, suggestions.title_of, understood, questions,
            SharedLocks(base.redis, "chat"),
            EmergencyService(LiveFair(root / FAIR_FILE), lambda: store.catalogue),
        ),
        probes=_probes(base, rasa, loopback),
        programme=LiveProgramme(store, base.fair),
        exports=ProgrammeExports(store, base.fair),
        change_service=ChangeService(store, log, base.fair, base.clock),
        tokens=load_tokens(environment, counter),
        access=Access(base.database, base.secret, load_single_sign_on(environment)),
        live=live,
        suggestions=suggestions,
        questions=questions,
        understood=understood,
        topics=topics,
        adviser=Adviser(topics, base.folder, questions.latest_misses),
        booth=make_booth(base.database, base.clock, rasa, environment),
        prefix=load_prefix(environment),
        venue=LiveFloorPlan(root / PLAN_FILE),
        probe=SentenceComparison(root, base.folder),
        visitors=_visitors(base),
        counter=counter,
        database=base.database,
    )  # fmt: skip
    _tie_to_server(app, rasa, conversations, base)


def _live_chat(base: _Base, store: ProgrammeStore, conversations: Conversations) -> LiveChat:
    streams = load_limits(base.environment).streams
    return make_live_chat(base.database, store, base.fair, base.clock, conversations, base.secret, base.redis, streams)


def _rasa_client(base: _Base, loopback: _Loopback) -> RasaClient:
    """To the Rasa that MESSE_RASA or the supervisor names, or to the one on this port."""
    address = rasa_address(base.environment, base.folder)
    return RasaClient(address, loopback, token=inner_token(base.environment))


def _probes(base: _Base, rasa: RasaClient, loopback: _Loopback) -> HealthChecks:
    storage = Storage(base.database, base.folder)
    return HealthChecks(rasa, base.addresses.actions, storage, loopback, inner_token(base.environment))


def _visitors(base: _Base) -> Visitors:
    """As the environment says; processes that count together give a visitor the same pseudonym."""
    found, salt = load_visitors(base.environment), hashlib.sha256(f"adresse:{base.secret}".encode())
    return found if base.redis is None else replace(found, salt=salt.digest())


def _tie_to_server(app: Sanic, rasa: RasaClient, conversations: Conversations, base: _Base) -> None:
    services: Services = app.ctx.services

    async def start(_app: Sanic, _loop: object) -> None:
        app.ctx.keeper = asyncio.create_task(services.programme.keep())
        app.ctx.keeper.add_done_callback(_report)
        app.ctx.forgetter = asyncio.create_task(keep_forgetting(conversations, services.fair.retention_days))
        app.ctx.live_keepers = services.live.keepers()
        for task in app.ctx.live_keepers:
            task.add_done_callback(_report)
        await services.programme.wait_for_first_answer(FIRST_ANSWER_SECONDS)

    async def stop(_app: Sanic, _loop: object) -> None:
        services.adviser.nearness.stop()
        await services.probe.stop()
        await end_all([app.ctx.keeper, app.ctx.forgetter, *app.ctx.live_keepers])

    async def close(_app: Sanic, _loop: object) -> None:
        await services.probes.close()
        await rasa.close()
        if base.redis is not None:
            await base.redis.close()
        base.database.dispose()

    app.register_listener(start, "before_server_start")
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
