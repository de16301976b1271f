"""The chats on disk: history for the browser, answers already given, buttons offered.

Called from the event loop: with SQLite a statement takes well under a millisecond.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.database import metadata
from bot.web.answers import Answer, Button

GREETING = ""  # message id of bubbles that answer nothing
_messages = sa.Table(
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
)


class Conversations:
    """All chats of this installation, each under its session id."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        metadata.create_all(engine)

    def history(self, session: str) -> list[Answer]:
        """All bubbles of a session in their order."""
        return self._bubbles(_messages.c.session == session)

    def answers_to(self, session: str, message_id: str) -> list[Answer] | None:
        """The answers given to a message, or None if it was not answered yet."""
        found = self._bubbles(_messages.c.session == session, _messages.c.message_id == message_id)
        return [bubble for bubble in found if bubble["rolle"] == "bot"] if found else None

    def offered_buttons(self, session: str) -> list[Button]:
        """Every button that this conversation has offered, oldest first."""
        return [button for bubble in self.history(session) for button in bubble["knoepfe"]]

    def record(self, session: str, message_id: str, bubbles: Sequence[Answer]) -> None:
        """Append bubbles, all or none."""
        rows = [
            {
                "session": session,
                "message_id": message_id,
                "role": bubble["rolle"],
                "body": json.dumps(bubble, ensure_ascii=False),
                "time": bubble["zeit"],
                "stored_at": int(time.time()),
            }
            for bubble in bubbles
        ]
        with self._engine.begin() as connection:
            connection.execute(_messages.insert(), rows)

    def delete(self, session: str) -> None:
        """Forget everything about a session."""
        with self._engine.begin() as connection:
            connection.execute(_messages.delete().where(_messages.c.session == session))

    def forget_before(self, moment: float) -> int:
        """Delete what was stored before this moment (real seconds since 1970); returns how many bubbles."""
        with self._engine.begin() as connection:
            return int(connection.execute(_messages.delete().where(_messages.c.stored_at < moment)).rowcount)

    def _bubbles(self, *conditions: Any) -> list[Answer]:
        query = sa.select(_messages.c.body).where(*conditions).order_by(_messages.c.number)
        with self._engine.connect() as connection:
            return [json.loads(body) for body in connection.execute(query).scalars()]
