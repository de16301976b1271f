"""Visitors of a running whole: one question at a time, or many of them at work while something dies."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.integration.helpers.running_system import wait_for
from tests.integration.helpers.scale_out import ScaledOut

PATIENCE = 180.0
QUESTIONS = ("Wo kann ich parken?", "Was läuft jetzt?", "Wo ist Stand B3?", "Wann öffnet die Messe?")
VISITORS = 4
SLOW = "503 Das dauert gerade länger als sonst."  # then the answer is there on the next try
Chat = dict[str, str]  # its Authorization header


def new_chat(address: str) -> Chat:
    """A chat of its own, with patience: a web process whose database was away asks it again only after a pause."""
    answer = wait_for(lambda: _unless_refused(address), PATIENCE, "eine Sitzung")
    return {"Authorization": f"Bearer {answer.json()['sitzung']}"}


def _unless_refused(address: str) -> httpx.Response | None:
    answer = post_for_chat(address)
    return answer if answer.is_success else None


def post_for_chat(address: str) -> httpx.Response:
    return httpx.post(f"{address}/chat/sitzung", timeout=20, trust_env=False)


def post(address: str, chat: Chat, text: str, number: str = "") -> httpx.Response:
    body = {"id": number or str(uuid.uuid4()), "text": text}
    return httpx.post(f"{address}/chat/nachricht", json=body, headers=chat, timeout=20, trust_env=False)


def ask(address: str, chat: Chat, text: str) -> dict[str, Any]:
    """The answer; on a busy machine after the server has said that it takes longer."""
    number = str(uuid.uuid4())
    answer = wait_for(lambda: _unless_slow(post(address, chat, text, number)), PATIENCE, f"Antwort auf {text}")
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def _unless_slow(answer: httpx.Response) -> httpx.Response | None:
    return None if answer.status_code == 503 and answer.json()["fehler"] == SLOW.partition(" ")[2] else answer


def history(address: str, chat: Chat) -> list[dict[str, Any]]:
    answer = httpx.get(f"{address}/chat/verlauf", headers=chat, timeout=20, trust_env=False).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["verlauf"]
    return found


def ask_rasa(address: str, sender: str, text: str) -> str:
    answer = post_to_rasa(address, sender, text).raise_for_status()
    return "\n".join(message.get("text", "") for message in answer.json())


def post_to_rasa(address: str, sender: str, text: str) -> httpx.Response:
    body = {"sender": sender, "message": text}
    return httpx.post(f"{address}/webhooks/rest/webhook", json=body, timeout=30, trust_env=False)


@dataclass
class Visitor:
    """Asks one question after the other as the widget does: a message that fails is sent again with the same id."""

    front: str
    is_over: threading.Event
    chat: Chat = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def ask_until_over(self) -> None:
        number = 0
        while not self.is_over.is_set():
            self.ask(QUESTIONS[number % len(QUESTIONS)])
            number += 1
            self.is_over.wait(0.2)

    def ask(self, text: str) -> None:
        """Send until it is answered; what was said instead is kept."""
        message, until = str(uuid.uuid4()), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = post(self.front, self.chat, text, message)
            except httpx.TransportError as error:
                self.refused.append(type(error).__name__)
            else:
                if answer.status_code == 200:
                    self.acknowledged.append(message)
                    return
                self.refused.append(f"{answer.status_code} {answer.json()['fehler']}")
            time.sleep(0.3)
        self.refused.append(f"nie beantwortet: {text}")


@dataclass
class Load:
    """Visitors at work while something dies."""

    whole: ScaledOut
    visitors: list[Visitor]

    def lost(self) -> list[str]:
        """Acknowledged messages that are not in their chat, or more than once."""
        return [
            message
            for visitor in self.visitors
            for message, times in self._counts(visitor).items()
            if times != 1
        ]  # fmt: skip

    def _counts(self, visitor: Visitor) -> dict[str, int]:
        asked = [each["id"] for each in history(self.whole.front, visitor.chat) if each["rolle"] == "nutzer"]
        return {message: asked.count(message) for message in visitor.acknowledged}

    def said(self) -> set[str]:
        """What was said in place of answers."""
        return {each for visitor in self.visitors for each in visitor.refused}


def under_load(whole: ScaledOut, accident: Callable[[], None]) -> Load:
    """Let visitors ask, let the accident happen, and let each ask a few more times."""
    is_over = threading.Event()
    visitors = [Visitor(whole.front, is_over, new_chat(whole.front)) for _ in range(VISITORS)]
    with ThreadPoolExecutor(VISITORS) as pool:
        running = [pool.submit(each.ask_until_over) for each in visitors]
        try:
            _all_ask(visitors, 2)
            accident()
            _all_ask(visitors, 2)
        finally:
            is_over.set()
        for each in running:
            each.result()
    return Load(whole, visitors)


def _all_ask(visitors: list[Visitor], more: int) -> None:
    wanted = [len(each.acknowledged) + more for each in visitors]
    wait_for(
        lambda: all(len(each.acknowledged) >= least for each, least in zip(visitors, wanted, strict=True)),
        PATIENCE * 2, "alle beantwortet",
    )  # fmt: skip
