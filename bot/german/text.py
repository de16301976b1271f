"""German words made comparable: folded spelling and stem, with their place in the text."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

MAX_CHARS = 2000
MAX_STEMMED = 60
MIN_PLURAL = 5
# A word goes on over combining marks (umlauts typed as two characters) and invisible hyphenation marks.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])*")
_DROPPED = re.compile(f"[{_INVISIBLE}]")
# "ue" after a vowel or q is no umlaut: neue, Bauer, Quelle.
_UMLAUT_DIGRAPH = re.compile(r"ae|oe|(?<![aeiouq])ue")
_SEGMENT_END = re.compile(r"[:;,.!?()–—/]+(?:\s|$)|\s[-–—/|]\s")

_stemmer = snowballstemmer.stemmer("german")
_stemmer_lock = threading.Lock()


@dataclass(frozen=True)
class Word:
    """One word of a text: folded, stemmed, and where it stands (characters ``start`` to ``end``)."""

    word: str
    stem: str
    start: int
    end: int


def fold(word: str) -> str:
    """Fold case, accents, and both spellings of umlauts and ß: „Fuehrung“, „Führung“ and „FÜHRUNG“ are one word."""
    return _known_fold(word) if len(word) <= MAX_STEMMED else _fold(word)


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", word).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UMLAUT_DIGRAPH.sub(lambda match: match.group()[0], plain)


_known_fold = lru_cache(maxsize=50_000)(_fold)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word (Snowball, German)."""
    if len(word) > MAX_STEMMED:
        return word
    if len(word) >= MIN_PLURAL and word[-1] == "s" and word[-2] in "aiopwy":  # Workshops, Apps, Videos: not in Snowball
        word = word[:-1]
    with _stemmer_lock:  # the stemmer keeps its state in the object
        return str(_stemmer.stemWord(word))


def tokenise(text: str, ignore: Sequence[tuple[int, int]] = ()) -> list[Word]:
    """The words of the first ``MAX_CHARS`` characters, without those that touch an ``ignore`` span."""
    tokens = []
    for match in _WORD.finditer(text, 0, MAX_CHARS):
        start, end = match.span()
        if not any(start < to and begin < end for begin, to in ignore):
            word = fold(match.group())
            tokens.append(Word(word, stem(word), start, end))
    return tokens


def segments(text: str) -> list[str]:
    """The parts of a title between colons, commas and dashes: „Open Data: Daten finden“ has two."""
    return [part for part in (piece.strip() for piece in _SEGMENT_END.split(text)) if part]
