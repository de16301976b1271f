"""Visitors who go on asking while something happens to the system; nothing they write may fail or get lost."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import httpx

from tests.integration.helpers.running_system import post_message

CHATS = 3
QUESTIONS = ("Wo kann ich parken?", "Was läuft jetzt?", "Wo ist Stand B3?")
PAUSE_SECONDS = 1.1  # the chat holds those back who send more than sixty a minute


@dataclass
class Seen:
    """What the visitors met.

    Attributes:
        sent: how many messages.
        faults: status and body of each that failed.
        lost: messages that are not in their chat afterwards, or without an answer.
    """

    sent: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@contextmanager
def visitors(address: str) -> Iterator[Seen]:
    """Several ask all the time; what they saw is complete after the block."""
    is_over, seen = Event(), Seen()
    with ThreadPoolExecutor(CHATS) as chats:
        asking = [chats.submit(_ask_on, address, is_over) for _ in range(CHATS)]
        try:
            yield seen
        finally:
            is_over.set()
            for each in (one.result() for one in asking):
                seen.sent += each.sent
                seen.faults += each.faults
                seen.lost += each.lost


def _ask_on(address: str, is_over: Event) -> Seen:
    seen, ids = Seen(), []
    with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"
        while not is_over.is_set():
            message = {"id": str(uuid.uuid4()), "text": QUESTIONS[seen.sent % len(QUESTIONS)]}
            got = post_message(client, message)
            seen.sent += 1
            ids.append(message["id"])
            if got.status_code != 200:
                seen.faults.append((got.status_code, got.text))
            is_over.wait(PAUSE_SECONDS)
        seen.lost = _unanswered(client.get("/chat/verlauf").json()["verlauf"], ids)
    return seen


def _unanswered(history: list[dict[str, Any]], ids: list[str]) -> list[str]:
    answered = {bubble["id"] for bubble, after in zip(history, history[1:], strict=False)
                if bubble["rolle"] == "nutzer" and after["rolle"] == "bot"}  # fmt: skip
    return [each for each in ids if each not in answered]
