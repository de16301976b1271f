from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.files import (
    ABSENT,
    Conflict,
    delete_if_unchanged,
    read_versioned,
    version_of,
    write_if_unchanged,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "parken.yml"
    path.write_bytes("eins\r\nzwei ü\n".encode())
    return path


def test_text_and_version_are_those_of_the_bytes(path: Path) -> None:
    assert read_versioned(path) == ("eins\r\nzwei ü\n", version_of("eins\r\nzwei ü\n"))


def test_unchanged_file_is_replaced_whole(path: Path) -> None:
    path.chmod(0o640)
    version = write_if_unchanged(path, "neu\n", read_versioned(path)[1])
    assert read_versioned(path) == ("neu\n", version)
    assert ([each.name for each in path.parent.iterdir()], path.stat().st_mode & 0o777) == (["parken.yml"], 0o640)


def test_changed_file_stays_and_its_text_is_told(path: Path) -> None:
    seen = read_versioned(path)[1]
    path.write_text("von anderen\n", encoding="utf-8")
    with pytest.raises(Conflict) as raised:
        write_if_unchanged(path, "meins\n", seen)
    with pytest.raises(Conflict):
        delete_if_unchanged(path, seen)
    assert (raised.value.text, raised.value.version, path.read_text(encoding="utf-8")) == (
        "von anderen\n",
        version_of("von anderen\n"),
        "von anderen\n",
    )


def test_new_file_must_not_exist(path: Path) -> None:
    with pytest.raises(Conflict):
        write_if_unchanged(path, "neu\n", ABSENT)
    write_if_unchanged(path.with_name("wlan.yml"), "neu\n", ABSENT)
    assert path.with_name("wlan.yml").read_text(encoding="utf-8") == "neu\n"


def test_failed_write_leaves_the_old_file_and_nothing_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("voll")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="voll"):
        write_if_unchanged(path, "neu\n", read_versioned(path)[1])
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [
        ("parken.yml", "eins\r\nzwei ü\n".encode())
    ]


def test_unchanged_file_is_deleted(path: Path) -> None:
    delete_if_unchanged(path, read_versioned(path)[1])
    assert read_versioned(path) == ("", ABSENT)
