"""A map of all examples: each label has a place, and a sentence lies where the model's probabilities pull it.

Similar labels are neighbours: their places are a t-SNE (van der Maaten and Hinton 2008) of the labels' mean scores,
pushed apart until their names can be read. A sentence lies in the weighted middle of its likeliest labels, so an unsure
one lies between two. The same rule places a new question (:func:`place`). Examples of one label are spread around it
along the two directions in which they differ most; that spread is for the eye, it says nothing about other labels.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.example_block import Floats
from bot.nlu.label_model import NEAREST_SHARE, SHARPNESS, LabelModel

MAP_FILE = "sentence_map.json"
SIZE = 1000  # places are whole numbers from 0 to SIZE in both directions
MOST_PULLING = 5  # labels that pull at a sentence: as many as a report holds
SPREAD, MARGIN = 26.0, 60.0
LEAST_DISTANCE = 78.0  # between two labels
PUSHES = 200
Place = tuple[int, int]


def write_map(model: LabelModel, folder: Path) -> None:
    """Store the map beside the model: ``labels`` by place, ``points`` by label as x, y, x, y …"""
    anchors = label_places(model)
    points = example_places(model, anchors)
    groups = np.split(np.rint(points).astype(int), model.starts[1:])
    content = {
        "labels": {label: [int(x), int(y)] for label, (x, y) in zip(model.labels, np.rint(anchors), strict=True)},
        "points": {label: group.ravel().tolist() for label, group in zip(model.labels, groups, strict=True)},
    }
    (folder / MAP_FILE).write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


def read_map(model: Path) -> bytes | None:
    """Return the map stored in a trained model (a .tar.gz); None for a model without one.

    Raises:
        OSError: the model cannot be read.
    """
    with tarfile.open(model) as archive:
        member = next((each for each in archive if Path(each.name).name == MAP_FILE), None)
        file = archive.extractfile(member) if member is not None else None
        return file.read() if file is not None else None


def place(labels: Mapping[str, Sequence[int]], ranking: Sequence[tuple[str, float]]) -> Place | None:
    """Return where a question lies, in whole numbers from 0 to ``SIZE``.

    Args:
        labels: places by label, as in the stored map.
        ranking: labels with their share, best first.

    Returns:
        None when none of its labels has a place.
    """
    pulling = [(labels[label], share) for label, share in ranking[:MOST_PULLING] if label in labels and share > 0]
    total = sum(share for _, share in pulling)
    if not total:
        return None
    x, y = (sum(where[axis] * share for where, share in pulling) / total for axis in (0, 1))
    return round(x), round(y)


def label_places(model: LabelModel) -> Floats:
    """Return (n, 2) places of the labels, 0 to ``SIZE``."""
    from sklearn.manifold import TSNE

    sums = np.add.reduceat(model.examples, model.starts, axis=0)
    scores = (sums / _counts(model)[:, np.newaxis]) @ model.weights.T
    # Too few labels (tests, a small beginning) have no neighbourhoods: a circle is as good.
    if len(scores) < 8:
        turns = np.linspace(0, 2 * np.pi, len(scores), endpoint=False)
        return _fitted(np.column_stack([np.cos(turns), np.sin(turns)]))
    # Exact and short: for a hundred labels it takes a fraction of a second.
    tsne = TSNE(
        2,
        perplexity=min(8, len(scores) // 3),
        init="random",
        learning_rate=20.0,
        method="exact",
        n_iter=500,
        random_state=0,
    )
    return _pushed_apart(_fitted(tsne.fit_transform(scores.astype(np.float64))))


def example_places(model: LabelModel, anchors: Floats) -> Floats:
    """Return (m, 2) places of the examples, in the model's order, 0 to ``SIZE``."""
    shares = _shares(model)
    # The same number of labels pulls as in :func:`place`, which sees no more of them in a report.
    least = np.sort(shares, axis=1)[:, -MOST_PULLING:][:, :1] if shares.shape[1] > MOST_PULLING else 0.0
    pulling = np.where(shares >= least, shares, 0.0)
    middle = (pulling / pulling.sum(axis=1, keepdims=True)) @ anchors
    spread = np.concatenate([_spread(group) for group in np.split(model.examples, model.starts[1:])])
    return np.asarray(np.clip(middle + SPREAD * spread, 0, SIZE), dtype=np.float32)


def _shares(model: LabelModel) -> npt.NDArray[np.float64]:
    """Return (m, n) probabilities of every label for every example, as the model judges a question."""
    by_regression = _softmax(model.examples @ model.weights.T + model.bias)
    return (1 - NEAREST_SHARE) * by_regression + NEAREST_SHARE * _softmax(SHARPNESS * _own(model))


def _own(model: LabelModel) -> npt.NDArray[np.float64]:
    """Return (m, n) mean similarity to each label; the nearest example of its own label would always be itself."""
    sums = np.add.reduceat(model.examples, model.starts, axis=0)
    return np.asarray(model.examples @ (sums / _counts(model)[:, np.newaxis]).T, dtype=np.float64)


def _counts(model: LabelModel) -> npt.NDArray[np.int64]:
    return np.diff(np.append(model.starts, len(model.examples)))


def _softmax(scores: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def _spread(group: Floats) -> Floats:
    """Return (k, 2) coordinates along the two directions in which k vectors differ most; 0 for fewer than three.

    Each direction has standard deviation 1 and is clipped at 2.2.
    """
    if len(group) < 3:
        return np.zeros((len(group), 2), dtype=np.float32)
    # The k × k Gram matrix has the same directions as the d × d covariance and is far smaller.
    gram = (group - group.mean(axis=0)) @ (group - group.mean(axis=0)).T
    _, vectors = np.linalg.eigh(gram)
    return np.asarray(np.clip(vectors[:, -2:] * np.sqrt(len(group)), -2.2, 2.2), dtype=np.float32)


def _fitted(places: Floats) -> Floats:
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray(MARGIN + (places - low) / np.maximum(high - low, 1e-9) * (SIZE - 2 * MARGIN), dtype=np.float32)


def _pushed_apart(places: Floats) -> Floats:
    """Move labels that lie too near to each other apart."""
    for _ in range(PUSHES):
        steps = places[:, np.newaxis] - places[np.newaxis]
        distances = np.linalg.norm(steps, axis=2) + np.eye(len(places)) * SIZE
        lacking = np.maximum(LEAST_DISTANCE - distances, 0) / np.maximum(distances, 1e-3)
        places = np.clip(places + 0.3 * (steps * lacking[:, :, np.newaxis]).sum(axis=1), MARGIN, SIZE - MARGIN)
    return np.asarray(places, dtype=np.float32)
