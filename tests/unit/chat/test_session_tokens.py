from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from bot.chat.session_tokens import MAXIMUM_AGE, SECRET_FILE, Sessions, load_secret, sender_of
from bot.core.errors import ConfigurationError, UnknownConversation
from bot.core.settings import state_folder
from bot.web.http.errors import problem_of

SECRET = "ein-langes-geheimnis"


def test_token_opened_is_read_back() -> None:
    token, session = Sessions(SECRET).open()
    assert Sessions(SECRET).read(f"Bearer {token}") == session


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer abc", "Bearer \udcff", "Basic x"])
def test_token_unreadable_is_refused(header: str) -> None:
    with pytest.raises(UnknownConversation) as caught:
        Sessions(SECRET).read(header)
    assert problem_of(caught.value).status == 401


def test_token_of_another_secret_is_refused() -> None:
    token, _ = Sessions("ein-anderes-geheimnis").open()
    with pytest.raises(UnknownConversation):
        Sessions(SECRET).read(f"Bearer {token}")


def test_sender_hides_the_session() -> None:
    assert sender_of("abc") == "web-aecf131125299b6e4e1317cba4902246"


def test_secret_is_created_once_for_its_owner_only(tmp_path: Path) -> None:
    secret = load_secret(tmp_path, {})
    mode = stat.S_IMODE((tmp_path / SECRET_FILE).stat().st_mode)
    assert (load_secret(tmp_path, {}), mode, len(list(tmp_path.iterdir()))) == (secret, 0o600, 1)


def test_secret_of_environment_counts(tmp_path: Path) -> None:
    assert (load_secret(tmp_path, {"MESSE_GEHEIMNIS": SECRET}), list(tmp_path.iterdir())) == (SECRET, [])


def test_secret_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="MESSE_GEHEIMNIS ist zu kurz"):
        load_secret(tmp_path, {"MESSE_GEHEIMNIS": "kurz"})


def test_secret_damaged_is_named(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).write_text("")
    with pytest.raises(ConfigurationError, match="beschädigt"):
        load_secret(tmp_path, {})


def test_state_folder_is_private(tmp_path: Path) -> None:
    folder = state_folder({}, tmp_path)
    assert (folder, stat.S_IMODE(folder.stat().st_mode)) == (tmp_path / ".messelotse", 0o700)


def test_state_folder_unusable_is_named(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(ConfigurationError, match="MESSE_ZUSTAND"):
        state_folder({"MESSE_ZUSTAND": str(tmp_path / "datei" / "zustand")}, tmp_path)


@pytest.mark.parametrize(("jump", "is_known"), [(-3600, True), (3600, True), (MAXIMUM_AGE + 60, False)])
def test_token_after_the_clock_of_the_machine_has_jumped(
    monkeypatch: pytest.MonkeyPatch, jump: int, is_known: bool
) -> None:
    real = time.time()
    monkeypatch.setattr("time.time", lambda: real - jump)
    token, session = Sessions(SECRET).open()
    monkeypatch.setattr("time.time", lambda: real)
    try:
        found = Sessions(SECRET).read(f"Bearer {token}")
    except UnknownConversation:
        found = ""
    assert found == (session if is_known else "")
