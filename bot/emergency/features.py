"""Map texts to sparse vectors of hashed letters and words, the same when the net is trained and when it works."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.german.text import fold

# A file of 600 KB with all columns; hashing needs no vocabulary in it.
BUCKETS = 1 << 15
MAX_LETTERS, LONGEST_WORD = 8000, 40
NGRAMS = range(2, 6)
WORD_SHARE = 0.7  # of the words beside their letters
LENGTH = 1.2
_PIECE = re.compile(r"\w+|[?!]")
_REPEATED = re.compile(r"(.)\1{2,}")
Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """Return the folded words and marks of a text of at most ``MAX_LETTERS``: „Nich!!!“ is ``nich ! !``."""
    # Cut before and after: NFKC may lengthen a text many times.
    readable = unicodedata.normalize("NFKC", text[:MAX_LETTERS])[:MAX_LETTERS]
    return [fold(word[:LONGEST_WORD]) for word in _PIECE.findall(_REPEATED.sub(r"\1\1", readable))]


def vector_of(words: list[str], rarity: Values | None = None) -> tuple[Indices, Values]:
    """Return places (n,) and values (n,) of the words' vector, of Euclidean length 1.2; places may come twice.

    Args:
        words: see :func:`words_of`.
        rarity: (BUCKETS,) inverse document frequency of each place; None while that is being counted.
    """
    letters = Counter(index for word in words for index in _letters_of(word))
    pairs = zip(words, words[1:], strict=False)
    terms = Counter([*(_place(f"w {word}") for word in words), *(_place(f"w {a} {b}") for a, b in pairs)])
    places = np.fromiter([*letters, *terms], np.int64)
    values = np.concatenate([_unit(letters), WORD_SHARE * _unit(terms)]).astype(np.float32)
    if rarity is not None:
        values *= rarity[places]
        values *= LENGTH / max(float(np.linalg.norm(values)), 1e-9)
    return places, values


@lru_cache(maxsize=20_000)
def _letters_of(word: str) -> tuple[int, ...]:
    padded = f" {word} "
    return tuple(_place(padded[start : start + n]) for n in NGRAMS for start in range(max(len(padded) - n + 1, 0)))


def _place(term: str) -> int:
    # Not hash(): Python salts it for each process.
    return crc32(term.encode("utf-8", "ignore")) % BUCKETS


def _unit(counts: Counter[int]) -> npt.NDArray[np.float64]:
    values = np.fromiter(counts.values(), np.float64)
    return values / max(float(np.linalg.norm(values)), 1e-9)
