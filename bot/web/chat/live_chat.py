"""Puts together what keeps open chats up to date: interests, plans, reminders, news, and connections."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import sqlalchemy as sa
from redis.asyncio import Redis

from bot.chat.change_notifications import ChangePush
from bot.chat.conversations import Conversations
from bot.chat.fan_out import FanOut
from bot.chat.interests import Interests
from bot.chat.plans import Plans, PlanService
from bot.chat.reminders import Reminders
from bot.fair.clock import FairClock
from bot.fair.model import Fair
from bot.programme.store import ProgrammeStore
from bot.web.chat.push import MOST_CONNECTIONS, Hub


@dataclass(frozen=True)
class LiveChat:
    """The parts; :meth:`keepers` run as long as the server."""

    conversations: Conversations
    interests: Interests
    plans: Plans
    plan_service: PlanService
    hub: Hub
    fan_out: FanOut
    changes: ChangePush
    reminders: Reminders

    def keepers(self) -> list[asyncio.Task[None]]:
        """Start what runs beside the requests."""
        parts = (self.hub.keep(), self.fan_out.keep(self.hub.hear), self.changes.keep(), self.reminders.keep())
        return [asyncio.create_task(part) for part in parts]


def make_live_chat(
    database: sa.engine.Engine,
    store: ProgrammeStore,
    fair: Fair,
    clock: FairClock,
    conversations: Conversations,
    secret: str,
    redis: Redis | None = None,
    streams: int = MOST_CONNECTIONS,
) -> LiveChat:
    """The parts, knowing each other.

    Args:
        database: of this installation.
        store: the programme.
        fair: its facts.
        clock: its time.
        conversations: all chats.
        secret: signs the links that take a plan along.
        redis: joins processes.
        streams: open connections from one address.
    """
    # asked for at each use: the catalogue is replaced while the server runs
    interests = Interests(database, lambda: store.catalogue)
    fan_out = FanOut(redis)
    # the hub tells other processes through the fan-out, which brings it theirs: see keepers()
    hub = Hub(conversations, fan_out.tell, streams)
    plans = Plans(database, interests, hub.plan_changed)
    return LiveChat(
        conversations=conversations,
        interests=interests,
        plans=plans,
        plan_service=PlanService(plans, lambda: store.catalogue, fair, clock, secret),
        hub=hub,
        fan_out=fan_out,
        changes=ChangePush(store, interests, clock, hub.wake),
        reminders=Reminders(plans, lambda: store.catalogue, clock, hub.wake),
    )
