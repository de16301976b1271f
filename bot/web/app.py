"""The web app: made from the project's folder and the environment, surface by surface."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from sanic import Sanic
from sanic.config import Config

from bot.chat.conversations import keep_forgetting
from bot.chat.inbox import InboxService, InboxStore
from bot.content.topics import LabelTitles
from bot.core.redis import SharedLocks
from bot.core.secrets import inner_token
from bot.emergency.service import EmergencyService
from bot.fair.file import FAIR_FILE, LiveFair
from bot.runtime.rasa_client import RasaClient
from bot.staff.access import Access
from bot.staff.single_sign_on import load_single_sign_on
from bot.web.background import Background, ProgrammeKeeper, tie_to_server
from bot.web.chat.delivery import Delivery
from bot.web.chat.live_chat import make_live_chat
from bot.web.chat.parts import ChatParts
from bot.web.chat.question_suggestions import QuestionSuggestions
from bot.web.chat.routes import setup_chat
from bot.web.editor.advice import Adviser
from bot.web.editor.inbox.routes import InboxParts, setup_inbox
from bot.web.editor.publishing.routes import PublishingParts, setup_publishing
from bot.web.editor.publishing.service import PublishingService
from bot.web.editor.statistics.routes import StatisticsParts, setup_statistics
from bot.web.editor.statistics.view import usage_of
from bot.web.editor.stories.routes import StoryParts, setup_stories
from bot.web.editor.topics.parts import TopicParts
from bot.web.editor.topics.routes import setup_topics
from bot.web.editor.topics.sentence_comparison import SentenceComparison
from bot.web.editor.tryout.bot import DraftProcess
from bot.web.editor.tryout.routes import Tryout, TryoutParts, setup_tryout
from bot.web.foundation import Base, Loopback, Shared, make_base, make_shared, make_visitors, rasa_client
from bot.web.http.embedding import load_origins, load_prefix, setup_embedding
from bot.web.http.errors import setup_errors
from bot.web.http.health import Health, HealthChecks, Storage, setup_health
from bot.web.http.legal_pages import setup_legal_pages
from bot.web.http.limits import Callers, load_limits, setup_limits
from bot.web.http.metrics import setup_metrics
from bot.web.http.parts import Site, keep_parts
from bot.web.http.rendering import Templates
from bot.web.http.security import setup_security
from bot.web.http.static_files import setup_static
from bot.web.http.strict_protocol import LIMITS
from bot.web.kiosk.map import SentenceMapPicture
from bot.web.kiosk.parts import KioskParts, load_address
from bot.web.kiosk.routes import setup_kiosk
from bot.web.kiosk.staff import load_pin
from bot.web.kiosk.visits import Visits
from bot.web.office.pages import OfficeParts
from bot.web.office.routes import setup_office
from bot.web.programme.exports import ProgrammeExports
from bot.web.programme.pages import ProgrammeParts
from bot.web.programme.routes import setup_programme
from bot.web.programme_api.routes import ApiParts, setup_programme_api
from bot.web.programme_api.tokens import load_tokens
from bot.web.staff.routes import setup_staff
from bot.web.staff_area.page import StaffArea
from bot.web.venue.routes import VenueParts, setup_venue

APP_NAME = "messelotse"
REQUEST_MAX_SIZE = 100_000  # bytes; the chat itself takes far less
CONFIG: dict[str, str | bool | int | float | None] = {
    "REGISTER": False,  # Sanic's list of all apps would forbid a second one in the same process (tests)
    "REQUEST_MAX_SIZE": REQUEST_MAX_SIZE,
    "GRACEFUL_SHUTDOWN_TIMEOUT": 12.0,  # seconds; a message under way may take 10
    "FALLBACK_ERROR_FORMAT": "json",
}


def create_app(root: Path, environment: Mapping[str, str] = os.environ, loopback: Loopback = None) -> Sanic:
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
    base = make_base(root, environment)
    shared = make_shared(base, loopback)
    site, access = make_site(base), Access(base.database, base.secret, load_single_sign_on(environment))
    chat, checks = make_chat(base, shared, site), make_checks(base, shared, loopback)
    setup_http(app, base, site, Health(checks, lambda: shared.store.status.state, base.clock), chat)
    setup_chat(app, chat)
    setup_programme_surfaces(app, base, shared, site)
    setup_kiosk(app, make_kiosk(base, shared, chat))
    setup_staff(app, StaffArea(site, access))
    setup_office(app, OfficeParts(site, access.audit, shared.change_service))
    topics = make_topics(base, shared, site, access)
    setup_editor(app, base, shared, topics)
    setup_drafts(app, base, topics, rasa_client(base, loopback))
    setup_static(app)
    callers = Callers(site.visitors, shared.sessions, chat.is_emergency)
    setup_limits(app, load_limits(environment), shared.counter, callers)
    tie_to_server(app, make_background(base, shared, chat, topics, checks))
    return app


def make_site(base: Base) -> Site:
    """Make the parts that every surface may use."""
    prefix = load_prefix(base.environment)
    return Site(base.fair, base.clock, Templates(prefix=prefix), make_visitors(base), prefix)


def make_checks(base: Base, shared: Shared, loopback: Loopback) -> HealthChecks:
    """Make the checks of the other processes and the disk."""
    storage, token = Storage(base.database, base.folder), inner_token(base.environment)
    return HealthChecks(shared.rasa, base.addresses.actions, storage, loopback, token)


def make_chat(base: Base, shared: Shared, site: Site) -> ChatParts:
    """The way of a message and all that is pushed."""
    live = make_live_chat(
        base.database, shared.store, base.fair, base.clock, shared.conversations, base.secret, base.redis,
        load_limits(base.environment).streams,
    )  # fmt: skip
    suggestions = QuestionSuggestions(shared.catalogue)
    delivery = Delivery(
        base.clock, shared.conversations, shared.rasa, live, suggestions.title_of, shared.understood, shared.questions,
        SharedLocks(base.redis, "chat"), EmergencyService(LiveFair(base.root / FAIR_FILE), shared.catalogue),
    )  # fmt: skip
    return ChatParts(
        site=site,
        sessions=shared.sessions,
        delivery=delivery,
        live=live,
        suggestions=suggestions,
        questions=shared.questions,
        catalogue=shared.catalogue,
        has_map=shared.has_map,
        database=base.database,
    )


def setup_http(app: Sanic, base: Base, site: Site, health: Health, chat: ChatParts) -> None:
    """Set up the rules for every request, and the pages that belong to no surface."""
    keep_parts(app, site)
    setup_errors(app, site.templates)
    setup_metrics(app, base.environment, health, lambda: chat.live.hub.count)
    setup_security(app, site.visitors)
    setup_embedding(app, load_origins(base.environment), site.prefix)
    setup_health(app, health)
    setup_legal_pages(app)


def setup_programme_surfaces(app: Sanic, base: Base, shared: Shared, site: Site) -> None:
    """The programme and the floor plan to look at, and the programme for other systems."""
    exports = ProgrammeExports(shared.catalogue, base.fair)
    setup_programme(app, ProgrammeParts(site, exports, shared.catalogue, shared.has_map))
    tokens = load_tokens(base.environment, shared.counter)
    setup_programme_api(app, ApiParts(site, tokens, shared.change_service))
    setup_venue(app, VenueParts(site, shared.venue, shared.catalogue))


def make_kiosk(base: Base, shared: Shared, chat: ChatParts) -> KioskParts:
    """The booth's parts; its visits are chats."""
    return KioskParts(
        site=chat.site,
        visits=Visits(base.database, lambda: base.clock.now().date()),
        sky=SentenceMapPicture(shared.rasa.sentence_map),
        pin=load_pin(base.environment),
        address=load_address(base.environment),
        sessions=shared.sessions,
        chats=chat.delivery,
        understood=shared.understood,
        counter=shared.counter,
    )


def make_topics(base: Base, shared: Shared, site: Site, access: Access) -> TopicParts:
    """The topics and what helps while writing."""
    adviser = Adviser(shared.topics, base.folder, shared.questions.latest_misses)
    comparison = SentenceComparison(base.root, base.folder)
    return TopicParts(
        site, access.audit, shared.topics, adviser, comparison, lambda: usage_of(shared.questions.counts())
    )


def setup_editor(app: Sanic, base: Base, shared: Shared, topics: TopicParts) -> None:
    """The surfaces on topics and on what was asked."""
    site, audit, adviser = topics.site, topics.audit, topics.adviser
    setup_topics(app, topics)
    inbox = InboxService(shared.topics, shared.questions, InboxStore(base.database), adviser.nearness)
    setup_inbox(app, InboxParts(site, audit, inbox, shared.topics, adviser))
    setup_statistics(app, StatisticsParts(site, shared.questions, adviser.titles, shared.catalogue))


def setup_drafts(app: Sanic, base: Base, topics: TopicParts, live: RasaClient) -> None:
    """The surfaces between a draft and the live bot: stories, trying out, publishing."""
    site, audit = topics.site, topics.audit
    publishing = PublishingService(base.root, base.folder, base.environment)
    setup_publishing(app, PublishingParts(site, audit, publishing, LabelTitles(base.root), topics.topics))
    setup_stories(app, StoryParts(site, audit, topics.topics, publishing.published_files))
    draft = DraftProcess(base.root, base.folder, base.environment)
    setup_tryout(app, TryoutParts(site, audit, Tryout(draft, live), base.root))


def make_background(
    base: Base, shared: Shared, chat: ChatParts, topics: TopicParts, checks: HealthChecks
) -> Background:
    """Make everything that begins and ends with the server."""
    closed = [base.redis.close] if base.redis is not None else []

    def begin() -> list[asyncio.Task[None]]:
        forgetter = asyncio.create_task(keep_forgetting(shared.conversations, base.fair.retention_days))
        return [forgetter, *chat.live.keepers()]

    return Background(
        programme=ProgrammeKeeper(shared.store),
        begin=begin,
        stops=(topics.adviser.nearness.stop, topics.comparison.stop),
        closings=(checks.close, shared.rasa.close, *closed, base.database.dispose),
    )
