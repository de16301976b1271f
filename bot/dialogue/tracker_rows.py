"""The rows of Rasa's memory: one for each conversation, in the project's database. Knows nothing of Rasa."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa

from bot.core.database import make_tables, metadata

LONGEST_SENDER = 200  # as the REST channel allows
PASSING_SENDER = "ausprobieren-"  # begins the names of conversations that must not outlive this process
MOST_PASSING = 50
conversations = sa.Table(
    "talks",
    metadata,
    sa.Column("sender", sa.String(LONGEST_SENDER), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),  # JSON list of Rasa's events
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),  # real seconds since 1970
)


class TrackerRows:
    """The rows of all conversations; used from an event loop: with SQLite a statement takes well under a
    millisecond.
    """

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        self._passing: OrderedDict[str, str] = OrderedDict()
        make_tables(engine)

    def load(self, sender: str) -> str | None:
        """Return what was saved last for this conversation, or None."""
        if sender.startswith(PASSING_SENDER):
            return self._passing.get(sender)
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(conversations.c.events).where(conversations.c.sender == sender)
            ).scalar()
        return None if found is None else str(found)

    def save(self, sender: str, events: str) -> None:
        """Put this in the place of what was saved for the conversation."""
        if sender.startswith(PASSING_SENDER):
            self._keep_passing(sender, events)
            return
        row = {"events": events, "stored_at": int(time.time())}
        with self._engine.begin() as connection:
            changed = connection.execute(conversations.update().where(conversations.c.sender == sender).values(row))
            if not changed.rowcount:
                connection.execute(conversations.insert().values(sender=sender, **row))

    def _keep_passing(self, sender: str, events: str) -> None:
        """Editors try out what visitors asked: that must not be held longer than the visitors' own words."""
        self._passing[sender] = events
        self._passing.move_to_end(sender)
        if len(self._passing) > MOST_PASSING:
            self._passing.popitem(last=False)

    def senders(self) -> list[str]:
        """The names of all conversations."""
        with self._engine.connect() as connection:
            return [str(row.sender) for row in connection.execute(sa.select(conversations.c.sender))]


def forget_conversation(connection: Any, sender: str) -> None:
    """Delete the memory of one conversation within a transaction."""
    connection.execute(conversations.delete().where(conversations.c.sender == sender))


def move_conversation(connection: Any, sender: str, other: str) -> None:
    """Give the memory of a conversation another name within a transaction."""
    connection.execute(conversations.update().where(conversations.c.sender == sender).values(sender=other))


def forget_conversations_before(connection: Any, moment: float) -> int:
    """Delete conversations in which nothing was said since this moment (real seconds since 1970); returns how many."""
    return int(connection.execute(conversations.delete().where(conversations.c.stored_at < moment)).rowcount)
