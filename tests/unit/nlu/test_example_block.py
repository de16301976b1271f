"""Sparse vectors of examples judge as the dense ones do, and are saved whole."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.example_block import DenseBlock, Floats, SparseBlock, make_block, read_block
from bot.nlu.label_model import centre

RANDOM = np.random.default_rng(7)


def hashed(count: int, places: int = 60, filled: int = 5) -> Floats:
    """Vectors as letters make them: few places, length 1; the last one is empty, as for a text without letters."""
    vectors = np.zeros((count, places), dtype=np.float32)
    for vector in vectors[:-1]:
        vector[RANDOM.choice(places, filled, replace=False)] = RANDOM.choice([-1, 1], filled) / np.sqrt(filled)
    return vectors


VECTORS = hashed(40)
MEAN = VECTORS.mean(axis=0)
CENTRED = centre(VECTORS, MEAN, [60])
BLOCK = make_block(VECTORS, CENTRED, MEAN)
QUESTIONS = [*hashed(5), VECTORS[3], RANDOM.standard_normal(60).astype(np.float32), MEAN]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nearness_is_that_of_the_centred_vectors(question: Floats) -> None:
    centred = centre(question[np.newaxis], MEAN, [60])[0]
    assert isinstance(BLOCK, SparseBlock)
    assert BLOCK.nearness(question, centred) == pytest.approx(CENTRED @ centred, abs=1e-5)


def test_centred_examples_are_there_for_learning() -> None:
    assert BLOCK.centred() == pytest.approx(CENTRED, abs=1e-5)


def test_full_vectors_stay_dense() -> None:
    full = RANDOM.standard_normal((4, 3)).astype(np.float32)
    assert isinstance(make_block(full, full, full.mean(axis=0)), DenseBlock)


def test_example_that_is_the_mean_is_near_to_nothing() -> None:
    same = np.tile(VECTORS[0], (3, 1))
    block = make_block(same, np.zeros_like(same), VECTORS[0])
    assert block.nearness(VECTORS[1], VECTORS[1]).tolist() == [0, 0, 0]


DENSE = DenseBlock(CENTRED.astype(np.float16).astype(np.float32))


@pytest.mark.parametrize("block", [BLOCK, DENSE], ids=["licht", "voll"])
def test_saved_block_is_the_same(block: SparseBlock | DenseBlock) -> None:
    again = read_block(block.arrays(), MEAN)
    centred = centre(QUESTIONS[0][np.newaxis], MEAN, [60])[0]
    assert np.array_equal(again.nearness(QUESTIONS[0], centred), block.nearness(QUESTIONS[0], centred))


def test_arrays_that_do_not_belong_together_are_a_value_error() -> None:
    arrays = BLOCK.arrays()
    with pytest.raises(ValueError):
        read_block({**arrays, "indptr": arrays["indptr"][:-1]}, MEAN)
