"""Tokens of a text with their character offsets, and the readings of each as number, ordinal or word."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.german.time.words import CARDINALS, FUZZY_WORDS, NEVER_FUZZY, ONE, ORDINALS, WEEKDAYS, fold

_TOKEN = re.compile(r"[0-9]+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|[^\s]")
_MAX_DIGITS = 6
# Shorter words are one slip away from other real words ("morgen", "sorgen"): those misspellings stand in the tables.
_MIN_FUZZY, _MAX_FUZZY = 6, 24


@dataclass(frozen=True)
class TimeToken:
    """A number, a word or one other character; ``key`` is its folded and corrected spelling."""

    text: str
    key: str
    start: int
    end: int
    spaced: bool
    """Whether blanks or the beginning of the text stand before it."""


class TimeTokens:
    """The tokens of a text; positions outside it are allowed and hold nothing, so rules need no bounds checks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = _tokenise(text)
        letters = [char for char in text if char.isalpha()]
        self.shouting = bool(letters) and all(char == char.upper() for char in letters)

    def __len__(self) -> int:
        return len(self._tokens)

    def key(self, at: int) -> str:
        """Return the folded spelling at a position, "" outside the text."""
        return self._tokens[at].key if 0 <= at < len(self._tokens) else ""

    def token(self, at: int) -> TimeToken:
        """Return the token at a position inside the text.

        Raises:
            IndexError: there is no such position.
        """
        return self._tokens[at]

    def has(self, at: int, keys: Collection[str]) -> bool:
        """Return whether one of ``keys`` stands at a position."""
        return self.key(at) in keys

    def is_joined(self, at: int) -> bool:
        """Return whether the token follows the one before it without a blank."""
        return 0 < at < len(self._tokens) and not self._tokens[at].spaced

    def digits(self, at: int) -> int | None:
        """Return the value of a number in digits of at most six places, or None."""
        key = self.key(at)
        # isdigit alone also accepts superscripts and digits of other scripts, on which int fails or surprises.
        return int(key) if key.isascii() and key.isdigit() and len(key) <= _MAX_DIGITS else None

    def is_digits(self, at: int) -> bool:
        """Return whether a number in digits stands at a position, however long."""
        key = self.key(at)
        return key.isascii() and key.isdigit()

    def number(self, at: int) -> int | None:
        """Return the value of a whole number in digits or words, or None."""
        value = self.digits(at)
        if value is None:
            value = CARDINALS.get(self.key(at))
        return 1 if value is None and self.has(at, ONE) else value

    def ordinal(self, at: int) -> tuple[int | None, int]:
        """Return the value of "15." or "fünfzehnten" (None when there is none) and the position after it."""
        value = self.digits(at)
        if value is not None and self.key(at + 1) == "." and self.is_joined(at + 1):
            return value, at + 2
        if value is not None and self.key(at + 1) in {"te", "ten", "ter"} and self.is_joined(at + 1):
            return value, at + 2
        return ORDINALS.get(self.key(at)), at + 1

    def is_noun(self, at: int) -> bool:
        """Return whether a capitalised word stands at a position (never true when everything is capitals)."""
        return 0 <= at < len(self._tokens) and not self.shouting and self._tokens[at].text[:1].isupper()


def _tokenise(text: str) -> list[TimeToken]:
    tokens = []
    end = 0
    for match in _TOKEN.finditer(text):
        spaced = match.start() > end or match.start() == 0
        word = match.group()
        tokens.append(TimeToken(word, _correct(fold(word)), match.start(), match.end(), spaced))
        end = match.end()
    return tokens


@lru_cache(maxsize=4096)
def _correct(key: str) -> str:
    """Return the word of the vocabulary that ``key`` misspells by one slip, else ``key`` itself."""
    if not _MIN_FUZZY <= len(key) <= _MAX_FUZZY or key in WEEKDAYS or key in NEVER_FUZZY:
        return key
    # The first letter is rarely mistyped, and far fewer words have to be compared.
    choices = _same_beginning(key)
    found = process.extractOne(key, choices, scorer=OSA.distance, score_cutoff=1)
    return str(found[0]) if found else key


def _same_beginning(key: str) -> Sequence[str]:
    return [word for word in FUZZY_WORDS if word[0] == key[0]]
