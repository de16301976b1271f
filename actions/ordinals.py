"""Which entry of a list is meant: „der zweite“, „Nummer 3“, „das letzte“."""

from __future__ import annotations

import re

from bot.german.text import fold

_STEMS = (
    (0, r"erst|ersteres?"), (1, r"zweit|zwote"), (2, r"dritt"), (3, r"viert"), (4, r"funft|fuenft"),
    (5, r"sechst"), (6, r"siebt|siebent"), (7, r"acht"), (8, r"neunt"), (9, r"zehnt"),
)  # fmt: skip
_ENDING = r"(?:e[nrsm]?|eren|eres|erer)?"
_ORDINALS = [(index, re.compile(rf"\b(?:{stems}){_ENDING}\b")) for index, stems in _STEMS]
_CARDINALS = {"eins": 0, "zwei": 1, "drei": 2, "vier": 3, "funf": 4, "fuenf": 4}
_LAST = re.compile(r"\bletzt(?:e[nrsm]?|eres?)\b|\bunterst\w*")
_NUMBER = re.compile(r"\b(\d{1,2})\b")


def read_ordinal(text: str, length: int) -> int | None:
    """The index (from 0) of the entry meant in a list of ``length`` entries, or None."""
    folded = fold(text)
    if _LAST.search(folded) and length:
        return length - 1
    index = _index_in(folded)
    return index if index is not None and 0 <= index < length else None


def _index_in(folded: str) -> int | None:
    for index, pattern in _ORDINALS:
        if pattern.search(folded):
            return index
    number = _NUMBER.search(folded)
    if number:
        return int(number.group(1)) - 1
    return next((index for word, index in _CARDINALS.items() if re.search(rf"\b{word}\b", folded)), None)
