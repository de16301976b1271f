"""Secrets: from file, environment or systemd; in no log, no message and nowhere in the repository."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from rasa_sdk.plugin import plugin_manager
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.token_check import TokenCheck
from bot.core.errors import ConfigurationError
from bot.core.secrets import HEADER, environment_with_token, inner_token, is_known, read_secret
from bot.core.settings import ROOT
from bot.rasa.rest_channel import BadInput, refuse_foreign
from tests.samples.staff import PASSWORD, add_users
from tests.samples.web import serving
from tests.samples.web_process import web_process

SKIPPED = {
    "node_modules",
    ".venv",
    ".messelotse",
    ".git",
    "models",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
}
SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bglpat-[\w-]{20}\b"
    r"|\bxox[abp]-[\w-]{10,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\."
)
URL_WITH_PASSWORD = re.compile(r"\w+://[^\s/:@'\"{}]+:([^\s/@'\"{}]+)@")
EXAMPLES = {"password", "passwort", "geheim", "kennwort", "geh3im", "…"}  # of documents and tests


def project_files() -> list[Path]:
    found = [path for path in ROOT.rglob("*") if not SKIPPED & set(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file() and path.suffix not in {".png", ".woff2", ".npz", ".gz"}]


def test_secret_in_a_file_is_read_without_its_end_of_line(tmp_path: Path) -> None:
    path = tmp_path / "geheimnis"
    path.write_text("aus der Datei\n", encoding="utf-8")
    found = [
        read_secret({"X": " direkt "}, "X"),
        read_secret({"X_DATEI": str(path)}, "X"),
        read_secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, "geheimnis"),
        read_secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, "anderes"),
        read_secret({}, "X"),
    ]
    assert found == ["direkt", "aus der Datei", "aus der Datei", "", ""]


@pytest.mark.parametrize(
    ("settings", "fault"), [({"X": "a", "X_DATEI": "/b"}, "nur eines"), ({"X_DATEI": "/gibt/es/nicht"}, "nicht lesbar")]
)
def test_unusable_secret_file_is_refused(settings: dict[str, str], fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        read_secret(settings, "X")


def test_secrets_are_in_no_log_and_state_is_for_its_owner_only(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "zustand"
    state.mkdir(mode=0o700)
    add_users(state)
    secrets = {
        "MESSE_GEHEIMNIS": "geheim-sitzung-0123456789",
        "PROGRAMM_TOKENS": "kasse:geheim-token-0123456789",
        "MESSE_STAND_PIN": "739105846",
        "MESSE_KENNWORT": "geheim-intern-0123456789",
    }
    with web_process(state, **secrets) as address, httpx.Client(base_url=address, trust_env=False) as client:
        token = client.post("/chat/sitzung").json()["sitzung"]
        headers = {"Authorization": f"Bearer {token}"}
        client.post("/chat/nachricht", json={"id": "x"}, headers=headers)
        client.get("/api/programm/sitzungen", headers={"Authorization": "Bearer geheim-token-0123456789"})
        client.post("/stand/betrieb", json={"pin": "739105846"})
        client.post("/anmelden", data={"name": "leo", "passwort": PASSWORD})
        client.get("/gibt-es-nicht?schein=geheim-schein")
    log = "".join(capfd.readouterr())
    values = [value.rpartition(":")[2] for value in secrets.values()]
    assert [value for value in (*values, token, PASSWORD, "geheim-schein") if value in log] == []
    open_to_others = [path for path in (state, *state.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_repository_holds_no_secret() -> None:
    found = []
    for path in project_files():
        text = path.read_text(encoding="utf-8", errors="ignore")
        passwords = [word for word in URL_WITH_PASSWORD.findall(text) if word.strip("<>*").lower() not in EXAMPLES]
        if SHAPES.search(text) or passwords:
            found.append((path.relative_to(ROOT).as_posix(), passwords))
    assert found == []


def test_scan_would_find_a_secret() -> None:
    assert SHAPES.search("-----BEGIN RSA PRIVATE " + "KEY-----") is not None
    assert URL_WITH_PASSWORD.findall("postgresql://messe:" + "s3hr@db/x") == ["s3hr"]


def test_settings_with_secrets_are_not_shown_when_they_are_wrong(tmp_path: Path) -> None:
    for variable, value in (("MESSE_DATENBANK", "postgresql://a:geh3im@127.0.0.1:1/x"), ("MESSE_GEHEIMNIS", "geh3im")):
        environment = {**os.environ, "MESSE_ZUSTAND": str(tmp_path), variable: value}
        done = subprocess.run(
            [sys.executable, "-m", "bot.web"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )
        assert (done.returncode, "geh3im" in done.stdout + done.stderr) == (1, False)


TOKEN = "probe-0123456789-abcdef"


async def answer(_request: Request) -> HTTPResponse:
    return json([])


def action_server(token: str) -> Sanic:
    """An app as Rasa's SDK makes it, with our door."""
    app = Sanic(f"aktionen-{bool(token)}", configure_logging=False)
    for method, path in (("POST", "/webhook"), ("GET", "/actions"), ("GET", "/health")):
        app.add_route(answer, path, methods={method}, name=path.strip("/"))
    TokenCheck(token).attach_sanic_app_extensions(app)
    return app


async def statuses(token: str, given: dict[str, str]) -> list[int]:
    async with serving(action_server(token)) as client:
        calls = [client.post("/webhook", json={}, headers=given), client.get("/actions", headers=given)]
        return [(await each).status_code for each in (*calls, client.get("/health", headers=given))]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("token", "given", "expected"),
    [
        (TOKEN, {}, [403, 403, 200]),
        (TOKEN, {HEADER: "probe-falsch"}, [403, 403, 200]),
        (TOKEN, {HEADER: TOKEN}, [200, 200, 200]),
        ("", {}, [200, 200, 200]),  # `rasa run actions` by hand
    ],
)
async def test_actions_are_called_only_with_the_token(token: str, given: dict[str, str], expected: list[int]) -> None:
    assert await statuses(token, given) == expected


def test_door_is_in_as_soon_as_actions_are_imported() -> None:
    assert plugin_manager().has_plugin("actions.token_check")


@pytest.mark.parametrize(("sender", "is_ours"), [("web-1", True), ("ich", False), ("ich", True), ("default", False)])
def test_senders_of_others_and_our_own_are_let_in(sender: str, is_ours: bool) -> None:
    refuse_foreign(sender, is_ours)


def test_nobody_else_speaks_as_a_visitor_of_the_chat() -> None:
    with pytest.raises(BadInput) as refused:
        refuse_foreign("web-0123", False)
    assert refused.value.status == 403


def test_without_a_token_everybody_is_known() -> None:
    assert [is_known("", None), is_known("", "x"), is_known(TOKEN, None), is_known(TOKEN, TOKEN)] == [
        True,
        True,
        False,
        True,
    ]


def test_token_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "intern"
    path.write_text(f"{TOKEN}\n", encoding="utf-8")
    found = environment_with_token({"MESSE_KENNWORT_DATEI": str(path), "PATH": "/bin"})
    assert (found, inner_token(found)) == ({"MESSE_KENNWORT": TOKEN, "PATH": "/bin"}, TOKEN)


def test_part_started_alone_makes_no_token_that_nobody_else_knows() -> None:
    given = {"PATH": "/bin"}
    assert environment_with_token(given, make=False) == given
    assert environment_with_token({"MESSE_KENNWORT": TOKEN}, make=False) == {"MESSE_KENNWORT": TOKEN}


@pytest.mark.parametrize("token", ["a-1", "ä" * 20, "mit leer zeichen mittendrin"])
def test_unusable_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        inner_token({"MESSE_KENNWORT": token})
    assert ("MESSE_KENNWORT ist zu kurz" in str(refused.value), token in str(refused.value)) == (True, False)
