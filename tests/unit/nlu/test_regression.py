from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from bot.nlu.label_model import fit_softmax


@pytest.mark.parametrize("classes", [2, 5])
def test_same_predictions_as_scikit_learn(classes: int) -> None:
    random = np.random.default_rng(1)
    targets = np.arange(60 * classes) % classes
    centres = random.normal(size=(classes, 12))
    vectors = (centres[targets] + random.normal(size=(len(targets), 12))).astype(np.float32)
    weights = np.where(targets == 0, 3.0, 1.0).astype(np.float32)
    coefficients, bias = fit_softmax(vectors, targets, weights, strength=0.5)
    theirs = LogisticRegression(C=0.5, max_iter=2000, tol=1e-6).fit(vectors, targets, sample_weight=weights)
    ours = np.argmax(vectors @ coefficients.T + bias, axis=1)
    assert (ours == theirs.predict(vectors)).mean() > 0.99


def test_coefficients_are_single_precision() -> None:
    vectors = np.eye(4, dtype=np.float32)
    coefficients, bias = fit_softmax(vectors, np.array([0, 1, 2, 3]), np.ones(4, dtype=np.float32), strength=1.0)
    assert (str(coefficients.dtype), str(bias.dtype), coefficients.shape, bias.shape) == (
        "float32",
        "float32",
        (4, 4),
        (4,),
    )
