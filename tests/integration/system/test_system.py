"""The running system as programs see it: health, programme exports, chat API, and all input that is wrong."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from bot.core.settings import ROOT
from tests.integration.helpers.fair_facts import BOOTHS, GIVEN, SESSIONS
from tests.integration.helpers.running_system import PARTS, Message, RunningSystem, post_message

BOOTH_KEYS = {"nummer", "name", "raum", "organisation", "beschreibung", "themen"} | {
    "abgesagt",
    "geaendert",
    "hinweis",
    "raum_vorher",
    "zeiten",
}
SCHEMA = ROOT.parent / "shared" / "daten" / "programme" / "c3voc_schedule.schema.json"


@contextmanager
def chat(running: RunningSystem) -> Iterator[httpx.Client]:
    """A client with an open chat session."""
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as client:
        opened = client.post("/chat/sitzung")
        client.headers["Authorization"] = f"Bearer {opened.json()['sitzung']}"
        yield client


def send(client: httpx.Client, **fields: str) -> httpx.Response:
    return post_message(client, {"id": str(uuid.uuid4()), **fields})


def answers(response: httpx.Response) -> list[Message]:
    found = response.raise_for_status().json()["antworten"]
    assert isinstance(found, list)
    return found


def get(running: RunningSystem, path: str) -> Any:
    return httpx.get(f"{running.web}{path}", timeout=120, trust_env=False).raise_for_status().json()


def test_health_names_each_part(running: RunningSystem) -> None:
    health = running.health()
    parts = dict.fromkeys(("rasa", "aktionen", "datenbank", "ordner", "programm"), "bereit")
    assert (health.status_code, health.json()["zustand"], health.json()["teile"]) == (200, "bereit", parts)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="/proc/PID/maps gibt es nur unter Linux")
def test_no_process_has_loaded_tensorflow(running: RunningSystem) -> None:
    maps = {name: Path(f"/proc/{pid}/maps").read_text(encoding="utf-8") for name, pid in running.parts().items()}
    assert [name for name, text in maps.items() if "/tensorflow/" in text] == []


def test_request_id_is_in_the_logs_of_all_processes(running: RunningSystem) -> None:
    with chat(running) as client:
        client.headers["X-Request-ID"] = "anfrage-mit-spur"
        answers(send(client, text="Was läuft jetzt?"))
    logs = {path.stem: path.read_text(encoding="utf-8") for path in (running.state / "protokoll").glob("*.log")}
    lines = {name: [line for line in text.splitlines() if "anfrage-mit-spur" in line] for name, text in logs.items()}
    found = {name: {json.loads(line)["anfrage"] for line in each} for name, each in lines.items() if each}
    assert found == {name: {"anfrage-mit-spur"} for name in ("aktionen", "rasa", "web")}


def test_three_processes_run(running: RunningSystem) -> None:
    assert sorted(running.parts()) == sorted(PARTS)


def test_schedule_fits_the_public_schema(running: RunningSystem) -> None:
    if not SCHEMA.exists():
        pytest.skip("Das Schema der c3voc liegt nicht neben dem Projekt.")
    jsonschema.validate(get(running, "/programm/schedule.json"), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_schedule_has_every_session_that_is_held(running: RunningSystem) -> None:
    days = get(running, "/programm/schedule.json")["schedule"]["conference"]["days"]
    titles = {event["title"] for day in days for events in day["rooms"].values() for event in events}
    assert titles == {session["titel"] for session in SESSIONS.values() if "abgesagt" not in session}


def test_booth_list_has_every_booth_with_the_same_keys(running: RunningSystem) -> None:
    booths = get(running, "/programm/staende.json")
    assert {booth["nummer"]: booth["name"] for booth in booths} == {
        number: booth["name"] for number, booth in BOOTHS.items()
    }
    assert [booth for booth in booths if set(booth) != BOOTH_KEYS] == []


def test_chat_greets_and_answers_a_text(running: RunningSystem) -> None:
    with chat(running) as client:
        answer = answers(send(client, text="Wo kann ich parken?"))[0]
    assert (answer["rolle"], GIVEN["parkplatz"] in answer["text"], bool(answer["knoepfe"])) == ("bot", True, True)


def test_chat_accepts_a_button_of_its_own_answer(running: RunningSystem) -> None:
    with chat(running) as client:
        buttons = answers(send(client, text="Wo ist Stand D1?"))[0]["knoepfe"]
        answer = answers(send(client, knopf=buttons[0]["payload"], titel=buttons[0]["titel"]))[0]
    assert BOOTHS["D1"]["ausprobieren"] in answer["text"]


def test_chat_text_is_complete_beside_cards(running: RunningSystem) -> None:
    with chat(running) as client:
        answer = answers(send(client, text="Was läuft heute um 14 Uhr?"))[0]
    titles = [card["titel"] for card in answer["karten"]]
    assert (bool(titles), [title for title in titles if title not in answer["text"]]) == (True, [])


def test_chat_history_has_everything_in_order(running: RunningSystem) -> None:
    with chat(running) as client:
        said = answers(send(client, text="Wo kann ich parken?"))
        history = client.get("/chat/verlauf").json()["verlauf"]
    assert [bubble["rolle"] for bubble in history] == ["bot", "nutzer", *["bot"] * len(said)]
    assert history[2:] == said


def test_same_message_id_gets_the_same_answer(running: RunningSystem) -> None:
    message = str(uuid.uuid4())
    with chat(running) as client:
        first, second = (send(client, id=message, text="Hallo") for _ in range(2))
        history = client.get("/chat/verlauf").json()["verlauf"]
    assert (answers(first), len(history)) == (answers(second), 2 + len(answers(first)))


def test_deleted_history_is_gone(running: RunningSystem) -> None:
    with chat(running) as client:
        send(client, text="Wo kann ich parken?")
        status = client.delete("/chat/verlauf").status_code
        history = client.get("/chat/verlauf").json()["verlauf"]
    assert (status, len(history)) == (204, 1)


def message_body(text: str) -> bytes:
    return json.dumps({"sender": "schlecht", "message": text}).encode()


BAD_BODIES: dict[str, bytes] = {
    "no_body": b"",
    "binary": bytes(range(256)),
    "half_json": b'{"sender": "a", "message": "Hal',
    "array": b'["Hallo"]',
    "number": b'{"sender": "a", "message": 7, "id": 7, "text": 7}',
    "null": b"null",
    "deep": b"[" * 50_000,
    "no_message": b'{"sender": "a"}',
    "huge": b'{"message": "' + b"a" * 90_000 + b'"}',
}
ODD_TEXTS: dict[str, str] = {
    "empty": "",
    "blanks": "  \n ",
    "20_kB": "Wo ist Stand B3? " * 1200,
    "surrogate": "\ud800",
    "surrogate_within": "Wo ist \ud800Stand B3?",
    "unknown_button": '/gibt_es_hier_nicht{"x": 1}',
    "broken_button": '/wo_ist{"stand": ',
    "unknown_topic": "/faq/gibt_es_hier_nicht",
    "unknown_booth": '/wo_ist{"stand": "Z99"}',
    "nulls": "\x00\x00\x00",
    "emoji": "😀" * 2000,
    "markup": "<script>alert(1)</script>",
    "slash": "/",
    "restart": "/restart",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_rest_refuses_a_bad_body_in_german(running: RunningSystem, body: bytes) -> None:
    response = running.post_to_rasa(body)
    assert (response.status_code // 100, bool(response.json()["fehler"])) == (4, True)


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_chat_refuses_a_bad_body_in_german(running: RunningSystem, body: bytes) -> None:
    with chat(running) as client:
        response = client.post("/chat/nachricht", content=body)
    assert (response.status_code // 100, response.headers["content-type"]) == (4, "application/json")


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_rest_answers_an_odd_text_politely(running: RunningSystem, text: str) -> None:
    response = running.post_to_rasa(message_body(text))
    texts = [message["text"] for message in response.json() if "text" in message]
    apologies = [text for text in texts if "schiefgegangen" in text]
    assert (response.status_code, bool(texts), apologies) == (200, True, [])


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_chat_answers_or_refuses_an_odd_text(running: RunningSystem, text: str) -> None:
    body = json.dumps({"id": str(uuid.uuid4()), "text": text}).encode()
    with chat(running) as client:
        response = client.post("/chat/nachricht", content=body)
    assert response.status_code in (200, 400, 413)


def test_chat_refuses_a_button_never_offered(running: RunningSystem) -> None:
    with chat(running) as client:
        assert send(client, knopf="/verneinen", titel="Neu").status_code == 400


def test_chat_without_a_session_is_refused(running: RunningSystem) -> None:
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as client:
        assert send(client, text="Hallo").status_code == 401


def test_bad_input_kills_no_part(running: RunningSystem) -> None:
    before = running.parts()
    for body in [*BAD_BODIES.values(), *(message_body(text) for text in ODD_TEXTS.values())]:
        running.post_to_rasa(body)
    assert (running.parts(), running.health().status_code) == (before, 200)
