"""Questions counted by day of the fair: all that remains of them when their chats are deleted.

Each count also says how many chats it comes from, for only counts from several may be shown
(:mod:`bot.chat.disclosure_control`). No count says which.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.core.database import metadata

DURATIONS = (20, 50, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10000)  # ms, upper bounds
_counts = sa.Table(
    "question_counts",
    metadata,
    sa.Column("day", sa.String(10), primary_key=True),  # ISO 8601, of the fair's clock
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.String(220), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("chats", sa.Integer, nullable=False),
)
_ADD = sa.text(  # SQLite and PostgreSQL say it alike
    "INSERT INTO question_counts (day, kind, key, number, chats) VALUES (:day, :kind, :key, :number, :chats) "
    "ON CONFLICT (day, kind, key) DO UPDATE SET "
    "number = question_counts.number + excluded.number, chats = question_counts.chats + excluded.chats"
)


class CountKind(str, Enum):
    """Kinds of counts; the comment beside each gives its keys."""

    ALL = "gesamt"  # key ""
    HOUR = "stunde"  # "09"
    LABEL = "thema"  # full label
    DECISION = "ergebnis"
    DURATION = "dauer"  # ms, the upper bound; "" above the last
    BOOTH = "stand"
    SESSION = "sitzung"
    VERDICT = "daumen"
    GOOD_OF = "gut"  # full label
    BAD_OF = "schlecht"  # full label


@dataclass(frozen=True)
class Cell:
    """A counter, by day, kind and key."""

    day: str
    kind: CountKind
    key: str


@dataclass(frozen=True)
class Count:
    """Number of questions, and of the chats they come from."""

    number: int
    chats: int


def add_difference(connection: Any, before: Counter[Cell], after: Counter[Cell]) -> None:
    """Add the difference between one chat's cells ``before`` and ``after``."""
    cells = [cell for cell in {**before, **after} if before[cell] != after[cell]]
    rows = [
        {
            "day": cell.day,
            "kind": cell.kind.value,
            "key": cell.key,
            "number": after[cell] - before[cell],
            "chats": (after[cell] > 0) - (before[cell] > 0),
        }
        for cell in sorted(cells, key=lambda cell: (cell.day, cell.kind, cell.key))  # one order: no deadlock
    ]
    if rows:
        connection.execute(_ADD, rows)


def read_counts(connection: Any) -> dict[Cell, Count]:
    """Return all counts of this installation: a few hundred a day."""
    rows = connection.execute(sa.select(_counts).where(_counts.c.number > 0))
    return {Cell(row.day, CountKind(row.kind), row.key): Count(row.number, row.chats) for row in rows}


def duration_key(milliseconds: float) -> str:
    """Return the bucket of a duration."""
    return next((str(bound) for bound in DURATIONS if milliseconds <= bound), "")
