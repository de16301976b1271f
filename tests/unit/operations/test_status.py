from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.operations import status
from bot.operations.status import addresses_of_web, ask_health, file_lines, health_lines, run_status
from bot.runtime import service_notes
from bot.runtime.service_notes import leave_note, running_notes

HEALTH = {
    "zustand": "gestört",
    "teile": {"rasa": "nicht erreichbar", "aktionen": "bereit"},
    "demo_uhr": True,
    "uhr": "12:00",
}


@pytest.fixture(autouse=True)
def no_notes_in_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ROOT", "RELEASE"):
        monkeypatch.setattr(service_notes, name, tmp_path / "projekt")


def test_health_lines_name_each_part_and_what_to_do() -> None:
    assert health_lines(HEALTH) == [
        "Zustand:     gestört",
        "  Rasa       nicht erreichbar – bitte das Protokoll ansehen",
        "  Aktionen   bereit",
        "Messe-Uhr:   12:00 (Demo-Uhr)",
    ]


def test_nobody_answers() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    health = ask_health("http://127.0.0.1:1", httpx.MockTransport(refuse))
    assert health_lines(health) == ["Zustand:     läuft nicht – starten mit ./messelotse start"]


@pytest.mark.parametrize("body", ["kein JSON", "[]"])
def test_strange_answer_is_no_health(body: str) -> None:
    assert ask_health("http://127.0.0.1:1", httpx.MockTransport(lambda _: httpx.Response(200, text=body))) == {}


def test_file_lines_of_a_new_installation(tmp_path: Path) -> None:
    assert file_lines(tmp_path, tmp_path) == [
        "Modell:      fehlt",
        "Datenbank:   noch keine in diesem Ordner",
    ]


@pytest.mark.parametrize(("state", "code"), [("bereit", 0), ("startet", 1)])
def test_exit_status_says_whether_messages_are_answered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str, code: int
) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path))
    monkeypatch.setattr(status, "ask_health", lambda _: {**HEALTH, "zustand": state})
    assert status.run_status() == code


def played(answers: dict[str, str]) -> object:
    """Health by address; others do not answer."""
    return lambda address: {**HEALTH, "zustand": answers[address]} if address in answers else {}


def test_parts_started_one_by_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path))
    monkeypatch.setattr(status, "ask_health", played({"http://127.0.0.1:8082": "bereit"}))
    parts = (("web", 8081), ("web", 8082), ("rasa", 5006), ("aktionen", 5056))
    held = [file for part, port in parts for file in leave_note(tmp_path, part, port, {})]
    assert run_status() == 0
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[lines.index("Prozesse:") + 1 :][:4]) == (
        "Zustand:     bereit",
        ["  Aktionen   Port 5056", "  Rasa       Port 5006", "  Web        Port 8081, antwortet nicht",
         "  Web        Port 8082, bereit"],
    )  # fmt: skip
    assert "journalctl" in lines[-1]
    for file in held:
        file.close()
    assert running_notes(tmp_path) == []


def test_machine_without_a_web_says_so(tmp_path: Path) -> None:
    with leave_note(tmp_path, "rasa", 5006, {})[0]:
        assert health_lines({}, running_notes(tmp_path)) == [
            "Zustand:     der Webdienst läuft nicht hier – bitte dort fragen"
        ]


def test_web_that_listens_on_one_address_is_asked_there(tmp_path: Path) -> None:
    environment = {"MESSE_LAUSCHEN": "10.0.0.7"}
    with leave_note(tmp_path, "start", 8080, environment)[0]:
        assert addresses_of_web(running_notes(tmp_path), {}) == ["http://10.0.0.7:8080"]
    addresses = addresses_of_web([], {**environment, "MESSE_WEB": "http://nginx:8102"})
    assert addresses == ["http://10.0.0.7:8080", "http://nginx:8102"]
