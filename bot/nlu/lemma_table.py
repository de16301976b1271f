"""German lemmas from ``spacy-lookups-data``, packed: some ten megabytes in place of spaCy's hundred and ten."""

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
    """Texts in one block of UTF-8, read by number; a sequence for ``bisect``."""

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
        words = sorted(lemmas, key=lambda word: word.encode("utf-8"))
        self._words = PackedTexts(words)
        self._lemmas = PackedTexts(lemmas[word] for word in words)

    def get(self, word: str) -> str:
        """The lemma; the word itself when it is unknown."""
        key = word.encode("utf-8", "surrogatepass")
        number = bisect_left(self._words, key)
        found = number < len(self._words) and self._words[number] == key
        return self._lemmas[number].decode("utf-8") if found else word


def read_lemma_table(path: Path) -> LemmaTable:
    """The table of a gzipped JSON object.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        table = LemmaTable(json.load(file))
    _give_back_memory()
    return table


def _give_back_memory() -> None:
    """The unpacked list leaves sixty megabytes of free pages that glibc would keep; elsewhere there is no such call."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
