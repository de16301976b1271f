"""Vectors kept between trainings."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.core.timing import watching
from bot.nlu import encoder
from bot.nlu import vector_store as ahead
from bot.nlu.encoder import CachedEncoder, Vectors
from bot.nlu.vector_store import StoredEncoder, encode_ahead, encode_with_store, spell_like


class Counting:
    """Encodes a text as its length and remembers what it was asked."""

    name = "laengen"
    version = "laengen 1"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(len(texts), 2)


def test_second_run_encodes_only_new_texts(tmp_path: Path) -> None:
    encoder = Counting()
    file = tmp_path / "v.npz"
    encode_with_store(encoder, ["eins", "zwei"], file)
    vectors = encode_with_store(encoder, ["zwei", "drei!", "zwei"], file)
    assert encoder.asked == [["eins", "zwei"], ["drei!"]]
    assert vectors.tolist() == [[4, 1], [5, 1], [4, 1]]


def test_vectors_of_another_version_are_not_used(tmp_path: Path) -> None:
    file = tmp_path / "v.npz"
    encode_with_store(Counting(), ["eins"], file)
    newer = Counting()
    newer.version = "laengen 2"
    encode_with_store(newer, ["eins"], file)
    assert newer.asked == [["eins"]]


def test_damaged_file_is_replaced(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "v.npz"
    file.write_bytes(b"kein Archiv")
    assert encode_with_store(Counting(), ["a"], file).tolist() == [[1, 1]]
    assert "werden neu berechnet" in caplog.text
    encoder = Counting()
    encode_with_store(encoder, ["a"], file)
    assert encoder.asked == []


def test_unwritable_folder_only_warns(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "datei").write_text("")
    assert encode_with_store(Counting(), ["a"], tmp_path / "datei" / "v.npz").tolist() == [[1, 1]]
    assert "lassen sich nicht merken" in caplog.text


def test_stored_encoder_does_not_keep_single_texts(tmp_path: Path) -> None:
    file = tmp_path / "v.npz"
    StoredEncoder(Counting(), file).encode(["Frage"])
    assert not file.exists()


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
