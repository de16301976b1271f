"""Visits at the booth, their way on to a phone, and what is counted of a day; no person can be told from it."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa

from bot.database import make_tables, metadata
from bot.dialogue.understanding import Understanding
from bot.web.chat_tables import chat_table

PASS_SECONDS = 120.0
MOST_KNOWN = 1_000  # visits and passes; the oldest make room
VISIT, HANDED_OVER = "besuch", "uebergeben"  # what is counted, beside the decisions of the answers
_counts = sa.Table(
    "booth_counts",
    metadata,
    sa.Column("day", sa.String(10), primary_key=True),  # ISO 8601, of the fair's clock
    sa.Column("what", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
_handed_over = chat_table("booth_handed_over")  # chats that a visitor has taken along: the booth must not delete them


class Visits:
    """The booth's chats. Passes live in memory only: they are valid for two minutes."""

    def __init__(
        self, engine: sa.engine.Engine, today: Callable[[], date], real_time: Callable[[], float] = time.monotonic
    ) -> None:
        """Make it; ``today`` is the fair's day, ``real_time`` a source of real seconds."""
        self._engine = engine
        self._today = today
        self._real_time = real_time
        self._chats: OrderedDict[str, None] = OrderedDict()
        self._passes: OrderedDict[str, tuple[str, float]] = OrderedDict()
        make_tables(engine)

    def begin(self, chat: str) -> None:
        """Somebody begins to talk at the booth."""
        self._chats[chat] = None
        if len(self._chats) > MOST_KNOWN:
            self._chats.popitem(last=False)
        self._count(VISIT)

    def end(self, chat: str) -> bool:
        """The visitor has gone; whether the chat is to be deleted (not if it was taken along)."""
        self._chats.pop(chat, None)
        self._passes = OrderedDict((key, value) for key, value in self._passes.items() if value[0] != chat)
        return not self.is_handed_over(chat)

    def note(self, chat: str, reports: Sequence[Understanding]) -> None:
        """A message was answered; counted if it came from the booth."""
        if chat in self._chats:
            for report in reports:
                self._count(report.decision.value)

    def make_pass(self, chat: str) -> str:
        """A pass that opens the chat once within two minutes; an earlier one of this chat is void."""
        self._passes = OrderedDict((key, value) for key, value in self._passes.items() if value[0] != chat)
        ticket = secrets.token_urlsafe(18)
        self._passes[ticket] = (chat, self._real_time() + PASS_SECONDS)
        if len(self._passes) > MOST_KNOWN:
            self._passes.popitem(last=False)
        return ticket

    def redeem(self, ticket: str) -> str | None:
        """The chat that a pass opens, or None when it is void; from then on the chat is the phone's."""
        chat, until = self._passes.pop(ticket, ("", 0.0))
        if not chat or self._real_time() >= until:
            return None
        with self._engine.begin() as connection:
            connection.execute(_handed_over.delete().where(_handed_over.c.session == chat))
            connection.execute(_handed_over.insert(), [{"session": chat}])
        self._chats.pop(chat, None)
        self._count(HANDED_OVER)
        return chat

    def is_handed_over(self, chat: str) -> bool:
        """Whether the chat goes on elsewhere."""
        query = sa.select(_handed_over.c.session).where(_handed_over.c.session == chat)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def counts(self) -> dict[str, int]:
        """What was counted today."""
        query = sa.select(_counts.c.what, _counts.c.number).where(_counts.c.day == self._today().isoformat())
        with self._engine.connect() as connection:
            return {row.what: row.number for row in connection.execute(query)}

    def _count(self, what: str) -> None:
        key = (_counts.c.day == self._today().isoformat()) & (_counts.c.what == what)
        with self._engine.begin() as connection:
            raised = connection.execute(_counts.update().where(key).values(number=_counts.c.number + 1))
            if raised.rowcount == 0:
                row = {"day": self._today().isoformat(), "what": what, "number": 1}
                connection.execute(_counts.insert(), [row])
