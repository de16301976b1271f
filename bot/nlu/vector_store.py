"""Vectors that are not computed again: kept from one training to the next, or made before a question needs them."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from bot.core.files import replacing
from bot.core.timing import step
from bot.nlu.encoder import SentenceEncoder, Vectors, loaded_encoders
from bot.nlu.text_cleaning import understood_text

logger = logging.getLogger(__name__)


def encode_with_store(encoder: SentenceEncoder, texts: Sequence[str], file: Path) -> Vectors:
    """Return vectors of shape (number of texts, dimensions); ``file`` then holds exactly these texts' vectors.

    A missing or damaged file only costs time.
    """
    keys = [_key(encoder, text) for text in texts]
    known = _read(file)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known.update(zip(missing, encoder.encode(list(missing.values())), strict=True))
        if any(known[key].any() for key in missing):  # the vector 0 may only mean that the encoder had trouble
            _write(file, {key: known[key] for key in keys if known[key].any()})
    return np.stack([known[key] for key in keys]) if keys else encoder.encode([])


class StoredEncoder:
    """An encoder whose batches are kept on disk, so that a restart computes only new texts.

    Single texts are questions, and are not kept.
    """

    def __init__(self, encoder: SentenceEncoder, file: Path) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self._encoder = encoder
        self._file = file

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See :class:`bot.nlu.encoder.SentenceEncoder`."""
        if len(texts) < 2:
            return self._encoder.encode(texts)
        return encode_with_store(self._encoder, texts, self._file)


def _key(encoder: SentenceEncoder, text: str) -> str:
    # The encoder's version is part of the key: another model never finds these vectors.
    return hashlib.sha256(f"{encoder.version}\n{text}".encode()).hexdigest()[:32]


def _read(file: Path) -> dict[str, Vectors]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        logger.warning("Gemerkte Satzvektoren in %s sind nicht lesbar (%s): Sie werden neu berechnet.", file, error)
        return {}


def _write(file: Path, vectors: dict[str, Vectors]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Replaced in one step: a training that dies leaves the old file whole.
        with replacing(file) as fresh, fresh.open("wb") as target:
            np.savez(target, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    except OSError as error:
        logger.warning("Satzvektoren lassen sich nicht merken (%s): Das nächste Training dauert länger.", error)


# They wait for the sentence model's processes, which serve short sentences before long ones.
MOST_THREADS = 32
_beside = ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="satz")
_spell: Callable[[str], str] = str


def spell_like(spell: Callable[[str], str]) -> None:
    """Set how this process's pipeline spells a sentence before it is encoded; vectors are cached by that spelling."""
    global _spell
    _spell = spell


async def encode_ahead(text: str) -> None:
    """Encode a typed message; returns once the vectors are cached. A button's payload needs none."""
    if not text.startswith("/"):
        with step("bedeutung"):
            await asyncio.get_running_loop().run_in_executor(_beside, _encode, text)


def _encode(text: str) -> None:
    read = _spell(understood_text(text))
    if read.strip():
        for encoder in loaded_encoders():
            encoder.encode([read])
