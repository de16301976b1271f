"""Limits on how much of a text is read: the cost grows with its tokens, and a few letters may hold many of them.

Counted are units: four Latin letters or any other single character. A unit is about a token of the sentence model, in
German one and a half units are one; unusual letters are bounded by the model's process itself.
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
    """Return the number of units, which is about the number of tokens."""
    return sum(1 for _ in _UNIT.finditer(text))


def normalised(text: str, most: int) -> str:
    """Return the first ``most`` characters in NFKC, without invisible ones and with blanks for unreadable ones."""
    # Cut twice: NFKC makes up to 18 characters of one (U+FDFA).
    kinds = ((letter, unicodedata.category(letter)) for letter in unicodedata.normalize("NFKC", text[:most])[:most])
    return "".join(" " if kind in _UNREADABLE else letter for letter, kind in kinds if kind != "Cf")


def sentences(text: str) -> list[str]:
    """Cut a text at the ends of sentences, and within those that are longer than :data:`MAX_UNITS`."""
    return [piece for found in _SENTENCE.findall(text) for piece in _slices(found)]


def _slices(sentence: str) -> list[str]:
    borders = [unit.start() for unit in _UNIT.finditer(sentence)][MAX_UNITS::MAX_UNITS]
    cuts = zip([0, *borders], [*borders, len(sentence)], strict=True)
    return [sentence[begin:end] for begin, end in cuts if sentence[begin:end].strip()]


def pieces(text: str) -> list[str]:
    """Cut a text into up to :data:`MAX_PIECES` pieces of whole sentences, each of at most :data:`MAX_UNITS`."""
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
    """Return the part of a message that is read: all up to :data:`MAX_UNITS`, else questions before the rest."""
    if count_units(text) <= MAX_UNITS:
        return text
    every = sentences(text)
    kept: set[int] = set()
    room = MAX_UNITS
    # Taken in order of worth, put together in order of the text.
    for place in sorted(range(len(every)), key=lambda place: "?" not in every[place]):
        size = count_units(every[place])
        if size <= room:
            kept.add(place)
            room -= size
    return "".join(every[place] for place in sorted(kept)).strip()
