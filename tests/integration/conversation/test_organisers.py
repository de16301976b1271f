"""What organisers change through the API is in the system's chat, is pushed to who asked, and outlives restarts."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import httpx
import pytest

from tests.integration.helpers.fair_facts import SESSIONS
from tests.integration.helpers.running_system import (
    ORGANISERS_TOKEN,
    RunningSystem,
    kill_and_wait,
    post_message,
    wait_for,
)

SLOW_MACHINE = 20.0  # more than the promised two seconds: a busy machine must not fail the test
KEY = "zwilling-einblick"
TITLE = SESSIONS[KEY]["titel"]
WHEN = f"Wann ist der Vortrag „{TITLE}“?"
REASON = {"grund": "Probe"}
NEW = {
    "titel": "Überraschung zur Quantenverschränkung",
    "beginn": "2025-05-14T16:00",
    "ende": "2025-05-14T16:20",
    "art": "Vortrag",
    "raum": SESSIONS[KEY]["raum"],
}


class Office:
    """The programme API; remembers its changes to take them back."""

    def __init__(self, running: RunningSystem) -> None:
        self._http = httpx.Client(
            base_url=f"{running.web}/api/programm",
            headers={"Authorization": f"Bearer {ORGANISERS_TOKEN}"},
            timeout=120,
            trust_env=False,
        )
        self._open: list[int] = []

    def change(self, kind: str, **values: Any) -> None:
        """Record a change of the session."""
        target = {} if kind == "neu" else {"sitzung": KEY}
        response = self._http.post("/aenderungen", json={"art": kind, **target, **REASON, **values})
        assert response.status_code == 201, response.text
        self._open.append(response.json()["aenderung"]["nummer"])

    def take_back(self) -> None:
        """Undo what is not undone yet, the newest first."""
        while self._open:
            response = self._http.post(f"/aenderungen/{self._open.pop()}/zuruecknehmen", json=REASON)
            assert response.status_code == 200, response.text


@pytest.fixture
def office(running: RunningSystem) -> Iterator[Office]:
    office = Office(running)
    yield office
    office.take_back()


def answer_with(running: RunningSystem, question: str, words: str) -> str:
    """The answer as soon as it has the words, or the last one after a while."""
    until = time.monotonic() + SLOW_MACHINE
    text = running.text_of(question)
    while words not in text and time.monotonic() < until:
        time.sleep(0.1)
        text = running.text_of(question)
    return text


@pytest.mark.parametrize(
    ("kind", "values", "question", "words"),
    [
        ("absage", {}, WHEN, "fällt leider aus"),
        ("verspaetung", {"minuten": 15}, WHEN, "13:15"),
        ("zeit", {"beginn": "2025-05-14T14:10"}, WHEN, "14:10"),
        ("raum", {"raum": "Zelt im Hof", "raum_neu": True}, f"Wo ist der Vortrag „{TITLE}“?", "Zelt im Hof"),
        ("plaetze", {"frei": 0, "plaetze": 40}, f"Gibt es noch freie Plätze bei „{TITLE}“?", "keine Plätze mehr frei"),
        ("hinweis", {"hinweis": "Bitte den Seiteneingang nehmen."}, WHEN, "Seiteneingang"),
    ],
)
def test_change_is_in_the_answer_until_it_is_taken_back(
    running: RunningSystem, office: Office, kind: str, values: dict[str, Any], question: str, words: str
) -> None:
    assert words not in running.text_of(question)
    office.change(kind, **values)
    assert words in answer_with(running, question, words)
    office.take_back()
    wait_for(lambda: words not in running.text_of(question), SLOW_MACHINE, f"ohne {words}")


def test_session_added_by_an_organiser_is_found(running: RunningSystem, office: Office) -> None:
    office.change("neu", programmpunkt=NEW)
    assert "von 16:00 bis 16:20 Uhr" in answer_with(running, f"Wann ist die {NEW['titel']}?", "von 16:00 bis 16:20 Uhr")


def test_change_outlives_a_restart_of_web(running: RunningSystem, office: Office) -> None:
    office.change("verspaetung", minuten=20)
    kill_and_wait(running, "web")
    assert "13:20" in answer_with(running, WHEN, "13:20")


def test_who_asked_is_told_in_the_open_chat(running: RunningSystem, office: Office) -> None:
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as visitor:
        token = {"Authorization": f"Bearer {visitor.post('/chat/sitzung').json()['sitzung']}"}
        post_message(visitor, {"id": str(uuid.uuid4()), "text": WHEN}, token)
        with visitor.stream("GET", "/chat/ereignisse", headers=token) as events:
            office.change("verspaetung", minuten=15)
            until = time.monotonic() + SLOW_MACHINE  # a heartbeat comes every few seconds, so each line is looked at
            lines = takewhile(lambda _: time.monotonic() < until, events.iter_lines())
            news = next((line for line in lines if line.startswith("data:") and TITLE in line), "")
    assert ("15 Minuten" in news, "später" in news) == (True, True), news
