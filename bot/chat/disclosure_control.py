"""Keeps people from being recognised: in a text before editors see it, in counts by leaving out small ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

MASK = "…"
_LETTERS = r"[^\W\d_]"
_WORD = rf"{_LETTERS}[\w'’-]*"
_CAPITAL = r"(?-i:[A-ZÄÖÜ])[\w'’-]*"
_TITLES = r"(?:(?:dr|prof|dipl|ing|med)\. ?|herr |frau )*"
_PARTICLES = r"(?:(?:von|van|der|den|de|zu|zum|zur|el|al|bin) )*"
# Words that end a name which is written small or in a sentence of capitals only.
_NO_NAME = (
    r"(?!(?:und|aber|oder|denn|wo|wie|was|wann|wer|ich|wir|mein\w*|such\w*|find\w*|bin|hab\w*|hätte|komm\w*|arbeit\w*"
    r"|möcht\w*|will|woll\w*|brauch\w*|kann|könn\w*|darf|aus|bei|beim|im|in|an|am|auf|mit|für|von|vom|gibt|ist|sind"
    r"|heute|morgen|hier|da|nicht|bitte)\b)"
)
_REST_OF_NAME = rf"(?: {_PARTICLES}{_NO_NAME}{_WORD})?(?: {_PARTICLES}{_NO_NAME}{_CAPITAL}){{0,2}}"
_TWO_CAPITALS = rf"{_PARTICLES}{_CAPITAL}(?: {_PARTICLES}{_NO_NAME}{_CAPITAL}){{1,2}}"
_MAIL = re.compile(
    r"[\w.+-]+(?:@| ?[(\[{](?:at|ät)[)\]}] ?)[\w-]+(?: ?(?:\.|[(\[{](?:dot|punkt)[)\]}]) ?[\w-]+)*|(?<!\w)@\w[\w.-]+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.:])(?!\d{1,2}\.\d{1,2}\.)(?!\d{4}-\d\d-\d\d\b)\+?\(?\d[\d /().-]{4,}\d(?![\w:])")
_HOURS = re.compile(r"\d{1,2}(?:\.\d\d)? ?- ?\d{1,2}(?:\.\d\d)?")
_NAMES = (
    re.compile(
        r"(?P<intro>\bich hei(?:ß|ss)e?[:,]? |\bmein name (?:ist|lautet|wäre)[:,]? |\bname: ?|\bhier spricht )"
        rf"{_TITLES}{_NO_NAME}{_WORD}{_REST_OF_NAME}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<intro>\b(?:ich bin|hier ist) (?:der |die )?){_TITLES}{_TWO_CAPITALS}", re.IGNORECASE),
    re.compile(rf"(?P<intro>\bgrü(?:ß|ss)e?n?,? (?:von )?){_TITLES}{_CAPITAL}(?: {_CAPITAL})?", re.IGNORECASE),
)


def mask_personal_data(text: str) -> str:
    """Return the text on one line without mail addresses, long numbers and names that introduce their bearer."""
    masked = _MAIL.sub(MASK, " ".join(text.split()))
    masked = _NUMBER.sub(_mask_number, masked)
    for names in _NAMES:
        masked = names.sub(rf"\g<intro>{MASK}", masked)
    return masked


def _mask_number(match: re.Match[str]) -> str:
    found = match.group()
    is_long = sum(letter.isdigit() for letter in found) >= 6
    return MASK if is_long and not _HOURS.fullmatch(found) else found


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
