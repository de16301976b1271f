"""What is typed is encoded beside the event loop, spelt as the pipeline will spell it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from bot.core.timing import watching
from bot.nlu import background_encoding as ahead
from bot.nlu import encoder
from bot.nlu.background_encoding import encode_ahead, spell_like
from bot.nlu.encoder import CachedEncoder, Vectors


class Encoder:
    """Notes what it was asked, and in which thread."""

    name, version = "probe", "probe 1"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.threads: set[str] = set()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One number for each text."""
        self.asked += texts
        self.threads.add(threading.current_thread().name)
        return np.ones((len(texts), 1), dtype=np.float32)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Encoder]:
    """An encoder that this process uses, and a pipeline that knows one slip."""
    found = Encoder()
    monkeypatch.setattr(encoder, "_shared", {"probe": CachedEncoder(found)})
    monkeypatch.setattr(ahead, "_spell", str)
    spell_like(lambda text: text.replace("parcken", "parken"))
    yield found


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Guten Tag, wo kann ich parcken?", ["wo kann ich parken?"]),
        ("/faq/parken", []),
        ("  \n ", []),
    ],
)
async def test_pipeline_finds_the_vector_of_what_it_reads(loaded: Encoder, typed: str, read: list[str]) -> None:
    await encode_ahead(typed)
    assert loaded.asked == read
    for each in read:
        encoder.shared_encoder("probe").encode([each])
    assert loaded.asked == read


async def test_event_loop_is_free_meanwhile_and_the_time_counts(loaded: Encoder) -> None:
    with watching() as durations:
        await encode_ahead("Wo ist B3?")
    assert threading.current_thread().name not in loaded.threads
    assert list(durations) == ["bedeutung"]
