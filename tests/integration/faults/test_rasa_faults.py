"""Each fault of Rasa is caused for real: a visitor gets an answer or an honest German sentence, and may go on."""

from __future__ import annotations

import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.helpers.faulty_rasa import PATIENCE, SLOW, UNREACHABLE, Body, FakeRasa, Web, serving


def test_dead_rasa_is_told_and_the_conversation_goes_on(web: Web, rasa_port: int) -> None:
    number = str(uuid.uuid4())
    away = web.ask("Hallo", number)
    fake = FakeRasa(rasa_port)
    fake.gate.set()
    with serving(fake):
        back = web.ask("Hallo", number)
    assert (away, back, web.history()) == ((503, UNREACHABLE), (200, "Guten Tag!"), ["Hallo", "Guten Tag!"])


@pytest.mark.parametrize(
    ("body", "length"),
    [
        (b"\x00\xff\xfe kein JSON", None),
        (b"", None),
        (b'{"text": "keine Liste"}', None),
        (b'[{"text": "abgeschnit', 4000),
        (None, None),
    ],
)
def test_garbage_of_rasa_is_told_and_the_conversation_goes_on(
    web: Web, good: FakeRasa, body: Body, length: int | None
) -> None:
    number, whole = str(uuid.uuid4()), good.body
    good.body, good.length = body, length
    told = web.ask("Hallo", number)
    good.body, good.length = whole, None
    assert (told, web.ask("Hallo", number)) == ((503, UNREACHABLE), (200, "Guten Tag!"))


@pytest.mark.parametrize("body", [b"[]", b'[1, null, "Text", {"text": 7}, {"knopf": true}]', b'[{"text": ""}]'])
def test_empty_words_of_rasa_are_no_silence(web: Web, good: FakeRasa, body: bytes) -> None:
    good.body = body
    status, text = web.ask("Hallo")
    assert (status in (200, 503), bool(text.strip())) == (True, True)


def test_slow_rasa_is_told_and_its_answer_is_there_on_the_next_try(web: Web, good: FakeRasa) -> None:
    number = str(uuid.uuid4())
    good.gate.clear()
    told = web.ask("Hallo", number)
    good.gate.set()
    assert (told, web.ask("Hallo", number), good.texts) == ((503, SLOW), (200, "Guten Tag!"), ["Hallo"])


def test_rasa_that_restarts_during_a_message_is_told(web: Web, rasa_port: int) -> None:
    number = str(uuid.uuid4())
    dying, back = FakeRasa(rasa_port, body=None), FakeRasa(rasa_port)
    back.gate.set()
    with ThreadPoolExecutor(1) as pool:
        with serving(dying):
            asking = pool.submit(web.ask, "Hallo", number)
            dying.asked.wait(PATIENCE)
        told = asking.result(PATIENCE)
    with serving(back):
        assert (told, web.ask("Hallo", number)) == ((503, UNREACHABLE), (200, "Guten Tag!"))


def test_message_under_way_is_answered_when_web_is_told_to_end(rasa: FakeRasa, tmp_path: Path) -> None:
    web = Web(tmp_path / "zustand", rasa.port)
    rasa.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(web.ask, "Hallo")
        rasa.asked.wait(PATIENCE)
        web.process.send_signal(signal.SIGTERM)
        rasa.gate.set()
        answered = asking.result(PATIENCE)
    status = web.process.wait(PATIENCE)
    web.start()
    history = web.history()
    web.stop()
    assert (answered, status, history) == ((200, "Guten Tag!"), 0, ["Hallo", "Guten Tag!"])
