"""The picture of all examples: where they lie, and where a question lies among them."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.label_model import LabelModel, train_label_model
from bot.nlu.sentence_map import LEAST_DISTANCE, MAP_FILE, SIZE, label_places, place, read_map, write_map

PLACES = {"a": [0, 0], "b": [100, 200]}


def model(labels: int, each: int = 4) -> LabelModel:
    random = np.random.default_rng(3)
    middles = np.repeat(np.eye(labels, 24, dtype=np.float32), each, axis=0)
    vectors = middles + 0.1 * random.standard_normal(middles.shape).astype(np.float32)
    names = [f"faq/{number:02d}" for number in range(labels) for _ in range(each)]
    return train_label_model(vectors, [24], names, names, 50.0)


@pytest.mark.parametrize("labels", [2, 12])
def test_every_example_has_a_place_near_its_label(tmp_path: Path, labels: int) -> None:
    write_map(model(labels), tmp_path)
    stored = json.loads((tmp_path / MAP_FILE).read_text(encoding="utf-8"))
    points = np.array([stored["points"][label] for label in sorted(stored["labels"])]).reshape(labels, 4, 2)
    anchors = np.array([stored["labels"][label] for label in sorted(stored["labels"])])
    nearest = np.linalg.norm(points.mean(axis=1)[:, np.newaxis] - anchors[np.newaxis], axis=2).argmin(axis=1)
    assert (nearest.tolist(), points.min() >= 0, points.max() <= SIZE) == (list(range(labels)), True, True)


def test_labels_do_not_cover_each_other() -> None:
    places = label_places(model(20))
    distances = np.linalg.norm(places[:, np.newaxis] - places[np.newaxis], axis=2) + np.eye(20) * SIZE
    assert distances.min() > 0.8 * LEAST_DISTANCE


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ([("a", 1.0)], (0, 0)),
        ([("a", 0.5), ("b", 0.5)], (50, 100)),
        ([("b", 0.6), ("a", 0.2), ("gone", 0.2)], (75, 150)),
        ([("gone", 1.0)], None),
        ([], None),
    ],
)
def test_question_lies_in_the_middle_of_what_pulls(
    ranking: list[tuple[str, float]], expected: tuple[int, int] | None
) -> None:
    assert place(PLACES, ranking) == expected


@pytest.mark.parametrize(("name", "found"), [(f"components/train_x/{MAP_FILE}", b"{}"), ("metadata.json", None)])
def test_picture_is_read_out_of_the_model(tmp_path: Path, name: str, found: bytes | None) -> None:
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = 2
        archive.addfile(member, io.BytesIO(b"{}"))
    assert read_map(tmp_path / "model.tar.gz") == found
