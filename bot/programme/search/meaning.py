"""Similarity of meaning, for questions that share no word with the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.programme.search.documents import SearchDocument, TextRole

Vectors = NDArray[np.float32]
MAX_QUERY_CHARS = 300
MAX_TEXT_CHARS = 600


class Encoder(Protocol):
    """A sentence encoder; a protocol, because this room must not import the one with the models."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one normalised vector a text: shape (n, d), float32."""
        ...


class Meanings:
    """Vectors of documents, centred on their mean, without which sentence embeddings all lie close together."""

    def __init__(self, documents: Sequence[SearchDocument], encoder: Encoder) -> None:
        """Encode every document; an encoder that caches by text makes a changed catalogue cheap."""
        self._encoder = encoder
        # Title and description only: names and rooms have no meaning to compare.
        vectors = encoder.encode([_text_of(document) for document in documents])
        self._mean = vectors.mean(axis=0)
        self._vectors = _normalised(vectors - self._mean)

    def nearest(self, text: str) -> list[tuple[int, float]]:
        """Return document numbers with their cosine (-1 to 1) to ``text``, nearest first; [] without a vector."""
        meaning = self._encoder.encode([_encodable(text)])
        if not meaning.any():
            return []
        query = _normalised(meaning - self._mean)
        cosines = self._vectors @ query[0]
        return [(int(number), float(cosines[number])) for number in np.argsort(-cosines)]


def _text_of(document: SearchDocument) -> str:
    parts = [
        text for role, text in document.fields if role in (TextRole.LABEL, TextRole.TRY_OUT, TextRole.TEXT) and text
    ]
    return _encodable(". ".join(parts), MAX_TEXT_CHARS)


def _encodable(text: str, limit: int = MAX_QUERY_CHARS) -> str:
    """Cut the text and drop lone surrogates, which no tokeniser takes."""
    return text[:limit].encode("utf-8", "ignore").decode("utf-8")


def _normalised(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
