"""Our label model and its ConfidenceGate, trained and asked as in the Rasa components, but without Rasa around them."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.core.settings import ROOT
from bot.dialogue.alternatives import other_readings
from bot.evaluation.data import LabelledSentence
from bot.evaluation.measures import Result, judge
from bot.evaluation.pipeline import ModelSettings
from bot.evaluation.rules import Prediction, confidence_and_margin
from bot.nlu import encoder
from bot.nlu.encoder import shared_encoder
from bot.nlu.example_block import Floats
from bot.nlu.label_model import LabelModel, train_label_model
from bot.nlu.spelling import vocabulary_of
from bot.nlu.text_cleaning import OUT_OF_SCOPE
from bot.nlu.vector_store import encode_with_store
from bot.rasa.components.confidence_gate import ConfidenceGate

Spell = Callable[[str], str]


class OurGate:
    """The component with the vocabulary of the examples; its storage is never used."""

    def __init__(self, settings: Mapping[str, Any], vocabulary: frozenset[str], spell: Spell = str) -> None:
        self._spell = spell
        self._component = ConfidenceGate(dict(settings), LocalModelStorage(ROOT), Resource("gate"), vocabulary)

    def is_unsure(self, text: str, prediction: Prediction) -> bool:
        """See :class:`bot.evaluation.rules.GateRule`."""
        # in the shape of Rasa's messages, which the component reads
        ranking = [{"name": label, "confidence": share} for label, share in prediction.ranking]
        return self._component.is_unsure(self._spell(text), ranking)

    def others(self, prediction: Prediction) -> list[str]:
        """See :class:`bot.evaluation.rules.GateRule`."""
        return other_readings(prediction.ranking, prediction.label.partition("/")[0])


def words_of(examples: Iterable[LabelledSentence], spell: Spell = str) -> frozenset[str]:
    """Return the vocabulary that the component would learn."""
    # As in the component: what is not about the fair must not make words familiar.
    return vocabulary_of(spell(example.text) for example in examples if example.label != OUT_OF_SCOPE)


def with_threshold(settings: Mapping[str, Any], threshold: float) -> dict[str, Any]:
    """Return the settings with another threshold; the stricter ones for novel words are never below it."""
    stricter = {name: max(float(settings[name]), threshold) for name in ("novel_threshold", "other_fair_threshold")}
    return {**settings, **stricter, "threshold": threshold}


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
