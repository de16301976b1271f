"""Visits at the booth, their way on to a phone, and what is counted of a day; no person can be told from it."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.chat.chat_tables import chat_table, move_chat
from bot.core.database import make_tables, metadata
from bot.core.errors import OverloadedError
from bot.dialogue.nlu_report import Understanding

PASS_SECONDS = 120.0
MOST_WAITING = 10_000  # passes of all chats; the first stay, further ones are refused
MARK = "stand-"  # begins the ids of the booth's chats
VISIT, HANDED_OVER = "besuch", "uebergeben"  # what is counted, beside the decisions of the answers
_counts = sa.Table(
    "booth_counts",
    metadata,
    sa.Column("day", sa.String(10), primary_key=True),  # ISO 8601, of the fair's clock
    sa.Column("what", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
_handed_over = chat_table("booth_handed_over")  # the booth's side of chats that visitors have taken along
_passes = chat_table(
    "booth_passes",
    sa.Column("key", sa.String(64), nullable=False, index=True),  # SHA-256 of the pass
    sa.Column("until", sa.Integer, nullable=False),  # real seconds since 1970
)


class TooManyPasses(OverloadedError):
    """No further pass can be made now."""

    def __init__(self) -> None:
        super().__init__("Gerade warten zu viele Codes auf ein Handy.", "bitte in zwei Minuten noch einmal versuchen.")


class Visits:
    """The booth's chats and their passes, which all web processes share."""

    def __init__(
        self, engine: sa.engine.Engine, today: Callable[[], date], real_time: Callable[[], float] = time.time
    ) -> None:
        """Count by ``today``, the fair's day; ``real_time`` is a source of real seconds since 1970."""
        self._engine = engine
        self._today = today
        self._real_time = real_time
        make_tables(engine)

    def begin(self) -> None:
        """Count a visit that begins at the booth."""
        self._count(VISIT)

    def note(self, chat: str, reports: Sequence[Understanding]) -> None:
        """A message was answered; counted if it came from the booth."""
        for report in reports if chat.startswith(MARK) else ():
            self._count(report.decision.value)

    def make_pass(self, chat: str) -> str:
        """Return a pass that opens the chat once within two minutes; an earlier one of this chat is void.

        Raises:
            TooManyPasses: too many wait already; none of them makes room.
        """
        ticket, now = secrets.token_urlsafe(18), int(self._real_time())
        with self._engine.begin() as connection:
            connection.execute(_passes.delete().where((_passes.c.session == chat) | (_passes.c.until <= now)))
            if connection.execute(sa.select(sa.func.count()).select_from(_passes)).scalar() >= MOST_WAITING:
                raise TooManyPasses
            row = {"session": chat, "key": _key(ticket), "until": now + int(PASS_SECONDS), "stored_at": now}
            connection.execute(_passes.insert(), [row])
        return ticket

    def chat_of(self, ticket: str) -> str | None:
        """Return the chat that a pass opens, or None when it is void."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(_passes.c.session).where(*self._valid(ticket))).scalar()
        return None if found is None else str(found)

    def redeem(self, ticket: str, chat: str, other: str) -> bool:
        """Use a pass up: all of ``chat`` belongs to the new chat ``other`` then, and the booth's key opens nothing.

        Returns whether it was valid. To be called while nothing else runs for the chat.
        """
        with self._engine.begin() as connection:
            # deleting is the check: of two phones with the same code only one gets a row
            if not connection.execute(_passes.delete().where(*self._valid(ticket))).rowcount:
                return False
            move_chat(connection, chat, other)
            connection.execute(_handed_over.insert(), [{"session": chat}])
        self._count(HANDED_OVER)
        return True

    def _valid(self, ticket: str) -> tuple[Any, Any]:
        return _passes.c.key == _key(ticket), _passes.c.until > int(self._real_time())

    def is_handed_over(self, chat: str) -> bool:
        """Whether the chat goes on elsewhere."""
        query = sa.select(_handed_over.c.session).where(_handed_over.c.session == chat)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def counts(self) -> dict[str, int]:
        """Return today's counts by what was counted."""
        query = sa.select(_counts.c.what, _counts.c.number).where(_counts.c.day == self._today().isoformat())
        with self._engine.connect() as connection:
            return {row.what: row.number for row in connection.execute(query)}

    def _count(self, what: str) -> None:
        key = (_counts.c.day == self._today().isoformat()) & (_counts.c.what == what)
        with self._engine.begin() as connection:
            # raised in the database: several processes count the same day
            raised = connection.execute(_counts.update().where(key).values(number=_counts.c.number + 1))
            if raised.rowcount == 0:
                row = {"day": self._today().isoformat(), "what": what, "number": 1}
                connection.execute(_counts.insert(), [row])


def _key(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "replace")).hexdigest()
