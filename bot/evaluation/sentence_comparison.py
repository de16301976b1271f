"""Test sentences that a draft of a topic would change: ``python -m bot.evaluation.sentence_comparison``.

A process of its own, because fitting the label model takes a minute or two and 800 MB, and both end with it. Standard
input: JSON with ``root``, ``folder`` (where vectors are kept), ``stem`` and ``text`` of the topic file. Standard
output: JSON, a list of ``[sentence, right label, label now, label then]``, losses first.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.evaluation.data import LabelledSentence, copy_data, read_test_sentences, read_training_set
from bot.evaluation.pipeline import ModelSettings, read_model_settings
from bot.nlu.encoder import shared_encoder
from bot.nlu.example_block import Floats
from bot.nlu.label_model import LABELS_FILE, WEIGHTS_FILE, LabelModel, train_label_model
from bot.nlu.vector_store import encode_with_store
from bot.rasa.__main__ import prepare
from bot.runtime.live_model import RasaFiles

MODEL = Path("models") / "messelotse.tar.gz"
OWN_FOLDER = "probe"
NICENESS = 10
Change = tuple[str, str, str, str]
Judge = Callable[[str], str]


def changes(root: Path, folder: Path, stem: str, text: str) -> list[Change]:
    """Return the sentences of tests/saetze whose most likely label differs from that of the model in use.

    Raises:
        OSError, KeyError: there is no trained model.
    """
    settings = read_model_settings(root / "config.yml")
    with tempfile.TemporaryDirectory() as place:
        draft = copy_data(root, Path(place))
        (draft / "data" / "themen" / f"{stem}.yml").write_text(text, encoding="utf-8")
        training = read_training_set(draft)
        live = read_live_model(RasaFiles(folder).live_model(root, MODEL), Path(place))
    sentences = read_test_sentences(root, training).sentences
    texts = list(dict.fromkeys(each.text for each in (*training.examples, *sentences)))
    vectors, blocks = _encode(settings, texts, folder)
    fitted = _fit(settings, training.examples, vectors, blocks)
    return compare(
        sentences,
        lambda sentence: live.rank(vectors[sentence])[0][0],
        lambda sentence: fitted.rank(vectors[sentence])[0][0],
    )


def compare(sentences: Sequence[LabelledSentence], now: Judge, then: Judge) -> list[Change]:
    """Return the sentences that get another label, those that lose the right one first, those that gain it last."""
    judged = [(each.text, each.label, now(each.text), then(each.text)) for each in sentences]
    differing = [change for change in judged if change[2] != change[3]]
    # False is 0: right before counts lowest, right after highest
    return sorted(differing, key=lambda change: (change[1] != change[2]) + 2 * (change[1] == change[3]))


def read_live_model(path: Path, place: Path) -> LabelModel:
    """Read the label model in Rasa's archive, unpacked below ``place``.

    Raises:
        OSError: there is no archive.
        KeyError: it has no label model.
    """
    with tarfile.open(path) as archive:
        for name in (WEIGHTS_FILE, LABELS_FILE):
            member = next((each for each in archive if each.name.endswith(f"/{name}")), None)
            content = archive.extractfile(member) if member is not None else None
            if content is None:
                raise KeyError(name)
            (place / name).write_bytes(content.read())
    return LabelModel.load(place)


def _encode(settings: ModelSettings, texts: list[str], folder: Path) -> tuple[dict[str, Floats], tuple[int, ...]]:
    own = folder / OWN_FOLDER
    own.mkdir(parents=True, exist_ok=True)
    parts = []
    for name in settings.encoders:
        file, seed = own / f"vektoren-{name}.npz", folder / f"vektoren-{name}.npz"
        if not file.exists() and seed.exists():  # not the training's own: it would be cut down to these texts
            shutil.copyfile(seed, file)
        parts.append(encode_with_store(shared_encoder(name), texts, file))
    return dict(zip(texts, np.hstack(parts), strict=True)), tuple(part.shape[1] for part in parts)


def _fit(
    settings: ModelSettings, examples: Sequence[LabelledSentence], vectors: dict[str, Floats], blocks: Sequence[int]
) -> LabelModel:
    texts = [example.text for example in examples]
    labels = [example.label for example in examples]
    stacked = np.stack([vectors[text] for text in texts])
    return train_label_model(stacked, blocks, labels, texts, settings.strength, settings.label_weights)


def main() -> int:
    """Answer the question on standard input and return the exit status."""
    os.nice(NICENESS)  # visitors come first
    prepare("train")
    asked = json.load(sys.stdin)
    output, sys.stdout = sys.stdout, sys.stderr  # libraries may print
    found = changes(Path(asked["root"]), Path(asked["folder"]), asked["stem"], asked["text"])
    json.dump(found, output, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
