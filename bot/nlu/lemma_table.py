"""German lemmas from ``spacy-lookups-data``, packed: about 10 MB of memory instead of the 110 MB of spaCy's table."""

from __future__ import annotations

import ctypes
import gzip
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt


class PackedTexts:
    """Texts in one block of UTF-8, addressed by number; a sequence of bytes for ``bisect``."""

    def __init__(self, texts: Iterable[str]) -> None:
        encoded = [text.encode("utf-8") for text in texts]
        self._ends: npt.NDArray[np.uint32] = np.cumsum([len(each) for each in encoded], dtype=np.uint32)
        self._block = b"".join(encoded)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        return self._block[int(self._ends[number - 1]) if number else 0 : int(self._ends[number])]


class LemmaTable:
    """The lemma of each known word form, by its exact spelling."""

    def __init__(self, lemmas: Mapping[str, str]) -> None:
        # Sorted by bytes, because that is what the binary search compares.
        words = sorted(lemmas, key=lambda word: word.encode("utf-8"))
        self._words = PackedTexts(words)
        self._lemmas = PackedTexts(lemmas[word] for word in words)

    def get(self, word: str) -> str:
        """Return the lemma; the word itself when it is unknown."""
        key = word.encode("utf-8", "surrogatepass")
        number = bisect_left(self._words, key)
        found = number < len(self._words) and self._words[number] == key
        return self._lemmas[number].decode("utf-8") if found else word


def read_lemma_table(path: Path) -> LemmaTable:
    """Read the table from a gzipped JSON object of word forms and lemmas.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        table = LemmaTable(json.load(file))
    _give_back_memory()
    return table


def _give_back_memory() -> None:
    """Give memory back to the system: glibc would keep the 60 MB of free pages of the unpacked list."""
    # Only glibc has this call.
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
