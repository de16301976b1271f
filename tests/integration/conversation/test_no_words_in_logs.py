"""No log of any process holds a visitor's word, whichever way it came and whatever failed meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import uuid
from collections.abc import Iterator

import httpx
import pytest

from tests.integration.helpers.running_system import BACK_SECONDS, RunningSystem, wait_for

MARK = "Quastenflosserin"
TYPED = (
    f"Verkauft jemand {MARK} im Glas?",
    f"Wo kann ich parken? /restart{MARK}",
    f'Wo kann ich parken? \u200b\uff0ffaq/x{{"a": {MARK}}} ist was?',
    f"{MARK} " * 100,
    f"Wer ist {MARK}? Und wann spricht {MARK}?",
)
BUTTONS = (
    f"/{MARK.lower()}", f"/faq/{MARK.lower()}", f'/faq/parken{{"a": "{MARK}"}}', f'/wo_ist{{"stand": "{MARK}"}}',
    f'/worum_geht_es{{"sitzung": "{MARK}"}}', f'/programm_suche{{"zeit_text": "{MARK}"}}', f"/faq/x{{{MARK}}}",
)  # fmt: skip
COMMANDS = (  # what somebody on this machine may send to Rasa
    f"/{MARK}", f"/faq/x{{{MARK}}}", f'/faq/x{{"a": {{"{MARK}": 1}}}}', f"/faq@{MARK}", f"/faq@0.5{{{MARK}}}",
    f"/ {MARK}",
)  # fmt: skip
PATHS = (
    f"/programm?q={MARK}&tag={MARK}", f"/{MARK}", f"/programm/{MARK}", f"/static/{MARK}", f"/lageplan?stand={MARK}",
    f"/chat/plan/{MARK}", f"/anmelden?weiter={MARK}", f"/api/programm/sitzungen/{MARK}", f"/%ff{MARK}%00",
)  # fmt: skip


@pytest.fixture
def chat(running: RunningSystem) -> Iterator[httpx.Client]:
    """An open chat whose headers hold the mark as well."""
    headers = {"User-Agent": MARK, "Referer": f"https://{MARK}.example", "Cookie": f"a={MARK}", "X-Request-ID": "ä"}
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    with httpx.Client(base_url=running.web, timeout=60, trust_env=False, headers=sent) as client:
        client.headers["Authorization"] = f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"
        yield client


def say(chat: httpx.Client, **fields: str) -> int:
    return chat.post("/chat/nachricht", json={"id": str(uuid.uuid4()), **fields}).status_code


def leave_traces(running: RunningSystem, chat: httpx.Client) -> None:
    """The mark through every surface."""
    for text in TYPED:
        say(chat, text=text)
    for payload in BUTTONS:
        say(chat, knopf=payload, titel=MARK)
    for text in (*TYPED, *COMMANDS):
        with contextlib.suppress(httpx.HTTPError):  # a Rasa that was killed
            running.post_to_rasa(json.dumps({"sender": MARK, "message": text}).encode())
    for path in PATHS:
        chat.get(path)
        chat.put(path)
    chat.post("/chat/bewertung", json={"nummer": 1, "urteil": "schlecht", "kommentar": MARK})
    chat.post("/anmelden", data={"name": MARK, "passwort": MARK, "weiter": f"/{MARK}"})
    chat.post("/stand/betrieb", json={"pin": MARK})
    chat.post("/chat/nachricht", content=f'{{"id": {MARK}'.encode())
    chat.post("/chat/nachricht", content=f"{MARK}\xff".encode("latin-1"), headers={"Content-Type": MARK})
    send_raw(running, f"GET /{MARK}\xff HTTP/1.1\r\nHost: {MARK}\r\nContent-Length: {MARK}\r\n\r\n".encode("latin-1"))
    send_raw(running, f"{MARK}\r\n\r\n".encode())


def send_raw(running: RunningSystem, sent: bytes) -> None:
    address = httpx.URL(running.web)
    with socket.create_connection((address.host, address.port or 80), timeout=30) as line:
        line.sendall(sent)
        line.recv(1000)


def logs_with(running: RunningSystem) -> dict[str, list[str]]:
    """The lines with the mark by file."""
    found = {
        path.name: [line for line in path.read_text("utf-8", "replace").splitlines() if MARK.lower() in line.lower()]
        for path in (running.state / "protokoll").rglob("*")
        if path.is_file()
    }
    return {name: lines for name, lines in found.items() if lines}


def test_no_word_in_any_log(running: RunningSystem, chat: httpx.Client) -> None:
    leave_traces(running, chat)
    for part in ("aktionen", "rasa"):
        pid = running.parts()[part]
        os.kill(pid, signal.SIGKILL)
        leave_traces(running, chat)
        wait_for(running.is_ready, BACK_SECONDS, f"{part} wieder bereit")
    leave_traces(running, chat)
    assert (logs_with(running), len(list((running.state / "protokoll").iterdir())) > 2) == ({}, True)
