from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.cli.german import run as run_command
from bot.cli.users import users
from bot.core.database import open_database
from bot.core.errors import ConfigurationError
from bot.staff.audit import Audit
from bot.staff.users import Users

PASSWORD = "Kastanie-Regenbogen-7"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path))
    monkeypatch.delenv("MESSE_DATENBANK", raising=False)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, line: str, typed: str = f"{PASSWORD}\n") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return run_command(users, line.split())


def test_account_lives_through_all_commands(
    state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in ("anlegen Kim --rolle redaktion", "anlegen lea --rolle leitung --ohne-passwort", "sperren lea"):
        run(monkeypatch, line)
    run(monkeypatch, "passwort kim", "Birke-Sonnenschein-8\n")
    run(monkeypatch, "rolle kim --rolle programmbuero,redaktion")
    capsys.readouterr()
    run(monkeypatch, "liste")
    engine = open_database(state, {})
    verified = Users(engine).verify("kim", "Birke-Sonnenschein-8")
    deeds = [deed.what for deed in Audit(engine).latest(9)]
    engine.dispose()
    assert capsys.readouterr().out.splitlines() == [
        "kim  kim  Redaktion, Programmbüro",
        "lea  lea  Leitung  (gesperrt, ohne Passwort)",
    ]
    assert (verified is not None, deeds) == (
        True,
        ["Rolle geändert", "Passwort geändert", "Konto gesperrt", "Konto angelegt", "Konto angelegt"],
    )


@pytest.mark.parametrize(
    ("line", "typed", "fault"),
    [
        ("anlegen kim --rolle redaktion", "kurz\n", "zu kurz"),
        ("anlegen kim --rolle redaktion", "", "kein Passwort"),
        ("anlegen kim --rolle chef", "", "gibt es nicht"),
        ("anlegen kim", "", "nutzer --help"),
        ("sperren kim", "", "Das Konto „kim“ gibt es nicht"),
        ("quatsch", "", "nutzer --help"),
    ],
)
def test_fault_is_one_line_and_makes_no_account(
    state: Path, monkeypatch: pytest.MonkeyPatch, line: str, typed: str, fault: str
) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        run(monkeypatch, line, typed)
    engine = open_database(state, {})
    assert Users(engine).all() == []
    engine.dispose()


@pytest.mark.parametrize(("second", "made"), [(PASSWORD, True), ("anders", False)])
def test_typed_password_is_asked_twice(monkeypatch: pytest.MonkeyPatch, state: Path, second: str, made: bool) -> None:
    typed = iter([PASSWORD, second])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    try:
        run_command(users, ["anlegen", "kim", "--rolle", "leitung"])
    except ConfigurationError:
        assert not made
    engine = open_database(state, {})
    assert [user.name for user in Users(engine).all()] == ["kim"] * made
    engine.dispose()
