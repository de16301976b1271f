"""The ground of the web app: settings, stores and services, made once a process. Only ``app.py`` knows it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import sqlalchemy as sa
from redis.asyncio import Redis

from bot.chat.conversations import Conversations
from bot.chat.nlu_reports import Understood
from bot.chat.questions import QuestionLog
from bot.chat.session_tokens import Sessions, load_secret
from bot.content.topic_service import TopicService
from bot.core.addresses import Addresses, load_addresses
from bot.core.database import open_database
from bot.core.redis import redis_from_environment
from bot.core.secrets import inner_token
from bot.core.settings import state_folder
from bot.fair.clock import FairClock, clock_from_environment
from bot.fair.file import FAIR_FILE, load_fair
from bot.fair.model import Fair
from bot.programme.changes.log import ChangeLog
from bot.programme.changes.service import ChangeService
from bot.programme.model import Catalogue
from bot.programme.store import ProgrammeStore, store_from_environment
from bot.runtime.rasa_client import RasaClient, rasa_address
from bot.venue.reading import PLAN_FILE, LiveFloorPlan
from bot.web.http.rate_counter import RateCounter, load_counter
from bot.web.http.visitors import Visitors, load_visitors

Loopback = httpx.AsyncBaseTransport | None


@dataclass(frozen=True)
class Base:
    """Settings and what is opened with them; ``folder`` holds the state, ``redis`` is None with a single process."""

    root: Path
    environment: Mapping[str, str]
    folder: Path
    fair: Fair
    clock: FairClock
    addresses: Addresses
    redis: Redis | None
    database: sa.engine.Engine
    secret: str


@dataclass(frozen=True)
class Shared:
    """Services that several surfaces get."""

    store: ProgrammeStore
    change_service: ChangeService
    conversations: Conversations
    questions: QuestionLog
    understood: Understood
    rasa: RasaClient
    topics: TopicService
    sessions: Sessions
    counter: RateCounter
    venue: LiveFloorPlan

    def catalogue(self) -> Catalogue:
        """The programme now.

        Raises:
            ProgrammeUnavailable: there is none yet.
        """
        return self.store.catalogue

    def has_map(self) -> bool:
        """Whether the fair has a floor plan now."""
        return self.venue.current is not None


def make_base(root: Path, environment: Mapping[str, str]) -> Base:
    """Read the settings.

    Raises:
        ConfigurationError: a setting cannot be used.
        ContentError: messe.yml has faults.
    """
    fair, folder = load_fair(root / FAIR_FILE), state_folder(environment, root)
    return Base(
        root, environment, folder, fair, clock_from_environment(fair, environment), load_addresses(environment),
        redis_from_environment(environment), open_database(folder, environment), load_secret(folder, environment),
    )  # fmt: skip


def make_shared(base: Base, loopback: Loopback) -> Shared:
    """Make what several surfaces get."""
    log = ChangeLog(base.database)
    store = store_from_environment(base.root, base.fair, base.clock, base.folder, base.environment, log)
    return Shared(
        store=store,
        change_service=ChangeService(store, log, base.fair, base.clock),
        conversations=Conversations(base.database),
        questions=QuestionLog(base.database, base.clock.now),
        understood=Understood(),
        rasa=rasa_client(base, loopback, inner_token(base.environment)),
        topics=TopicService(base.root),
        sessions=Sessions(base.secret),
        counter=load_counter(base.redis),
        venue=LiveFloorPlan(base.root / PLAN_FILE),
    )


def rasa_client(base: Base, loopback: Loopback, token: str = "") -> RasaClient:
    """To the Rasa that MESSE_RASA or the supervisor names, or to the one on this port."""
    return RasaClient(rasa_address(base.environment, base.folder), loopback, token=token)


def make_visitors(base: Base) -> Visitors:
    """As the environment says; processes that count together give a visitor the same pseudonym."""
    # with a Redis all processes need the same salt, so it comes from the shared secret
    found, salt = load_visitors(base.environment), hashlib.sha256(f"adresse:{base.secret}".encode())
    return found if base.redis is None else replace(found, salt=salt.digest())
