from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cli import main as cli
from bot.cli.main import COMMANDS, load, main
from bot.core.errors import ConfigurationError


def replace_command(monkeypatch: pytest.MonkeyPatch, name: str, command: Callable[..., int]) -> None:
    monkeypatch.setattr(cli, "load", {COMMANDS[name].place: command}.__getitem__)


@pytest.mark.parametrize("arguments", [[], ["strat"], ["--schnell"]])
def test_unknown_call_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status = main(arguments)
    names = (
        "start, teil, train, shell, check, nutzer, programm, evaluate, veroeffentlichen, status, bench, sichern, "
        "wiederherstellen, aktualisieren, test"
    )
    line = f"Fehler: unbekannter Aufruf. Befehle: {names}. Hilfe: ./messelotse --help\n"
    assert (status, capsys.readouterr().err) == (2, line)


def test_unknown_option_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--alles"])
    line = "Fehler: „--alles“ ist unbekannt. Hilfe: ./messelotse check --help\n"
    assert (status, capsys.readouterr().err) == (2, line)


@pytest.mark.parametrize("arguments", [["--help"], *([name, "-h"] for name in COMMANDS)])
def test_help_is_german(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status = main(arguments)
    text = capsys.readouterr().out
    english = [word for word in ("usage", "positional", "options", "show this", "arguments") if word in text]
    assert (status, text.startswith("Aufruf: ./messelotse"), english) == (0, True, [])


def test_every_command_is_there() -> None:
    assert [name for name, entry in COMMANDS.items() if not callable(load(entry.place))] == []


def test_error_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise ConfigurationError("Port 80 ist belegt – bitte ändern.")

    replace_command(monkeypatch, "start", fail)
    status = main(["start"])
    assert (status, capsys.readouterr()) == (1, ("", "Fehler: Port 80 ist belegt – bitte ändern.\n"))


def test_interrupt_is_silent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> int:
        raise KeyboardInterrupt

    replace_command(monkeypatch, "start", interrupt)
    assert (main(["start"]), capsys.readouterr()) == (130, ("", ""))


def test_test_hands_its_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[str] = []

    def command(rest: list[str]) -> int:
        received.extend(rest)
        return 5

    replace_command(monkeypatch, "test", command)
    assert (main(["test", "-k", "uhr", "tests/unit"]), received) == (5, ["-k", "uhr", "tests/unit"])
