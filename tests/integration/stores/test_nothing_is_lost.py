"""Parts are killed and stopped again and again while many ask: every message ends with one right answer."""

from __future__ import annotations

import os
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from threading import Event
from typing import Any

import httpx
import pytest

from tests.integration.helpers.running_system import BACK_SECONDS, RunningSystem, wait_for

CHATS, LEAST_QUESTIONS = 10, 20
QUESTIONS = {"Wo ist Stand B3?": "B3", "Was läuft jetzt?": "Jetzt l", "Wo kann ich parken?": "Park"}
FAULTS = [("aktionen", signal.SIGKILL), ("aktionen", signal.SIGSTOP)] * 3 + [
    ("rasa", signal.SIGKILL),
    ("web", signal.SIGKILL),
]
STOPPED_SECONDS = 6.0  # longer than Rasa waits for an action


def test_every_message_is_answered_once_and_right(running: RunningSystem) -> None:
    over = Event()
    with ThreadPoolExecutor(CHATS) as pool:
        chats = [pool.submit(_ask_on, running.web, over) for _ in range(CHATS)]
        try:
            _hurt(running)
        finally:
            over.set()
        found = [each.result() for each in chats]
    wait_for(running.is_ready, BACK_SECONDS, "alles wieder bereit")
    assert [fault for faults, _ in found for fault in faults] == []
    assert sum(retries for _, retries in found) > 0  # else nobody noticed anything, and nothing was tried


def _hurt(running: RunningSystem) -> None:
    for part, number in FAULTS:
        wait_for(running.is_ready, BACK_SECONDS, "bereit")
        time.sleep(1)
        victim = running.parts()[part]
        os.kill(victim, number)
        if number == signal.SIGSTOP:
            time.sleep(STOPPED_SECONDS)
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGCONT)


def _ask_on(address: str, over: Event) -> tuple[list[str], int]:
    """Ask until it is over; returns what was wrong, and how often a message had to be sent again."""
    retries, asked, questions = 0, list[tuple[str, str]](), cycle(QUESTIONS)
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"
        while not over.is_set() or len(asked) < LEAST_QUESTIONS:
            asked.append((str(uuid.uuid4()), next(questions)))
            retries += _send(client, *asked[-1])
            time.sleep(2.0)
        history = client.get("/chat/verlauf").raise_for_status().json()["verlauf"][1:]
    return _faults(history, asked), retries


def _send(client: httpx.Client, number: str, text: str) -> int:
    """As the widget: the same message until it is answered; returns how often it was not."""
    until = time.monotonic() + 2 * BACK_SECONDS
    for retries in range(1_000):
        with suppress(httpx.HTTPError):
            answer = client.post("/chat/nachricht", json={"id": number, "text": text})
            if answer.status_code == 200:
                return retries
            assert answer.status_code >= 500 or answer.status_code == 429, answer.text
        assert time.monotonic() < until
        time.sleep(0.5)
    pytest.fail("nie beantwortet")


def _faults(history: list[dict[str, Any]], asked: list[tuple[str, str]]) -> list[str]:
    shown = [bubble for bubble in history if bubble["rolle"] == "nutzer"]
    answers = [bubble["text"] for bubble in history if bubble["rolle"] == "bot"]
    wrong = [
        f"{question}: {text}"
        for (_, question), text in zip(asked, answers, strict=False)
        if QUESTIONS[question] not in text
    ]
    if [bubble["id"] for bubble in shown] != [number for number, _ in asked] or len(answers) != len(asked):
        wrong.append(f"{len(shown)} Fragen, {len(answers)} Antworten zu {len(asked)} Nachrichten")
    return wrong
