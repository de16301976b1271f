"""Who listens where, and what strangers on the same machine get to hear."""

from __future__ import annotations

import json

import httpx
import psutil

from tests.integration.helpers.running_system import RunningSystem

LOOPBACK = {"127.0.0.1", "::1"}


def listening(running: RunningSystem) -> set[tuple[str, int]]:
    """Address and port of everything that the supervisor and its processes listen on."""
    supervisor = psutil.Process(running.process.pid)
    processes = [supervisor, *supervisor.children(recursive=True)]
    found = [each for process in processes for each in process.net_connections("tcp")]
    return {(each.laddr.ip, each.laddr.port) for each in found if each.status == psutil.CONN_LISTEN}


def ports_of(running: RunningSystem) -> dict[str, int]:
    return {name: int(running.environment[name]) for name in ("MESSE_PORT", "RASA_PORT", "AKTION_PORT")}


def test_only_web_listens_beyond_loopback(running: RunningSystem) -> None:
    ports = ports_of(running)
    found = listening(running)
    assert {place for place in found if place[0] not in LOOPBACK} == {("0.0.0.0", ports["MESSE_PORT"])}
    assert {("127.0.0.1", ports["RASA_PORT"]), ("127.0.0.1", ports["AKTION_PORT"])} - found == set()


def test_foreign_call_to_an_action_is_refused(running: RunningSystem) -> None:
    address = f"http://127.0.0.1:{ports_of(running)['AKTION_PORT']}"
    body = {"next_action": "action_jetzt", "tracker": {"sender_id": "x"}, "domain": {}}
    asked = [httpx.post(f"{address}/webhook", json=body, trust_env=False), httpx.get(f"{address}/actions")]
    assert [each.status_code for each in asked] == [403, 403]


def test_foreign_voice_in_a_visitors_conversation_is_refused(running: RunningSystem) -> None:
    body = json.dumps({"sender": "web-" + 32 * "0", "message": "Wo kann ich parken?"}).encode()
    assert running.post_to_rasa(body).status_code == 403


def test_webhook_stays_open_to_programs_on_this_machine(running: RunningSystem) -> None:
    assert running.text_of("Was läuft jetzt?") != ""


def test_http_interface_of_rasa_is_off(running: RunningSystem) -> None:
    calls = [("PUT", "/model"), ("POST", "/model/train"), ("POST", "/model/parse"), ("GET", "/domain")]
    calls.append(("GET", "/conversations/x/tracker"))
    answers = [httpx.request(method, running.rasa + path, trust_env=False) for method, path in calls]
    assert [each.status_code for each in answers] == [404] * len(calls)


def test_token_stands_in_no_file(running: RunningSystem) -> None:
    token = psutil.Process(running.parts()["web"]).environ()["MESSE_KENNWORT"]
    files = [path for folder in (running.state, running.project) for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if token.encode() in path.read_bytes()] == []
