"""A part that hangs or dies: the others answer honestly, the supervisor brings it back."""

from __future__ import annotations

import json
import os
import re
import signal
import uuid

import httpx
import pytest

from tests.integration.helpers.running_system import BACK_SECONDS, RunningSystem, kill_and_wait, post_message, wait_for

AS_OF = re.compile(r"Stand \d{1,2}:\d{2} Uhr")


def test_killed_web_part_comes_back_and_chats(running: RunningSystem) -> None:
    others = {name: pid for name, pid in running.parts().items() if name != "web"}
    kill_and_wait(running, "web")
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as client:
        token = client.post("/chat/sitzung").json()["sitzung"]
        message = {"id": str(uuid.uuid4()), "text": "Wo kann ich parken?"}
        answer = post_message(client, message, {"Authorization": f"Bearer {token}"})
    assert answer.json()["antworten"][0]["rolle"] == "bot"
    assert {name: running.parts()[name] for name in others} == others


def test_chat_survives_a_restart_of_the_web_part(running: RunningSystem) -> None:
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as client:
        token = {"Authorization": f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"}
        post_message(client, {"id": str(uuid.uuid4()), "text": "Hallo"}, token)
        before = client.get("/chat/verlauf", headers=token).json()["verlauf"]
    kill_and_wait(running, "web")
    after = httpx.get(f"{running.web}/chat/verlauf", headers=token, timeout=120, trust_env=False).json()["verlauf"]
    assert (len(before) > 1, after) == (True, before)


def test_hanging_programme_service_is_answered_from_the_last_copy(running: RunningSystem) -> None:
    running.text_of("Was läuft jetzt?")  # the copy
    web = running.parts()["web"]
    os.kill(web, signal.SIGSTOP)
    try:
        # A copy is taken for fresh for a second; from then on the answer says how old it is.
        wait_for(lambda: AS_OF.search(running.text_of("Was läuft jetzt?")), BACK_SECONDS, "Stand")
    finally:
        os.kill(web, signal.SIGCONT)
    wait_for(running.is_ready, BACK_SECONDS, "Web wieder bereit")
    wait_for(lambda: not AS_OF.search(running.text_of("Was läuft jetzt?")), BACK_SECONDS, "wieder aktuell")


def test_dead_action_server_is_told_honestly_and_comes_back(running: RunningSystem) -> None:
    os.kill(running.parts()["aktionen"], signal.SIGKILL)
    body = json.dumps({"sender": "wer", "message": "Was läuft jetzt?"}).encode()
    told = running.post_to_rasa(body)
    assert (told.status_code, bool(told.json()["fehler"])) == (503, True)
    wait_for(running.is_ready, BACK_SECONDS, "Aktionen wieder bereit")
    wait_for(lambda: "Jetzt l" in running.text_of("Was läuft jetzt?"), BACK_SECONDS, "Programm wieder da")


def test_topics_are_answered_without_the_action_server(running: RunningSystem) -> None:
    good = running.text_of("Wo kann ich parken?")
    os.kill(running.parts()["aktionen"], signal.SIGKILL)
    assert running.text_of("Wo kann ich parken?") == good
    wait_for(running.is_ready, BACK_SECONDS, "Aktionen wieder bereit")


def test_killed_rasa_is_told_by_the_chat_and_comes_back(running: RunningSystem) -> None:
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as client:
        token = {"Authorization": f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"}
        message = {"id": str(uuid.uuid4()), "text": "Wo kann ich parken?"}
        os.kill(running.parts()["rasa"], signal.SIGKILL)
        refused = client.post("/chat/nachricht", json=message, headers=token)
        assert (refused.status_code, "nicht erreichbar" in refused.text) == (503, True)
        wait_for(running.is_ready, BACK_SECONDS, "Rasa wieder bereit")
        again = post_message(client, message, token)
    assert (again.status_code, again.json()["antworten"][0]["rolle"]) == (200, "bot")


def test_conversation_goes_on_where_it_was_when_rasa_died(running: RunningSystem) -> None:
    sender = uuid.uuid4().hex
    running.text_of("Wo ist Stand B3?", sender)
    kill_and_wait(running, "rasa")
    assert "Hakan Silberdorn" in running.text_of("Wer steht da?", sender)


@pytest.mark.parametrize("part", ["aktionen", "web"])
def test_conversation_goes_on_when_another_part_died(running: RunningSystem, part: str) -> None:
    sender = uuid.uuid4().hex
    running.text_of("Wo ist Stand B3?", sender)
    kill_and_wait(running, part)
    assert "Hakan Silberdorn" in running.text_of("Wer steht da?", sender)
