"""Back to an earlier version, also one of other software; what is kept for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.release import GoingLive, NotLive
from bot.publishing.versions import Versions
from tests.samples.publish import (
    TOPIC,
    PlayedCommands,
    edit,
    live,
    notes,
    prepare,
    state_of,
    supervisor,
)


def test_roll_back_brings_data_and_model(root: Path) -> None:
    before, first = (root / TOPIC).read_bytes(), live(root)
    edit(root)
    prepare(root, "Zweite")
    with supervisor(state_of(root)) as orders:
        GoingLive(root, state_of(root)).publish()
        assert GoingLive(root, state_of(root)).roll_back(first, "Leo Beispiel").step is PublishingStep.LIVE
    assert ((root / TOPIC).read_bytes(), notes(root)) == (before, ["Zurück zu: Erste", "Zweite", "Erste"])
    models = ModelStore(state_of(root))
    assert Path(orders[-1].model).read_bytes() == models.model(first).read_bytes()


OLD_RECORD = "5f1d7a84db00d2fce00b31a7fc73224df27076f6a9dc0ed4a2b7cf9a04dd1b2f"


def test_roll_back_to_a_version_of_other_software_trains_first(root: Path) -> None:
    models, first = ModelStore(state_of(root)), live(root)
    models.write_code(first, OLD_RECORD)
    edit(root)
    prepare(root, "Zweite")
    steps, write = [], ProgressFile.write

    def noted(self: ProgressFile, progress: Progress) -> None:
        steps.append(progress.step)
        write(self, progress)

    with supervisor(state_of(root)) as orders, pytest.MonkeyPatch.context() as patch:
        GoingLive(root, state_of(root)).publish()
        patch.setattr(ProgressFile, "write", noted)
        back = GoingLive(root, state_of(root), make_commands=PlayedCommands).roll_back(first, "Leo Beispiel")
    assert list(dict.fromkeys(steps)) == [PublishingStep.TRAINING, PublishingStep.SWITCHING, PublishingStep.LIVE]
    assert Path(orders[-1].model).read_bytes() != models.model(first).read_bytes()
    assert not models.needs_training(back.candidate, code_fingerprint(root))
    assert b"Was kostet Parken?" in Versions(root, state_of(root)).files(back.candidate)[TOPIC]


def test_what_was_prepared_by_other_software_does_not_go_live(root: Path) -> None:
    edit(root)
    ModelStore(state_of(root)).write_code(prepare(root, "Zweite").candidate, OLD_RECORD)
    with pytest.raises(NotLive, match="braucht ein neues Training"):
        GoingLive(root, state_of(root)).publish()
    assert notes(root) == ["Erste"]


def test_roll_back_that_does_not_start_leaves_the_files(root: Path) -> None:
    first = live(root)
    edit(root)
    edited = (root / TOPIC).read_bytes()
    with supervisor(state_of(root), fault="Nein."):
        assert GoingLive(root, state_of(root)).roll_back(first, "Leo Beispiel").step is PublishingStep.FAILED
    assert ((root / TOPIC).read_bytes(), notes(root)) == (edited, ["Erste"])


def test_only_the_last_ten_models_are_kept(root: Path) -> None:
    with supervisor(state_of(root)):
        for number in range(11):
            prepare(root, str(number))
            GoingLive(root, state_of(root)).publish()
    kept = [each for each in Versions(root, state_of(root)).all() if ModelStore(state_of(root)).has(each.name)]
    assert [each.note for each in kept] == [str(number) for number in range(10, 0, -1)]
