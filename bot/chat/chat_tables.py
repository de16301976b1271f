"""Tables that belong to chats, so that everything kept about a chat is forgotten with it.

Each has the columns ``session`` (the chat's id) and ``stored_at`` (real seconds since 1970). Rasa's memory of the
conversation goes with them; Rasa knows it under another name.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.chat.session_tokens import sender_of
from bot.core.database import metadata
from bot.dialogue.tracker_rows import TrackerRows, forget_conversation, forget_conversations_before, move_conversation

CHAT_COLUMN = "session"  # leads to the chat; a person who gets the data from its owner need not have that
OF_CHAT = "of_chat"


def chat_table(name: str, *parts: Any) -> sa.Table:
    """Return a table about chats with its two columns; rows go with their chat."""
    return sa.Table(
        name,
        metadata,
        sa.Column("session", sa.String(64), nullable=False, primary_key=True),
        *parts,
        sa.Column("stored_at", sa.Integer, nullable=False, index=True, default=lambda: int(time.time())),
        info={OF_CHAT: True},
    )


def tables_of_chats() -> list[sa.Table]:
    """Return all tables about chats that this process has imported."""
    return [table for table in metadata.sorted_tables if table.info.get(OF_CHAT)]


def forget_chat(connection: Any, session: str) -> None:
    """Delete everything about a chat."""
    for table in tables_of_chats():
        connection.execute(table.delete().where(table.c.session == session))
    forget_conversation(connection, sender_of(session))


def move_chat(connection: Any, session: str, other: str) -> None:
    """Move everything about a chat to another, new session."""
    for table in tables_of_chats():
        connection.execute(table.update().where(table.c.session == session).values(session=other))
    move_conversation(connection, sender_of(session), sender_of(other))


def forget_rows_before(connection: Any, moment: float) -> int:
    """Delete rows stored before this moment and return their number."""
    deleted = [connection.execute(table.delete().where(table.c.stored_at < moment)) for table in tables_of_chats()]
    return sum(int(result.rowcount) for result in deleted) + forget_conversations_before(connection, moment)


def data_of(engine: sa.engine.Engine, session: str) -> dict[str, Any]:
    """Return all rows kept about a chat, by table; Rasa's memory of it under ``talks``."""
    with engine.connect() as connection:
        tables = {table.name: _rows(connection, table, session) for table in tables_of_chats()}
    conversation = TrackerRows(engine).load(sender_of(session))
    return {name: rows for name, rows in tables.items() if rows} | (
        {"talks": json.loads(conversation)} if conversation else {}
    )


def _rows(connection: Any, table: sa.Table, session: str) -> list[dict[str, Any]]:
    rows = connection.execute(sa.select(table).where(table.c.session == session)).mappings()
    return [_readable(row) for row in rows]


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != CHAT_COLUMN}
    return kept | ({"body": json.loads(kept["body"])} if "body" in kept else {})
