"""How often each thing is asked, counted and grouped by likeness."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.content.examples import plain
from bot.core.database import metadata
from bot.nlu.encoder import Vectors

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


# On tests/saetze (353 sentences of 49 topics, worded as unlike as can be): 90 % stand with others of
# their topic or alone; at 0.3 it is 73 %, at 0.6 97 %, but then hardly anything stands together.
ALIKE = 0.45  # cosine of centred vectors


@dataclass(frozen=True)
class Asked:
    """A question in these words, asked once or more often.

    Attributes:
        words: without personal data.
        count: how often.
        last: when last, in real seconds since 1970.
        reasons: why it is shown, the values of :class:`bot.chat.questions.Reason`.
        labels: the labels it got.
        comments: comments beside a thumb down.
    """

    words: str
    count: int
    last: int
    reasons: frozenset[str]
    labels: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Identifies the question without its words; the same words have the same key."""
        return key_of(self.words)


@dataclass(frozen=True)
class QuestionGroup:
    """Questions of one meaning, the most frequent first."""

    questions: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How often the group's questions were asked."""
        return sum(each.count for each in self.questions)

    @property
    def last(self) -> int:
        """When one of them was asked last, in real seconds since 1970."""
        return max(each.last for each in self.questions)


def key_of(words: str) -> str:
    """Return the key of a question in these words."""
    return hashlib.sha256(plain(words).encode()).hexdigest()[:16]


def grouped(questions: Sequence[Asked], vectors: Vectors | None) -> list[QuestionGroup]:
    """Return the questions in groups, the most frequent first.

    Args:
        questions: each once.
        vectors: (n, d) of length 1; None while nothing can be compared, then each question is a group.
    """
    order = sorted(range(len(questions)), key=lambda place: (-questions[place].count, -questions[place].last))
    leaders: list[int] = []
    members: dict[int, list[Asked]] = {}
    for place in order:
        leader = _nearest(place, leaders, vectors)
        if leader is None:
            leaders.append(place)
        members.setdefault(place if leader is None else leader, []).append(questions[place])
    groups = [QuestionGroup(tuple(each)) for each in members.values()]
    return sorted(groups, key=lambda group: (-group.count, -group.last))


def _nearest(place: int, leaders: Sequence[int], vectors: Vectors | None) -> int | None:
    """Return the group's first question that this one is similar to; None when there is none."""
    if vectors is None or not leaders:
        return None
    nearness = vectors[list(leaders)] @ vectors[place]
    best = int(nearness.argmax())
    return leaders[best] if nearness[best] >= ALIKE else None
