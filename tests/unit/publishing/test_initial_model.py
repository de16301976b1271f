"""What a start begins with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.publishing import initial_model as starting
from bot.publishing.model_store import ModelStore
from bot.publishing.prepare import Preparation
from bot.publishing.release import GoingLive
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles, RasaState
from tests.samples.publish import PlayedCommands, supervisor, write_project


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have trained."""
    told: list[str] = []
    monkeypatch.setattr(starting, "train_if_needed", lambda _: told.append("trainiert"))
    return told


def publish(root: Path, state: Path) -> RasaState:
    Preparation(root, state, PlayedCommands).run("Rike Beispiel", "Erste")
    with supervisor(state):
        GoingLive(root, state).publish()
    found = RasaFiles(state).state()
    assert found is not None
    return found


def start(root: Path, state: Path, say: Callable[[str], None] = lambda _: None) -> RasaState:
    return starting.state_to_start_with(root, state, say)


def test_first_start_takes_the_files_and_keeps_them_as_a_version(tmp_path: Path, trainings: list[str]) -> None:
    state = write_project(tmp_path)
    first, again = start(tmp_path, state), start(tmp_path, state)
    versions = Versions(tmp_path, state).all()
    assert (trainings, first.model, first, len(versions)) == (["trainiert"] * 2, "models/messelotse.tar.gz", again, 1)
    assert first.version == versions[0].name


def test_published_version_is_started_though_the_files_have_changed(tmp_path: Path, trainings: list[str]) -> None:
    state = write_project(tmp_path)
    live = publish(tmp_path, state)
    (tmp_path / "data/themen/wlan.yml").write_text("kaputt: [", encoding="utf-8")
    assert (start(tmp_path, state), trainings) == (live, [])


def test_other_code_trains_anew(tmp_path: Path, trainings: list[str]) -> None:
    state = write_project(tmp_path)
    publish(tmp_path, state)
    (tmp_path / "config.yml").write_text("language: de\npipeline: []\n", encoding="utf-8")
    assert (start(tmp_path, state).model, trainings) == ("models/messelotse.tar.gz", ["trainiert"])


def test_version_published_by_other_software_is_said_to_need_a_training(tmp_path: Path, trainings: list[str]) -> None:
    state, said = write_project(tmp_path), list[str]()
    live = publish(tmp_path, state)
    ModelStore(state).write_code(live.version, "0" * 64)
    assert start(tmp_path, state, said.append) != live
    assert f"die veröffentlichte Fassung {live.version[:10]} braucht ein neues Training" in said[0]
    assert trainings == ["trainiert"]


def test_restored_backup_finds_its_model_elsewhere(tmp_path: Path, trainings: list[str]) -> None:
    state = write_project(tmp_path)
    live = publish(tmp_path, state)
    moved = state.rename(tmp_path / "woanders")
    assert start(tmp_path, moved).model == str(moved / "modelle" / f"{live.version}.tar.gz")


def test_missing_git_does_not_keep_the_bot_from_starting(
    tmp_path: Path, trainings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    state = write_project(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start(tmp_path, state) == RasaState("", "models/messelotse.tar.gz", "")
