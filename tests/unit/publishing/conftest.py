"""A project whose publishing takes no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.publishing.progress import PublishingStep
from bot.publishing.release import GoingLive
from tests.samples.publish import (
    PlayedCommands,
    prepare,
    supervisor,
    write_project,
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one published version."""
    state = write_project(tmp_path)
    monkeypatch.setattr(PlayedCommands, "wrong", {})
    monkeypatch.setattr(PlayedCommands, "failures", ())
    prepare(tmp_path, "Erste")
    with supervisor(state):
        assert GoingLive(tmp_path, state).publish().step is PublishingStep.LIVE
    return tmp_path
