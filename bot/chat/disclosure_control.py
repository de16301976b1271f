"""Statistical disclosure control: the counts that may be shown without revealing anything about single visitors.

A count is shown when it comes from at least five chats. The others of the same breakdown become one sum, together with
the smallest that could have been shown: so the sum comes from five chats as well, and no hidden count can be computed
by subtracting the shown ones from the total. Over several days only what each day shows is added up, so no difference
of periods reveals more than the days do. Where a total is hidden, so are its parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

LEAST_CHATS = 5


class Counted(Protocol):
    """A count of questions, and the number of chats it comes from."""

    @property
    def number(self) -> int:
        """Number of questions."""

    @property
    def chats(self) -> int:
        """Number of chats they come from."""


@dataclass(frozen=True)
class Breakdown:
    """Counts that may be shown: numbers by key, most first, and the sum of all others (0 where there are none)."""

    shown: Mapping[str, int] = field(default_factory=dict)
    others: int = 0

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return sum(self.shown.values()) + self.others


def disclose(counts: Mapping[str, Counted]) -> Breakdown:
    """Return the part of one day's counts of one kind that may be shown."""
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
    """Add up several days, each only as far as it may be shown."""
    shown: Counter[str] = Counter()
    others = 0
    for day in days:
        shown.update(day.shown)
        others += day.others
    return _breakdown(shown, others)


def _breakdown(shown: Mapping[str, int], others: int) -> Breakdown:
    return Breakdown(dict(sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))), others)
