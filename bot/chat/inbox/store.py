"""The editors' decisions on questions of the inbox; each can be undone.

Questions and the examples made of them are known by their keys only: their words go with their chats.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.core.database import make_tables, metadata

KEPT_SECONDS = 180 * 86_400  # longer than questions are kept
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("target", sa.String(120), nullable=False),  # stem of the file that got examples, or ""
    sa.Column("keys", sa.Text, nullable=False),  # JSON list
    sa.Column("added", sa.Text, nullable=False),  # keys of the examples, JSON list
    sa.Column("who", sa.String(80), nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)


class InboxDecision(str, Enum):
    """Ways to deal with questions."""

    ASSIGNED = "zugeordnet"
    IGNORED = "ignoriert"


@dataclass(frozen=True)
class Done:
    """A decision on questions that were dealt with together."""

    number: int
    what: InboxDecision
    target: str
    keys: tuple[str, ...]
    added: tuple[str, ...]
    who: str


class InboxStore:
    """The decisions of all editors."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def add(
        self, what: InboxDecision, keys: Collection[str], who: str, target: str = "", added: Collection[str] = ()
    ) -> None:
        """Store a decision on these questions; decisions older than any question are deleted."""
        now = int(time.time())
        values = {
            "what": what.value, "target": target, "keys": json.dumps(sorted(keys)),
            "added": json.dumps(sorted(added)), "who": who[:80], "stored_at": now,
        }  # fmt: skip
        with self._engine.begin() as connection:
            connection.execute(inbox.delete().where(inbox.c.stored_at < now - KEPT_SECONDS))
            connection.execute(inbox.insert().values(**values))

    def all(self) -> list[Done]:
        """Return all decisions, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(inbox).order_by(inbox.c.number.desc())).all()
        return [_done(row) for row in rows]

    def take_out(self, number: int) -> Done | None:
        """Delete a decision, so that its questions are open again; None when that has been done already."""
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(inbox).where(inbox.c.number == number)).first()
            gone = connection.execute(inbox.delete().where(inbox.c.number == number))
        return _done(row) if row is not None and gone.rowcount else None


def _done(row: Any) -> Done:
    # ``row.keys`` is a method of SQLAlchemy's rows.
    keys, added = (tuple(map(str, json.loads(row._mapping[name]))) for name in ("keys", "added"))
    return Done(row.number, InboxDecision(row.what), row.target, keys, added, row.who)
