"""Visitors' questions grouped by meaning, since many ask the same thing in other words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.examples import plain
from bot.nlu.encoder import Vectors

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
