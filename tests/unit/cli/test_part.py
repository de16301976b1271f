from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from bot.cli import part as part_command
from bot.cli.part import CHOICES, check_settings, run_part
from bot.core.errors import ConfigurationError
from bot.runtime import service_notes
from bot.runtime.live_model import RasaState
from bot.runtime.processes import LOG_SETTINGS
from tests.samples.ports import spare_port

CLOCK = {"MESSE_NOW": "2025-05-14T10:05:00+02:00", "MESSE_KENNWORT": "probe-0123456789-abcdef"}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[list[str], dict[str, str]]]:
    """What this process would have become."""
    found: list[tuple[list[str], dict[str, str]]] = []
    for name in ("ROOT", "RELEASE"):
        monkeypatch.setattr(service_notes, name, tmp_path)
    monkeypatch.setattr(os, "execve", lambda _, command, environment: found.append((list(command), environment)))
    monkeypatch.setattr(part_command, "state_to_start_with", lambda *_: RasaState("", "m.tar.gz"))
    for name, value in {**CLOCK, "MESSE_UHR_ANKER": "1", "MESSE_ZUSTAND": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.mark.parametrize(
    ("name", "setting", "command"),
    [
        ("web", "MESSE_PORT", ["-m", "bot.web"]),
        ("aktionen", "AKTION_PORT", ["-m", "rasa_sdk", "--actions", "actions", "--port", "{port}",
                                     "--logging-config_file", str(LOG_SETTINGS)]),
        ("rasa", "RASA_PORT", ["-m", "bot.rasa", "run", "--model", "m.tar.gz", "--interface", "10.0.0.7",
                               "--port", "{port}", "--endpoints", "{state}/endpoints.yml"]),
    ],
)  # fmt: skip
def test_process_becomes_the_part(
    name: str, setting: str, command: list[str], started: list[tuple[list[str], dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    port = str(spare_port())
    monkeypatch.setenv(setting, port)
    monkeypatch.setenv("MESSE_INTERN", "10.0.0.7")
    run_part([name])
    ((found, environment),) = started
    assert found == [sys.executable, *(each.format(port=port, state=tmp_path) for each in command)]
    assert (environment[setting], environment["SANIC_HOST"]) == (port, "10.0.0.7")
    assert "MESSE_RASA_FOLGEN" not in environment  # nobody would tell where Rasa is


@pytest.mark.parametrize("arguments", [[], ["redis"], ["web", "rasa"]])
def test_unknown_part_is_one_line(arguments: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        run_part(arguments)
    assert str(caught.value) == "Welcher Teil? – bitte angeben: ./messelotse teil web | rasa | aktionen"


def test_port_in_use_is_told_for_the_part_alone(
    started: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("AKTION_PORT", str(taken.getsockname()[1]))
        with pytest.raises(ConfigurationError, match="AKTION_PORT"):
            run_part(["aktionen"])
    assert started == []


def test_demo_clock_must_be_the_same_for_all_parts() -> None:
    with pytest.raises(ConfigurationError, match="Demo-Uhr"):
        check_settings(CLOCK)
    check_settings({**CLOCK, "MESSE_UHR_ANKER": "1747209900"})


def test_parts_started_alone_need_the_token_of_all(started: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MESSE_KENNWORT")
    with pytest.raises(ConfigurationError, match="^MESSE_KENNWORT fehlt"):
        run_part(["aktionen"])
    assert started == []


def test_every_part_has_a_choice() -> None:
    assert sorted(CHOICES) == ["aktionen", "rasa", "web"]
