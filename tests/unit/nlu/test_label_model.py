from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from bot.nlu.example_block import Floats
from bot.nlu.label_model import LabelModel, centre, fit_softmax, train_label_model


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


TWO = (np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], dtype=np.float32), ["faq/a", "faq/a", "b", "b"])
THREE = (np.eye(3, dtype=np.float32), ["a", "b", "ü/c"])
TEXTS = ("Wo?", "Wohin?", "Wann?", "Um wie viel Uhr?")


def two() -> LabelModel:
    return train_label_model(TWO[0], [2], TWO[1], TEXTS, 50.0)


def three() -> LabelModel:
    return train_label_model(THREE[0], [1, 2], THREE[1], TEXTS, 50.0)


@pytest.mark.parametrize("model", [two(), three()], ids=["zwei", "drei"])
def test_probabilities_sum_to_one_and_fall(model: LabelModel) -> None:
    shares = [share for _, share in model.rank(np.full(sum(model.blocks), 0.3, dtype=np.float32))]
    assert (round(sum(shares), 5), shares) == (1.0, sorted(shares, reverse=True))


@pytest.mark.parametrize(("vector", "label"), list(zip(*TWO, strict=True)))
def test_two_classes_are_told_apart(vector: Floats, label: str) -> None:
    assert two().rank(vector)[0][0] == label


@pytest.mark.parametrize(("vector", "label"), list(zip(*THREE, strict=True)))
def test_three_classes_are_told_apart(vector: Floats, label: str) -> None:
    assert three().rank(vector)[0][0] == label


def test_every_label_is_ranked() -> None:
    assert sorted(label for label, _ in three().rank(THREE[0][0])) == ["a", "b", "ü/c"]


@pytest.mark.parametrize("model", [two(), three()], ids=["zwei", "drei"])
def test_saved_model_is_the_same(tmp_path: Path, model: LabelModel) -> None:
    model.save(tmp_path)
    loaded = LabelModel.load(tmp_path)
    vector = np.linspace(0, 1, sum(model.blocks), dtype=np.float32)
    assert (loaded.labels, loaded.blocks, loaded.judge(vector)) == (model.labels, model.blocks, model.judge(vector))


@pytest.mark.parametrize("place", range(3))
def test_example_itself_is_the_nearest(place: int) -> None:
    _, nearest = three().judge(THREE[0][place])
    assert (nearest.text, nearest.label, round(nearest.nearness, 2)) == (TEXTS[place], THREE[1][place], 1.0)


def test_missing_model_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        LabelModel.load(tmp_path)


def test_damaged_labels_are_a_value_error(tmp_path: Path) -> None:
    two().save(tmp_path)
    (tmp_path / "labels.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError):
        LabelModel.load(tmp_path)


def test_damaged_weights_are_a_value_error(tmp_path: Path) -> None:
    two().save(tmp_path)
    (tmp_path / "weights.npz").write_bytes(b"kaputt")
    with pytest.raises(ValueError):
        LabelModel.load(tmp_path)


def test_model_of_another_version_is_a_value_error(tmp_path: Path) -> None:
    two().save(tmp_path)
    with np.load(tmp_path / "weights.npz") as arrays:
        old = {name: arrays[name] for name in arrays.files if not name.startswith("near")}
    np.savez(tmp_path / "weights.npz", **old, examples=np.zeros((4, 2)))
    with pytest.raises(ValueError, match="von einer anderen Fassung"):
        LabelModel.load(tmp_path)


def test_one_label_cannot_be_trained() -> None:
    with pytest.raises(ValueError):
        train_label_model(TWO[0], [2], ["a"] * 4, TEXTS, 50.0)


def test_centre_scales_each_block_and_keeps_the_mean_at_zero() -> None:
    vectors = np.array([[4, 0, 3], [1, 1, 1]], dtype=np.float32)
    mean = np.array([1, 1, 1], dtype=np.float32)
    scaled = centre(vectors, mean, [1, 2]).round(4).tolist()
    assert scaled == [[1, pytest.approx(-0.4472), pytest.approx(0.8944)], [0, 0, 0]]
