"""The sentence model's processes are killed under way: every message is answered, Rasa and the actions stay."""

from __future__ import annotations

import os
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.integration.helpers.running_system import RunningSystem, children_of, post_message, wait_for

MODEL_PROGRAM = "encoder_worker.py"
VISITORS, QUESTIONS = 4, 8
HOSTILE = ["\ufdfa" * 9, "\ufdfa" * 111, "[" * 2000, "x" * 2000, "a\u0301" * 900]


def encoders(system: RunningSystem) -> set[int]:
    """The processes of the sentence model that Rasa has now."""
    parents = [system.parts().get(name) for name in ("rasa", "aktionen")]
    return {pid for parent in parents if parent for pid, command in children_of(parent) if MODEL_PROGRAM in command}


def ask(address: str, texts: list[str]) -> list[int]:
    """The status of each answer in a chat of its own."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"
        return [post_message(client, {"id": str(uuid.uuid4()), "text": text}).status_code for text in texts]


def test_killed_processes_cost_no_answer(running: RunningSystem) -> None:
    before, killed = running.parts(), set[int]()
    texts = [[f"Wo finde ich Stand {who} von {which}?" for which in range(QUESTIONS)] for who in range(VISITORS)]
    with ThreadPoolExecutor(VISITORS) as visitors:
        asked = [visitors.submit(ask, running.web, each) for each in texts]
        while not all(each.done() for each in asked):
            for pid in encoders(running) - killed:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
            time.sleep(0.5)
        statuses = [status for each in asked for status in each.result()]
    assert (statuses, running.parts(), bool(killed)) == ([200] * VISITORS * QUESTIONS, before, True)
    wait_for(lambda: ask(running.web, ["Wo ist Stand B3?"]) == [200] and encoders(running), 60, "ein neuer Prozess")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_message_is_answered_and_ends_nothing(running: RunningSystem, text: str) -> None:
    before = running.parts()
    assert (ask(running.web, [text, "Wo ist Stand B3?"]), running.parts()) == ([200, 200], before)
