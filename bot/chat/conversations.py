"""Conversations kept for open pages, and deleted when they are no longer needed."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.chat.answers import Answer, Button
from bot.chat.chat_tables import OF_CHAT, forget_chat, forget_rows_before
from bot.core.database import make_tables, metadata, wipe

GREETING = ""  # message id of bubbles that answer nothing
PUSHED = "push"  # message id of bubbles that answer no question
MOST_AT_ONCE = 5_000
_APPEND_LOCK = 4_711_001  # any number that nothing else in the database uses
messages = sa.Table(
    "messages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("session", sa.String(64), nullable=False),
    sa.Column("message_id", sa.String(64), nullable=False),  # of the person's message that this row belongs to
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # the bubble as JSON
    sa.Column("time", sa.String(40), nullable=False),  # ISO 8601 with offset
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),  # real seconds since 1970
    sa.Index("messages_by_session", "session", "message_id"),
    sqlite_autoincrement=True,  # a number is never given twice: browsers ask for what came after theirs
    info={OF_CHAT: True},
)


class Conversations:
    """All conversations of this installation, each under its session id."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def history(self, session: str, after: int = 0) -> list[Answer]:
        """Return the bubbles of a session in their order, those with a number above ``after``."""
        return self._bubbles(messages.c.session == session, messages.c.number > after)

    def answers_to(self, session: str, message_id: str) -> list[Answer] | None:
        """Return the answers given to a message, or None if it was not answered yet."""
        found = self._bubbles(messages.c.session == session, messages.c.message_id == message_id)
        return [bubble for bubble in found if bubble["rolle"] == "bot"] if found else None

    def offered_buttons(self, session: str) -> list[Button]:
        """Return every button that this conversation has offered, oldest first."""
        return [button for bubble in self.history(session) for button in bubble["knoepfe"]]

    def record(
        self,
        session: str,
        message_id: str,
        bubbles: Sequence[Answer],
        carry_out: Callable[[Any], None] = lambda _: None,
    ) -> None:
        """Append bubbles, all or none; none to a message that another process has answered meanwhile.

        Args:
            session: the chat.
            message_id: the visitor's message that the bubbles belong to.
            bubbles: in their order.
            carry_out: further changes of the answer, in the same transaction: with it or not at all.
        """
        with self._engine.begin() as connection:
            _wait_for_turn(connection)
            if not _is_answered(connection, session, message_id):
                append(connection, ((session, bubble) for bubble in bubbles), message_id)
                carry_out(connection)

    def delete(self, session: str) -> None:
        """Forget everything about a session: bubbles, plan, reminders, interests."""
        with self._engine.begin() as connection:
            forget_chat(connection, session)
        wipe(self._engine)

    def forget_before(self, moment: float) -> int:
        """Delete rows stored before ``moment`` (real seconds since 1970) and return their number."""
        with self._engine.begin() as connection:
            deleted = forget_rows_before(connection, moment)
        if deleted:
            wipe(self._engine)
        return deleted

    def last_number(self, session: str = "") -> int:
        """Return the highest number, of one session or of all; 0 when there is none."""
        query = sa.select(sa.func.max(messages.c.number))
        with self._engine.connect() as connection:
            return int(
                connection.execute(query.where(messages.c.session == session) if session else query).scalar() or 0
            )

    def newer_than(self, number: int) -> list[tuple[int, str, Answer]]:
        """Return number, session and bubble of everything recorded after ``number``, by any process."""
        columns = (messages.c.number, messages.c.session, messages.c.body)
        query = sa.select(*columns).where(messages.c.number > number).order_by(messages.c.number).limit(MOST_AT_ONCE)
        with self._engine.connect() as connection:
            return [(row.number, row.session, _numbered(row)) for row in connection.execute(query)]

    def _bubbles(self, *conditions: Any) -> list[Answer]:
        query = sa.select(messages.c.number, messages.c.body).where(*conditions).order_by(messages.c.number)
        with self._engine.connect() as connection:
            return [_numbered(row) for row in connection.execute(query)]


def append(connection: Any, bubbles: Iterable[tuple[str, Answer]], message_id: str) -> None:
    """Append bubbles to chats within a transaction."""
    _wait_for_turn(connection)
    rows = [
        {
            "session": session,
            "message_id": message_id,
            "role": bubble["rolle"],
            "body": json.dumps(bubble, ensure_ascii=False),
            "time": bubble["zeit"],
            "stored_at": int(time.time()),
        }
        for session, bubble in bubbles
    ]
    if rows:
        connection.execute(messages.insert(), rows)


def _wait_for_turn(connection: Any) -> None:
    """Let numbers become visible in their order, else a browser could miss one; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_APPEND_LOCK})"))


def _is_answered(connection: Any, session: str, message_id: str) -> bool:
    found = sa.select(messages.c.number).where(messages.c.session == session, messages.c.message_id == message_id)
    return message_id != PUSHED and connection.execute(found.limit(1)).scalar() is not None


def question_at(connection: Any, session: str, number: int) -> tuple[str, str]:
    """Return the id and the words of the message that this bubble answers; ("", "") for a greeting."""
    place = (messages.c.session == session) & (messages.c.number == number)
    message = connection.execute(sa.select(messages.c.message_id).where(place)).scalar() or ""
    asked = sa.select(messages.c.body).where(
        messages.c.session == session, messages.c.message_id == message, messages.c.role == "nutzer"
    )
    body = connection.execute(asked).scalar() if message not in (GREETING, PUSHED) else None
    return (message, str(json.loads(body)["text"])) if body else ("", "")


def _numbered(row: Any) -> Answer:
    bubble: Answer = json.loads(row.body)
    bubble["nummer"] = row.number
    return bubble


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
