"""Deletes old chats: what nobody needs any more is not kept."""

from __future__ import annotations

import asyncio
import logging
import time

import sqlalchemy as sa

from bot.web.conversations import Conversations

KEEP_DAYS = 14  # the answer of the topic datenschutz_des_bots promises it: messe.yml, angaben.chat_loeschfrist
CHECK_SECONDS = 3600.0
logger = logging.getLogger(__name__)


async def keep_forgetting(conversations: Conversations) -> None:
    """Delete chats older than 14 days, now and once an hour, until cancelled."""
    while True:
        forget_old_chats(conversations, time.time())
        await asyncio.sleep(CHECK_SECONDS)


def forget_old_chats(conversations: Conversations, now: float) -> int:
    """Delete what is older than 14 days at ``now`` (real seconds since 1970); returns how many bubbles."""
    try:
        deleted = conversations.forget_before(now - KEEP_DAYS * 86400)
    except sa.exc.SQLAlchemyError as error:  # a locked or full disk must not end the chat; the next hour tries again
        logger.error("Alte Gespräche lassen sich gerade nicht löschen (%s)", type(error).__name__)
        return 0
    if deleted:
        logger.info("%d Nachrichten aus alten Gesprächen gelöscht", deleted)
    return deleted
