"""Our label model, trained and run as in the Rasa component, but without Rasa around it."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.evaluation.data import LabelledSentence
from bot.evaluation.measures import Result, judge
from bot.evaluation.our_gate import OurGate, Spell, words_of
from bot.evaluation.pipeline import ModelSettings
from bot.evaluation.rules import Prediction, confidence_and_margin
from bot.nlu import encoder
from bot.nlu.encoder import shared_encoder
from bot.nlu.example_block import Floats
from bot.nlu.label_model import LabelModel, train_label_model
from bot.nlu.vector_store import encode_with_store

FOLDS, SEED = 5, 1


class OurPipeline:
    """Encoders and label model with the settings of config.yml; vectors are kept in ``folder`` between runs.

    ``spell`` corrects slips as the pipeline does.
    """

    def __init__(self, settings: ModelSettings, folder: Path, spell: Spell = str) -> None:
        """Load the encoders.

        Raises:
            ConfigurationError: the settings name an unknown encoder.
        """
        self._settings = settings
        self._spell = spell
        self._folder = folder
        self._encoders = [shared_encoder(name) for name in settings.encoders]
        self._vectors: dict[str, Floats] = {}
        self._blocks: tuple[int, ...] = ()

    def encode(self, texts: Sequence[str]) -> None:
        """Compute all vectors in one go; only texts given here can be trained on and judged."""
        kept = [self._folder / f"vektoren-{each.name}-{_version()}.npz" for each in self._encoders]
        # Vectors of earlier code would only fill the disk.
        for old in set(self._folder.glob("vektoren-*.npz")) - set(kept):
            old.unlink()
        spelt = [self._spell(text) for text in texts]
        parts = [encode_with_store(each, spelt, file) for each, file in zip(self._encoders, kept, strict=True)]
        self._blocks = tuple(part.shape[1] for part in parts)
        # keyed by the text as typed, spelt only for the encoders: callers know no other
        self._vectors = dict(zip(texts, np.hstack(parts), strict=True))

    def test(
        self, training: Sequence[LabelledSentence], sentences: Sequence[LabelledSentence], titled: frozenset[str]
    ) -> list[Result]:
        """Train on ``training`` (model and gate), then judge each sentence."""
        # the gate learns from the same part only: its vocabulary must not know the tested words
        model, gate = self._train(training), OurGate(self._settings.gate, words_of(training, self._spell), self._spell)
        predictions = [self._predict(model, sentence.text) for sentence in sentences]
        return judge(sentences, predictions, gate, titled)

    def cross_validate(self, examples: Sequence[LabelledSentence], titled: frozenset[str]) -> list[Result]:
        """Return a result for each example by a model that has not seen it (5 folds, stratified by label)."""
        found: dict[int, Result] = {}
        for train, test in _folds(examples):
            results = self.test([examples[i] for i in train], [examples[i] for i in test], titled)
            found.update(zip(test, results, strict=True))
        return [found[place] for place in range(len(examples))]

    def _predict(self, model: LabelModel, text: str) -> Prediction:
        ranking = model.rank(self._vectors[text])[: self._settings.ranking_length]
        return Prediction(tuple(ranking), *confidence_and_margin([share for _, share in ranking]))

    def _train(self, examples: Sequence[LabelledSentence]) -> LabelModel:
        vectors = np.stack([self._vectors[example.text] for example in examples])
        labels = [example.label for example in examples]
        texts = [example.text for example in examples]
        return train_label_model(
            vectors, self._blocks, labels, texts, self._settings.strength, self._settings.label_weights
        )


def _version() -> str:
    """Return the version of the encoders' code: vectors of an older one would be measured as if they were today's."""
    return hashlib.sha256(Path(encoder.__file__).read_bytes()).hexdigest()[:12]


def _folds(examples: Sequence[LabelledSentence]) -> list[tuple[list[int], list[int]]]:
    from sklearn.model_selection import StratifiedKFold

    # Seeded: two runs on the same data must give the same figures.
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    labels = [example.label for example in examples]
    with warnings.catch_warnings():  # a label with fewer examples than folds is in some folds only: it is measured so
        warnings.filterwarnings("ignore", message="The least populated class")
        return [(train.tolist(), test.tolist()) for train, test in splitter.split(labels, labels)]
