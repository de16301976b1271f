"""Deletion of chats older than the retention period of messe.yml."""

from __future__ import annotations

import asyncio
import logging
import time

import sqlalchemy as sa

from bot.chat.conversations import Conversations

CHECK_SECONDS = 3600.0
logger = logging.getLogger(__name__)


async def keep_forgetting(conversations: Conversations, days: int) -> None:
    """Delete chats older than so many days, now and once an hour, until cancelled."""
    while True:
        await asyncio.to_thread(forget_old_chats, conversations, days, time.time())
        await asyncio.sleep(CHECK_SECONDS)


def forget_old_chats(conversations: Conversations, days: int, now: float) -> int:
    """Delete rows older than so many days at ``now`` (real seconds since 1970) and return their number."""
    try:
        deleted = conversations.forget_before(now - days * 86400)
    except sa.exc.SQLAlchemyError as error:  # a locked or full disk must not end the chat; the next hour tries again
        logger.error("Alte Gespräche lassen sich gerade nicht löschen (%s)", type(error).__name__)
        return 0
    if deleted:
        logger.info("%d Nachrichten aus alten Gesprächen gelöscht", deleted)
    return deleted
