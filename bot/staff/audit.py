"""The audit log: who did what, when. Rows are only ever added, and forgotten after a year."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

import sqlalchemy as sa

from bot.core.database import make_tables, metadata
from bot.staff.users import LONGEST_NAME

KEEP_DAYS = 365
LONGEST_WHAT, LONGEST_ABOUT = 80, 300
COMMAND_LINE = "kommandozeile"
_audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Integer, nullable=False, index=True),  # real seconds since 1970
    sa.Column("user", sa.String(LONGEST_NAME), nullable=False),
    sa.Column("what", sa.String(LONGEST_WHAT), nullable=False),
    sa.Column("about", sa.String(LONGEST_ABOUT), nullable=False),
    sa.Column("folded", sa.Text, nullable=False),  # all words in small letters: SQLite folds no umlauts
    sqlite_autoincrement=True,
)


@dataclass(frozen=True)
class AuditEntry:
    """A row of the audit log; ``at`` is in UTC."""

    number: int
    at: datetime
    user: str
    what: str
    about: str


class Audit:
    """The audit log of this installation."""

    def __init__(self, engine: sa.engine.Engine, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._now = now
        make_tables(engine)

    def note(self, user: str, what: str, about: str = "") -> None:
        """Add a row, such as ``("kim", "Thema gespeichert", "parken")``."""
        now = int(self._now())
        row = {"user": user[:LONGEST_NAME], "what": what[:LONGEST_WHAT], "about": about[:LONGEST_ABOUT]}
        folded = " ".join(row.values()).casefold()
        with self._engine.begin() as connection:
            connection.execute(_audit.delete().where(_audit.c.at < now - KEEP_DAYS * 86400))
            connection.execute(_audit.insert().values(at=now, folded=folded, **row))

    def latest(self, count: int, before: int | None = None, words: str = "") -> list[AuditEntry]:
        """Return the latest rows, newest first.

        Args:
            count: the most rows to return.
            before: only rows with a lower number.
            words: only rows that contain each of these words.
        """
        query = sa.select(_audit).order_by(_audit.c.number.desc()).limit(count)
        if before is not None:
            query = query.where(_audit.c.number < before)
        for word in words.casefold().split():
            query = query.where(_audit.c.folded.contains(word, autoescape=True))
        with self._engine.connect() as connection:
            return [_deed(row) for row in connection.execute(query).mappings()]


def _deed(row: sa.engine.RowMapping) -> AuditEntry:
    moment = datetime.fromtimestamp(row["at"], timezone.utc)
    return AuditEntry(row["number"], moment, row["user"], row["what"], row["about"])
