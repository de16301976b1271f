"""How much of a text is read: what reading costs grows with its tokens, and a few letters may hold many of them.

Counted are units: four Latin letters or any other single character. A unit is about a token of the sentence model, in
German one and a half units are one; what no dictionary has is bounded by the model's process itself.
"""

from __future__ import annotations

import re
import unicodedata

MAX_UNITS = 128  # some 450 letters of German; an ordinary question has 20
MAX_PIECES = 4
_UNIT = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{1,4}|\S")
_SENTENCE = re.compile(r"[^.!?]*[.!?]*\s*")
_UNREADABLE = {"Cc", "Cs", "Co", "Cn"}  # control characters, lone surrogates, private and unassigned ones


def count_units(text: str) -> int:
    """About how many tokens a text has."""
    return sum(1 for _ in _UNIT.finditer(text))


def normalised(text: str, most: int) -> str:
    """The first ``most`` characters in NFKC and as UTF-8 can hold them, without what is not to be seen."""
    kinds = ((letter, unicodedata.category(letter)) for letter in unicodedata.normalize("NFKC", text[:most])[:most])
    return "".join(" " if kind in _UNREADABLE else letter for letter, kind in kinds if kind != "Cf")


def sentences(text: str) -> list[str]:
    """The text cut at the ends of sentences, and within those that are longer than :data:`MAX_UNITS`."""
    return [piece for found in _SENTENCE.findall(text) for piece in _slices(found)]


def _slices(sentence: str) -> list[str]:
    borders = [unit.start() for unit in _UNIT.finditer(sentence)][MAX_UNITS::MAX_UNITS]
    cuts = zip([0, *borders], [*borders, len(sentence)], strict=True)
    return [sentence[begin:end] for begin, end in cuts if sentence[begin:end].strip()]


def pieces(text: str) -> list[str]:
    """The text in up to :data:`MAX_PIECES` pieces of whole sentences, each of at most :data:`MAX_UNITS`."""
    found: list[str] = []
    room = 0
    for sentence in sentences(text):
        size = count_units(sentence)
        if size > room:
            found, room = [*found, ""], MAX_UNITS
        if len(found) > MAX_PIECES:
            return found[:MAX_PIECES]
        found[-1] += sentence
        room -= size
    return found or [text]


def core(text: str) -> str:
    """What is read of a message: all of it up to :data:`MAX_UNITS`, of a letter its questions before the rest."""
    if count_units(text) <= MAX_UNITS:
        return text
    every = sentences(text)
    kept: set[int] = set()
    room = MAX_UNITS
    for place in sorted(range(len(every)), key=lambda place: "?" not in every[place]):
        size = count_units(every[place])
        if size <= room:
            kept.add(place)
            room -= size
    return "".join(every[place] for place in sorted(kept)).strip()
