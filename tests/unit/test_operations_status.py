from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.operations import status
from bot.operations.status import ask_health, file_lines, health_lines

HEALTH = {
    "zustand": "gestört",
    "teile": {"rasa": "nicht erreichbar", "aktionen": "bereit"},
    "demo_uhr": True,
    "uhr": "12:00",
}


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

    health = ask_health(1, httpx.MockTransport(refuse))
    assert health_lines(health) == ["Zustand:     läuft nicht – starten mit ./messelotse start"]


@pytest.mark.parametrize("body", ["kein JSON", "[]"])
def test_strange_answer_is_no_health(body: str) -> None:
    assert ask_health(1, httpx.MockTransport(lambda _: httpx.Response(200, text=body))) == {}


def test_file_lines_of_a_new_installation(tmp_path: Path) -> None:
    assert file_lines(tmp_path, tmp_path) == [
        "Modell:      fehlt",
        "Datenbank:   noch keine in diesem Ordner",
        f"Protokolle:  {tmp_path / 'protokoll'}",
    ]


@pytest.mark.parametrize(("state", "code"), [("bereit", 0), ("startet", 1)])
def test_exit_status_says_whether_messages_are_answered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str, code: int
) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path))
    monkeypatch.setattr(status, "ask_health", lambda _: {**HEALTH, "zustand": state})
    assert status.run_status() == code
