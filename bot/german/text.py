"""Make German words comparable: folded spelling, stem, and position in the text.

The classifier's features, the search and the stop words all build on :func:`fold`, :func:`stem` and :func:`tokenise`; a
change here changes what a trained model sees, and the model's fingerprint therefore covers this module.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

# Visitors' messages are cut to less by the chat; these limits keep the time bounded for every other caller.
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

# One stemmer for the process, behind a lock: it is not safe in threads.
_stemmer = snowballstemmer.stemmer("german")
_stemmer_lock = threading.Lock()


@dataclass(frozen=True)
class Word:
    """A word of a text with its folded spelling, its stem, and its half-open character span ``start``–``end``."""

    word: str
    stem: str
    start: int
    end: int


def fold(word: str) -> str:
    """Fold case, accents, and both spellings of umlauts and ß: „Fuehrung“, „Führung“ and „FÜHRUNG“ are one word."""
    # Only short words are cached: long ones are noise, and 50,000 of them would be a lot of memory.
    return _known_fold(word) if len(word) <= MAX_STEMMED else _fold(word)


def _fold(word: str) -> str:
    # NFKD takes umlauts apart, so that one rule drops dots and accents alike; ligatures and full-width letters unfold,
    # too.
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", word).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UMLAUT_DIGRAPH.sub(lambda match: match.group()[0], plain)


_known_fold = lru_cache(maxsize=50_000)(_fold)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem (German) of a folded word; beyond ``MAX_STEMMED`` letters the word itself.

    Source: https://snowballstem.org/algorithms/german/stemmer.html
    """
    if len(word) > MAX_STEMMED:
        return word
    if len(word) >= MIN_PLURAL and word[-1] == "s" and word[-2] in "aiopwy":  # Workshops, Apps, Videos: not in Snowball
        word = word[:-1]
    with _stemmer_lock:  # the stemmer keeps its state in the object
        return str(_stemmer.stemWord(word))


def tokenise(text: str, ignore: Sequence[tuple[int, int]] = ()) -> list[Word]:
    """Return the words of the first ``MAX_CHARS`` characters in order.

    Args:
        text: any text; its length is unbounded, the work is not.
        ignore: half-open character spans; words that touch one are left out, e.g. time expressions already understood.
    """
    tokens = []
    for match in _WORD.finditer(text, 0, MAX_CHARS):
        start, end = match.span()
        if not any(start < to and begin < end for begin, to in ignore):
            word = fold(match.group())
            tokens.append(Word(word, stem(word), start, end))
    return tokens


def segments(text: str) -> list[str]:
    """Split a title at colons, commas and dashes: „Open Data: Daten finden“ has two parts."""
    return [part for part in (piece.strip() for piece in _SEGMENT_END.split(text)) if part]
