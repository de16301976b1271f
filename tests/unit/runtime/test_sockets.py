from __future__ import annotations

import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.runtime.sockets import make_private_folder, remove_old_folders


def is_private(folder: Path) -> bool:
    return stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The system's folder for temporary files, as short as that of most machines."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder).resolve()


def test_it_lies_in_the_state_folder_for_its_owner_only(tmp_path: Path) -> None:
    found = make_private_folder(tmp_path)
    assert (found.parent, is_private(found), list(found.iterdir())) == (tmp_path.resolve(), True, [])


def test_where_a_sockets_path_would_be_too_long_it_lies_elsewhere(tmp_path: Path, elsewhere: Path) -> None:
    deep = tmp_path / ("tief" * 25)
    deep.mkdir()
    found = make_private_folder(deep)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(found / "rasa-12345"))
    assert (found.parent, is_private(found), list(deep.iterdir())) == (elsewhere, True, [])


def test_it_is_never_where_others_could_exchange_it(tmp_path: Path, elsewhere: Path) -> None:
    tmp_path.chmod(0o777)
    assert make_private_folder(tmp_path).parent == elsewhere
    elsewhere.chmod(0o777)
    with pytest.raises(ConfigurationError, match="nur dieses Konto"):
        make_private_folder(tmp_path)


def test_leftovers_of_killed_starts_are_removed(tmp_path: Path) -> None:
    for _ in range(2):
        socket.socket(socket.AF_UNIX).bind(str(make_private_folder(tmp_path) / "aktionen"))
    (tmp_path / "messelotse.db").touch()
    remove_old_folders(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["messelotse.db"]
