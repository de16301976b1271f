"""Booth numbers as visitors write them: „B3“, „b 3“, „Stand B-3“, „standb03“, „STAND 12“."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.german.stop_words import BEFORE_NUMBER, KIND_HINT, ThingKind
from bot.german.text import Word, fold

MAX_PIECES = 3
_NOT_ALNUM = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LED_BY_STAND = re.compile(r"^(?:stand|nr)(?=[a-z]{0,2}\d)")


class BoothNumbers:
    """Finds the numbers of existing booths in a text."""

    def __init__(self, numbers: Iterable[str]) -> None:
        """Take the numbers as the catalogue spells them."""
        self._numbers: dict[str, list[str]] = {}
        for number in numbers:
            self._numbers.setdefault(_normal(number), []).append(number)

    def find(self, tokens: Sequence[Word]) -> list[tuple[str, range]]:
        """Return each booth number named, with the tokens that name it; longer ones win."""
        found: list[tuple[str, range]] = []
        position = 0
        while position < len(tokens):
            width = self._width_at(tokens, position)
            key = _joined(tokens[position : position + width])
            found.extend((number, range(position, position + width)) for number in self._numbers.get(key, ()))
            position += max(width, 1)
        return found

    def _width_at(self, tokens: Sequence[Word], position: int) -> int:
        # Widest first: „B 3 1“ may be B31.
        for width in range(min(MAX_PIECES, len(tokens) - position), 0, -1):
            key = _joined(tokens[position : position + width])
            if key in self._numbers and _is_booth(key, tokens, position, width):
                return width
        return 0


def _is_booth(key: str, tokens: Sequence[Word], position: int, width: int) -> bool:
    """Return whether the key names a booth here.

    A bare number does so only behind „Stand“ or „Nr.“, written onto it, or as the whole message.
    """
    before = tokens[position - 1] if position else None
    if before is not None and KIND_HINT.get(before.stem) is ThingKind.ROOM:
        return False
    is_called = before is not None and before.word in BEFORE_NUMBER or not tokens[position].word[0].isdigit()
    return not key.isdigit() or is_called or len(tokens) == width


def _joined(tokens: Sequence[Word]) -> str:
    return _LED_BY_STAND.sub("", _normal("-".join(token.word for token in tokens)))


def _normal(number: str) -> str:
    return _NOT_ALNUM.sub("", _LEADING_ZEROS.sub("", fold(number)))
