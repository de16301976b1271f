"""Several processes of each kind behind nginx: conversations stay whole on changing workers."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import sqlalchemy as sa

from tests.integration.helpers.running_system import wait_for
from tests.integration.helpers.scale_out import ScaledOut
from tests.integration.helpers.visitors import (
    PATIENCE,
    QUESTIONS,
    Chat,
    ask,
    ask_rasa,
    history,
    new_chat,
    post,
)


def test_conversation_goes_on_at_another_rasa(whole: ScaledOut) -> None:
    sender = uuid.uuid4().hex
    ask_rasa(whole.address("rasa-1"), sender, "Wo ist Stand B3?")
    assert "Hakan Silberdorn" in ask_rasa(whole.address("rasa-2"), sender, "Wer steht da?")


def test_messages_of_one_conversation_at_both_rasas_at_once_are_all_remembered(whole: ScaledOut) -> None:
    sender, texts = uuid.uuid4().hex, [f"Wo ist Stand B{number}?" for number in range(1, 7)]
    rasas = [whole.address(f"rasa-{1 + number % 2}") for number in range(len(texts))]
    with ThreadPoolExecutor(len(texts)) as pool:
        list(pool.map(lambda each: ask_rasa(each[0], sender, each[1]), zip(rasas, texts, strict=True)))
    engine = sa.create_engine(whole.database, future=True)
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT events FROM talks WHERE sender = :s"), {"s": sender}).scalar()
    engine.dispose()
    assert sorted(each["text"] for each in json.loads(str(kept))["ereignisse"] if each["event"] == "user") == texts


def test_chat_is_the_same_at_both_webs(whole: ScaledOut) -> None:
    first, second = whole.address("web-1"), whole.address("web-2")
    chat = new_chat(first)
    ask(first, chat, "Wo ist Stand B3?")
    answer = ask(second, chat, "Wer steht da?")["antworten"][0]["text"]
    assert ("Hakan Silberdorn" in answer, history(first, chat)) == (True, history(second, chat))


def test_same_message_at_both_webs_at_once_is_answered_once(whole: ScaledOut) -> None:
    webs = [whole.address("web-1"), whole.address("web-2")]
    chat, number = new_chat(webs[0]), str(uuid.uuid4())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda web: post(web, chat, "Wo kann ich parken?", number), webs * 2))
    asked = [each for each in history(webs[0], chat) if each["rolle"] == "nutzer"]
    texts = {json.dumps(each.json()["antworten"], sort_keys=True) for each in answers}
    assert ([each.status_code for each in answers], len(texts), len(asked)) == ([200] * 4, 1, 1)


class Listener(threading.Thread):
    """An open chat: collects events until told to stop; Last-Event-ID goes with each new connection."""

    def __init__(self, addresses: Callable[[], str], chat: Chat) -> None:
        super().__init__(daemon=True)
        self.numbers: list[int] = []
        self.plans = 0
        self._addresses = addresses
        self._chat = chat
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.is_set():
            last = {"Last-Event-ID": str(self.numbers[-1])} if self.numbers else {}
            try:
                self._read(self._addresses(), {**self._chat, **last})
            except httpx.HTTPError:
                time.sleep(0.2)

    def stop(self) -> None:
        self._is_over.set()
        self.join(20)

    def _read(self, address: str, headers: Chat) -> None:
        with (
            httpx.Client(timeout=httpx.Timeout(5, read=2), trust_env=False) as client,
            client.stream("GET", f"{address}/chat/ereignisse", headers=headers) as stream,
        ):
            for line in stream.iter_lines():
                if line.startswith("id: "):
                    self.numbers.append(int(line[4:]))
                self.plans += line == "event: plan"
                if self._is_over.is_set():
                    return


def test_event_reaches_a_chat_at_the_other_web(whole: ScaledOut) -> None:
    chat = new_chat(whole.front)
    listener = Listener(lambda: whole.address("web-2"), chat)
    listener.start()
    try:
        wait_for(lambda: listener.plans, PATIENCE, "verbunden")
        ask(whole.address("web-1"), chat, "Wo kann ich parken?")
        numbers = [each["nummer"] for each in history(whole.address("web-1"), chat)][1:]
        wait_for(lambda: listener.numbers == numbers, PATIENCE, "Ereignisse am anderen Webdienst")
        plans = listener.plans
        noted = httpx.put(
            f"{whole.address('web-1')}/chat/plan/ki-grundlagen", headers=chat, timeout=20, trust_env=False
        )
        noted.raise_for_status()
        wait_for(lambda: listener.plans > plans, PATIENCE, "Plan am anderen Webdienst")
    finally:
        listener.stop()


def test_listener_that_changes_webs_misses_nothing(whole: ScaledOut) -> None:
    chat = new_chat(whole.front)
    start = history(whole.front, chat)[-1]["nummer"]
    webs = (whole.address(f"web-{1 + number % 2}") for number in range(10_000))
    listener = Listener(lambda: next(webs), chat)
    listener.numbers.append(start)
    listener.start()
    try:
        for number in range(8):
            ask(whole.address(f"web-{1 + number % 2}"), chat, QUESTIONS[number % 4])
        told = [each["nummer"] for each in history(whole.front, chat)]
        wait_for(lambda: len(listener.numbers) >= len(told), PATIENCE, "alle Ereignisse")
    finally:
        listener.stop()
    assert listener.numbers == told
