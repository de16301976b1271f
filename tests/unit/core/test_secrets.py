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

from bot.core.errors import ConfigurationError
from bot.core.secrets import read_secret
from bot.core.settings import ROOT
from tests.samples.staff import PASSWORD, add_users
from tests.samples.web_process import web_process

SKIPPED = {".venv", ".messelotse", ".git", "models", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
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
