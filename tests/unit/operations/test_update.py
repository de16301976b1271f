"""An update keeps what was edited: from a small older release to a newer one, with content apart."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.cli import update as update_command
from bot.cli.german import run
from bot.cli.update import follow_release, update, update_lines
from bot.core.errors import ConfigurationError
from bot.core.settings import Ports
from bot.operations import content_update
from bot.operations.content_update import (
    UpdateError,
    apply_content_update,
    only_one_update,
    plan_content_update,
    shipped_hashes,
)

OLD = {
    "messe.yml": "alt", "domain.yml": "alt", "data/themen/a.yml": "alt", "data/themen/b.yml": "alt",
    "data/themen/weg.yml": "alt", "data/themen/fort.yml": "alt",
    "bot/code.py": "alt", "models/messelotse.tar.gz": "alt",
}  # fmt: skip
NEW = {
    "messe.yml": "neu", "domain.yml": "neu", "data/themen/a.yml": "neu", "data/themen/b.yml": "alt",
    "data/themen/weg.yml": "neu", "data/themen/c.yml": "neu", "bot/code.py": "neu", "models/messelotse.tar.gz": "neu",
}  # fmt: skip
EDITED = {"messe.yml": "unser", "data/themen/b.yml": "unser", "data/themen/eigenes.yml": "unser"}
AFTER = {
    "messe.yml": "unser", "domain.yml": "neu", "data/themen/a.yml": "neu", "data/themen/b.yml": "unser",
    "data/themen/c.yml": "neu", "data/themen/eigenes.yml": "unser",
}  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    """The content files that people see."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """The newer release, content that was edited under the older one, and the state folder."""
    old, new = write(tmp_path / "alt", OLD), write(tmp_path / "neu", NEW)
    content, state = tmp_path / "inhalt", tmp_path / "zustand"
    apply_content_update(plan_content_update(old, content), old, content, state)
    write(content, EDITED)
    (content / "data/themen/weg.yml").unlink()
    monkeypatch.setenv("MESSE_ZUSTAND", str(state))
    monkeypatch.setattr(update_command, "RELEASE", new)
    monkeypatch.setattr(update_command, "ROOT", content)
    return new, content, state


def test_first_start_fills_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path / "zustand"))
    monkeypatch.setattr(update_command, "RELEASE", write(tmp_path / "neu", NEW))
    monkeypatch.setattr(update_command, "ROOT", tmp_path / "inhalt")
    said: list[str] = []
    follow_release(said.append)
    shipped = {name: text for name, text in NEW.items() if not name.startswith(("bot/", "models/"))}
    assert (read(tmp_path / "inhalt"), said) == (shipped, [f"Inhalte angelegt in {tmp_path / 'inhalt'}."])


def test_edited_files_stay_and_the_others_follow(places: tuple[Path, Path, Path]) -> None:
    _, content, state = places
    said: list[str] = []
    follow_release(said.append)
    assert (read(content), (state / "aktualisierung/messe.yml").read_text("utf-8")) == (AFTER, "neu")
    assert said[1:] == [
        "Dateien, die der neuen Fassung folgen: 2, die neu sind: 1, die wegfallen: 1.",
        "Von Ihnen und in der neuen Fassung geändert: 1. Ihre Änderungen gelten weiter; die neuen Dateien zum "
        f"Vergleichen liegen in {state / 'aktualisierung'}:",
        "  messe.yml",
    ]
    assert len(list((state / "vor-aktualisierung").glob("*.zip"))) == 1


def test_older_installation_is_not_passed_over(
    places: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_command, "ROOT", tmp_path / "leer")
    write(places[0], {".messelotse/messelotse.db": ""})
    with pytest.raises(ConfigurationError, match="früheren Einrichtung – bitte einmal „./messelotse aktualis"):
        follow_release(lambda _: None)


def test_update_is_told_once(places: tuple[Path, Path, Path]) -> None:
    follow_release(lambda _: None)
    said: list[str] = []
    follow_release(said.append)
    assert (read(places[1]), said) == (AFTER, [])


@pytest.mark.parametrize("writes", range(6))
def test_interrupted_update_is_completed_by_the_next(
    places: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    new, content, state = places
    left = iter(range(writes))
    original = content_update._copy

    def dies_later(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        original(source, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(content_update, "_copy", dies_later)
        follow_release(lambda _: None)
        raise KeyboardInterrupt  # all writes were allowed
    follow_release(lambda _: None)
    assert (read(content), plan_content_update(new, content).is_empty) == (AFTER, True)


@pytest.mark.parametrize("damage", ["", "{", "[]"])
def test_without_knowing_what_was_shipped_nothing_is_lost(places: tuple[Path, Path, Path], damage: str) -> None:
    new, content, _ = places
    before = read(content)
    (content / ".ausgeliefert.json").write_text(damage, encoding="utf-8")
    follow_release(lambda _: None)
    added = {name: NEW[name] for name in ("data/themen/c.yml", "data/themen/weg.yml")}
    assert read(content) == {**before, **added}


def test_content_of_an_older_installation_is_taken_over(
    places: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, pristine = tmp_path / "leer", tmp_path / "alt"
    installed = write(tmp_path / "bisher", {**OLD, **EDITED, ".messelotse/geheimnis": "Schlüssel"})
    before = read(installed)
    monkeypatch.setattr(update_command, "ROOT", content)
    monkeypatch.setattr(update_command, "train_if_needed", lambda _: None)
    monkeypatch.setattr(update_command, "run_check", lambda: 0)
    monkeypatch.setattr(update_command, "require_free_ports", lambda _: None)
    assert run(update, [f"--von={installed}", f"--ausgeliefert={pristine}"]) == 0
    found = read(content)
    assert ({name: found[name] for name in AFTER}, read(installed)) == (AFTER, before)
    assert (places[2] / "geheimnis").read_text("utf-8") == "Schlüssel"
    with pytest.raises(ConfigurationError, match="liegen schon Inhalte"):
        run(update, [f"--von={installed}"])


def test_running_bot_is_not_updated(places: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(update_command, "load_ports", lambda: Ports(web=taken.getsockname()[1]))
        with pytest.raises(ConfigurationError, match="ist belegt"):
            run(update, [])


def test_content_beside_the_code_is_left_to_git(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="dort aktualisiert sie nur Git – bitte MESSE_INHALT"):
        run(update, [])


def test_faulty_content_is_told_before_the_start(
    places: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_command, "require_free_ports", lambda _: None)
    monkeypatch.setattr(update_command, "run_check", lambda: 1)
    assert run(update, []) == 1


def test_folder_that_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(UpdateError, match="keine Fassung von Messelotse – bitte den Ordner prüfen"):
        shipped_hashes(tmp_path)


def test_content_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    refused = pytest.raises(UpdateError, match="lässt sich nicht schreiben .* – bitte MESSE_INHALT")
    with refused, only_one_update(tmp_path / "datei" / "inhalt"):
        pass


def test_file_that_left_the_release_but_was_edited_is_named(tmp_path: Path) -> None:
    old, new, content = write(tmp_path / "a", OLD), write(tmp_path / "n", NEW), write(tmp_path / "i", OLD)
    (content / "data/themen/fort.yml").write_text("unser", encoding="utf-8")
    update = plan_content_update(new, content, shipped_hashes(old))
    assert update_lines(update, tmp_path)[-1] == "  data/themen/fort.yml (gehört nicht mehr zur neuen Fassung)"
