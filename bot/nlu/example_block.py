"""Similarity of a question to every training example, for the vectors of one encoder.

A sentence model's vectors are dense; hashed letters and words fill one place in twelve or fewer, until the mean is
taken off. So those keep their own vectors, and the mean comes in by arithmetic: for an example r, the mean m, n = |r -
m| and a question q, the cosine of the centred vectors is (r·q - r·m - m·(q - m)) / (n |q - m|).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]
SPARSE_BELOW = 0.2  # share of places that are not 0; above, a dense product is as fast
_NOTHING = 1e-6  # an example that equals the mean is near to nothing


class ExampleBlock(Protocol):
    """The vectors of m examples with k dimensions, of one encoder."""

    def nearness(self, vector: Floats, centred: Floats) -> Floats:
        """Return cosines (m,), -1 to 1, with a question.

        Args:
            vector: (k,) the question's vector.
            centred: (k,) the same less the training mean, scaled to length 1.
        """

    def centred(self) -> Floats:
        """Return the examples (m, k), less the mean, each scaled to length 1."""

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the arrays from which :func:`read_block` restores this block."""


@dataclass(frozen=True)
class DenseBlock:
    """Centred vectors as they are, (m, k), no more precise than they are saved."""

    examples: Floats

    def nearness(self, vector: Floats, centred: Floats) -> Floats:
        """See :class:`ExampleBlock`."""
        return np.asarray(self.examples @ centred, dtype=np.float32)

    def centred(self) -> Floats:
        """See :class:`ExampleBlock`."""
        return self.examples

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """See :class:`ExampleBlock`."""
        return {"centred": self.examples.astype(np.float16)}


class SparseBlock:
    """Vectors before the mean was taken off, by column: a question has few places, and only those are read."""

    def __init__(self, examples: sparse.csc_matrix, mean: Floats) -> None:
        """Take the vectors (m, k) and the mean (k,) of all training examples."""
        self._examples = examples
        self._mean = mean
        self._with_mean = np.asarray(examples @ mean, dtype=np.float32)
        squares = np.asarray(examples.multiply(examples).sum(axis=1), dtype=np.float32).ravel()
        lengths = np.sqrt(np.maximum(squares - 2 * self._with_mean + mean @ mean, 0))
        self._scale = np.where(lengths > _NOTHING, 1 / np.maximum(lengths, _NOTHING), 0).astype(np.float32)

    def nearness(self, vector: Floats, centred: Floats) -> Floats:
        """See :class:`ExampleBlock`."""
        length = float(np.linalg.norm(vector - self._mean))
        if length <= _NOTHING:
            return np.zeros(len(self._scale), dtype=np.float32)
        used = np.flatnonzero(vector)
        # Columns of a CSC matrix: of 1,024 places only the question's own are touched.
        products = self._examples[:, used] @ vector[used] - self._with_mean
        return np.asarray((products / length - self._mean @ centred) * self._scale, dtype=np.float32)

    def centred(self) -> Floats:
        """See :class:`ExampleBlock`."""
        return np.asarray((self._examples.toarray() - self._mean) * self._scale[:, np.newaxis], dtype=np.float32)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """See :class:`ExampleBlock`."""
        found = self._examples
        return {"data": found.data, "indices": found.indices, "indptr": found.indptr, "shape": np.array(found.shape)}


def make_block(vectors: Floats, centred: Floats, mean: Floats) -> ExampleBlock:
    """Return the block that suits the vectors, sparse or dense.

    Args:
        vectors: (m, k) the examples' vectors.
        centred: (m, k) the same, centred and scaled.
        mean: (k,) the mean of ``vectors``.
    """
    if np.count_nonzero(vectors) < SPARSE_BELOW * vectors.size:
        return SparseBlock(sparse.csc_matrix(vectors), mean)
    # Rounded to what is saved: a fresh model and the same model loaded must give the same numbers.
    return DenseBlock(centred.astype(np.float16).astype(np.float32))


def read_block(arrays: Mapping[str, npt.NDArray[np.generic]], mean: Floats) -> ExampleBlock:
    """Restore a block from :meth:`ExampleBlock.arrays`.

    Raises:
        KeyError: an array is missing.
        ValueError: the arrays do not belong together.
    """
    if "centred" in arrays:
        return DenseBlock(arrays["centred"].astype(np.float32))
    parts = (arrays["data"], arrays["indices"], arrays["indptr"])
    return SparseBlock(sparse.csc_matrix(parts, shape=tuple(int(each) for each in arrays["shape"])), mean)
