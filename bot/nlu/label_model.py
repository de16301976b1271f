"""The classifier of full labels: logistic regression on sentence vectors, and the examples nearest to a question."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.nlu.example_block import ExampleBlock, Floats, make_block, read_block

Doubles = npt.NDArray[np.float64]
MAX_STEPS = 1000
# A step that changes less is the last one; smaller values find the same labels on tests/saetze in more time.
TOLERANCE = 0.3


@dataclass(frozen=True)
class RegressionProblem:
    """The function to minimise: weighted cross-entropy of a softmax with an L2 penalty.

    Attributes:
        vectors: (m, d) examples.
        targets: (m,) index of each example's class.
        weights: (m,) how much each example counts; they add up to 1.
        penalty: of the squared coefficients (not of the intercepts).
        classes: number of classes.
    """

    vectors: Floats
    targets: npt.NDArray[np.int64]
    weights: Floats
    penalty: float
    classes: int

    def split(self, parameters: npt.NDArray[np.float64 | np.float32]) -> tuple[Floats, Floats]:
        """Return coefficients (n, d) and intercepts (n,) of a flat vector of n · (d + 1) parameters."""
        table = np.asarray(parameters, dtype=np.float32).reshape(self.classes, -1)
        return table[:, :-1], table[:, -1]

    def loss_and_slope(self, parameters: Doubles) -> tuple[float, Doubles]:
        """Return the loss and its gradient, a flat vector of n · (d + 1) parameters."""
        coefficients, bias = self.split(parameters)
        scores = self.vectors @ coefficients.T + bias
        scores -= scores.max(axis=1, keepdims=True)
        rows = np.arange(len(self.targets))
        reached = scores[rows, self.targets]
        # In place from here on: the table of scores (m, n) is large, and this runs at every step.
        np.exp(scores, out=scores)
        totals = scores.sum(axis=1)
        loss = np.sum(self.weights * (np.log(totals) - reached), dtype=np.float64)
        scores /= totals[:, np.newaxis]
        scores[rows, self.targets] -= 1
        scores *= self.weights[:, np.newaxis]
        slope = np.column_stack([scores.T @ self.vectors + self.penalty * coefficients, scores.sum(axis=0)])
        penalty = 0.5 * self.penalty * float(np.vdot(coefficients, coefficients))
        return float(loss) + penalty, slope.ravel().astype(np.float64)


def fit_softmax(
    vectors: Floats, targets: npt.NDArray[np.int64], example_weights: Floats, strength: float
) -> tuple[Floats, Floats]:
    """Fit the regression; returns coefficients (n, d) and intercepts (n,) for n classes.

    Args:
        vectors: (m, d) examples.
        targets: (m,) classes from 0 to n - 1.
        example_weights: (m,) how much each example counts.
        strength: scikit-learn's C, the inverse of the regularisation.
    """
    # Imported late: only training needs it, and web must start quickly.
    from scipy.optimize import minimize

    total = float(example_weights.sum())
    classes = int(targets.max()) + 1
    weights = np.asarray(example_weights / total, dtype=np.float32)
    problem = RegressionProblem(vectors, targets, weights, 1 / (strength * total), classes)
    start = np.zeros(classes * (vectors.shape[1] + 1))
    # The weights are scaled to add up to 1, so the tolerance is scaled with them.
    limits = {"maxiter": MAX_STEPS, "gtol": TOLERANCE / total, "ftol": 1e-9}
    found = minimize(problem.loss_and_slope, start, jac=True, method="L-BFGS-B", options=limits)
    return problem.split(found.x)


NEAREST_SHARE, SHARPNESS = 0.42, 5.0  # chosen on tests/saetze, see docs/verstehen.md
WEIGHTS_FILE, LABELS_FILE = "weights.npz", "labels.json"


class NearExample(NamedTuple):
    """A training example, its label, and its similarity to a question (mean cosine over the blocks, -1..1)."""

    text: str
    label: str
    nearness: float


@dataclass(frozen=True)
class LabelModel:
    """Trained weights.

    Attributes:
        labels: the n labels, in the order of the weight rows.
        blocks: lengths of the encoders' vectors; they add up to d.
        mean: (d,) mean of the training vectors.
        weights: (n, d) coefficients.
        bias: (n,) intercepts.
        near: the m training examples, grouped by label, block by block.
        starts: (n,) where each label's examples begin.
        texts: the m examples' words.
    """

    labels: tuple[str, ...]
    blocks: tuple[int, ...]
    mean: Floats
    weights: Floats
    bias: Floats
    near: tuple[ExampleBlock, ...]
    starts: npt.NDArray[np.int64]
    texts: tuple[str, ...]

    @cached_property
    def examples(self) -> Floats:
        """(m, d) centred training vectors; large, and only needed in training."""
        return np.hstack([block.centred() for block in self.near])

    def rank(self, vector: Floats) -> list[tuple[str, float]]:
        """Return all labels with their probability (0..1), most likely first, for one vector of shape (d,)."""
        return self.judge(vector)[0]

    def judge(self, vector: Floats) -> tuple[list[tuple[str, float]], NearExample]:
        """Return the ranking as :meth:`rank` does, and the nearest training example."""
        centred = centre(vector[np.newaxis, :], self.mean, self.blocks)[0]
        parts = zip(self.near, self._split(vector), self._split(centred), strict=True)
        similarities = np.sum([block.nearness(*part) for block, *part in parts], axis=0)
        by_regression = _softmax(self.weights @ centred + self.bias)
        # Examples are grouped by label, so the best of each group is one pass over the similarities.
        nearest = np.maximum.reduceat(similarities, self.starts)
        probabilities = (1 - NEAREST_SHARE) * by_regression + NEAREST_SHARE * _softmax(SHARPNESS * nearest)
        order = np.argsort(-probabilities)
        ranking = [(self.labels[index], float(probabilities[index])) for index in order]
        return ranking, self._near(int(similarities.argmax()), float(similarities.max()))

    def _split(self, vector: Floats) -> list[Floats]:
        return np.split(vector, np.cumsum(self.blocks)[:-1])

    def _near(self, index: int, similarity: float) -> NearExample:
        label = self.labels[int(np.searchsorted(self.starts, index, side="right")) - 1]
        return NearExample(self.texts[index], label, similarity / len(self.blocks))

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays and JSON: loading runs no code, unlike a pickle."""
        near = {
            f"near{place}_{name}": array
            for place, block in enumerate(self.near)
            for name, array in block.arrays().items()
        }
        np.savez(
            folder / WEIGHTS_FILE, mean=self.mean, weights=self.weights, bias=self.bias, starts=self.starts, **near
        )
        description = {"labels": self.labels, "blocks": self.blocks, "texts": self.texts}
        (folder / LABELS_FILE).write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        """Read a saved model.

        Raises:
            OSError: a file is missing.
            ValueError: a file is damaged, or of another version.
        """
        description = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))
        try:
            with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            labels, blocks, texts = (tuple(description[name]) for name in ("labels", "blocks", "texts"))
            mean, weights, bias, starts = (arrays[name] for name in ("mean", "weights", "bias", "starts"))
            means = np.split(mean, np.cumsum(blocks)[:-1])
            near = tuple(read_block(_named(arrays, place), part) for place, part in enumerate(means))
        except (KeyError, BadZipFile) as error:
            raise ValueError(f"{folder / WEIGHTS_FILE} ist beschädigt oder von einer anderen Fassung") from error
        return cls(labels, blocks, mean, weights, bias, near, starts, texts)


def _named(arrays: Mapping[str, npt.NDArray[np.generic]], place: int) -> dict[str, npt.NDArray[np.generic]]:
    """Return the arrays of one block by the names that the block gave them."""
    start = f"near{place}_"
    return {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}


def _softmax(scores: Floats) -> Floats:
    # The largest score is taken off before exp, which would overflow in single precision from 89 on.
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def centre(vectors: Floats, mean: Floats, blocks: Sequence[int]) -> Floats:
    """Return vectors (n, d) less the mean, each block scaled to length 1; a block equal to its mean stays 0."""
    parts = np.split(vectors - mean, np.cumsum(blocks)[:-1], axis=1)
    scaled = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9) for part in parts]
    return np.asarray(np.hstack(scaled), dtype=np.float32)


def _weights(labels: Sequence[str], factors: Mapping[str, float] | None) -> dict[str, float]:
    """Return balanced weights, so that each label counts the same however many examples it has, times its factor."""
    counts = Counter(labels)
    balanced = len(labels) / len(counts)
    return {label: balanced / count * (factors or {}).get(label, 1.0) for label, count in counts.items()}


def train_label_model(
    vectors: Floats,
    blocks: Sequence[int],
    labels: Sequence[str],
    texts: Sequence[str],
    strength: float,
    label_weights: Mapping[str, float] | None = None,
) -> LabelModel:
    """Fit the model.

    Args:
        vectors: (n, d) sentence vectors, block beside block.
        blocks: lengths of the blocks; they add up to d.
        labels: n labels; at least two different ones.
        texts: the n sentences behind the vectors.
        strength: scikit-learn's C, the inverse of the regularisation.
        label_weights: factor by which a label counts more than others (1 by default).

    Raises:
        ValueError: fewer than two different labels.
    """
    names, targets = np.unique(np.asarray(labels), return_inverse=True)
    if len(names) < 2:
        raise ValueError("Zum Lernen gehören mindestens zwei verschiedene Labels.")
    mean = vectors.mean(axis=0)
    centred = centre(vectors, mean, blocks)
    factors = _weights(labels, label_weights)
    example_weights = np.array([factors[label] for label in labels], dtype=np.float32)
    coefficients, bias = fit_softmax(centred, targets, example_weights, strength)
    order = np.argsort(targets, kind="stable")
    return LabelModel(
        labels=tuple(str(name) for name in names),
        blocks=tuple(blocks),
        mean=mean,
        weights=np.ascontiguousarray(coefficients),
        bias=np.ascontiguousarray(bias),
        near=_blocks((vectors[order], centred[order], mean), blocks),
        starts=np.searchsorted(targets[order], np.arange(len(names))),
        texts=tuple(texts[index] for index in order),
    )


def _blocks(examples: tuple[Floats, Floats, Floats], lengths: Sequence[int]) -> tuple[ExampleBlock, ...]:
    """Split vectors, centred vectors and mean of all examples by encoder."""
    parts = (np.split(each, np.cumsum(lengths)[:-1], axis=-1) for each in examples)
    return tuple(make_block(*part) for part in zip(*parts, strict=True))
