"""Which counts may be shown without telling anything about single persons.

A count is shown when it comes from at least five chats. The others of the same breakdown become one sum, together with
the smallest that could have been shown: so the sum comes from five chats as well, and no count that is hidden can be
had by taking what is shown from the total. Over several days only what each day shows is added up, so no difference of
periods tells more than the days do. Where a total is hidden, so are its parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

LEAST_CHATS = 5


class Counted(Protocol):
    """How often something was asked, and in how many chats."""

    @property
    def number(self) -> int:
        """How often."""

    @property
    def chats(self) -> int:
        """In how many chats."""


@dataclass(frozen=True)
class Breakdown:
    """What may be shown: numbers by key, most first, and the sum of all others (0 where there are none)."""

    shown: Mapping[str, int] = field(default_factory=dict)
    others: int = 0

    @property
    def total(self) -> int:
        """All together."""
        return sum(self.shown.values()) + self.others


def disclose(counts: Mapping[str, Counted]) -> Breakdown:
    """What may be shown of one day's counts of one kind."""
    visible = {key: count for key, count in counts.items() if count.chats >= LEAST_CHATS}
    hidden = {key: count for key, count in counts.items() if key not in visible and count.number > 0}
    if hidden and visible:
        smallest = min(visible, key=lambda key: (visible[key].number, visible[key].chats, key))
        hidden[smallest] = visible.pop(smallest)
    elif hidden:
        return Breakdown()
    others = sum(count.number for count in hidden.values())
    return _breakdown({key: count.number for key, count in visible.items()}, others)


def add_up(days: Iterable[Breakdown]) -> Breakdown:
    """Several days together: only what each of them shows."""
    shown: Counter[str] = Counter()
    others = 0
    for day in days:
        shown.update(day.shown)
        others += day.others
    return _breakdown(shown, others)


def _breakdown(shown: Mapping[str, int], others: int) -> Breakdown:
    return Breakdown(dict(sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))), others)
