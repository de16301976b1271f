"""Which model the draft bot takes: one that fits the files is not trained again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.live_version import NOTE
from bot.publishing.commands import Commands, StepFailed
from bot.publishing.draft_bot import CannotTryOut, DraftModel, Stage, Told, free_memory
from bot.publishing.fingerprint import code_fingerprint, fingerprint
from bot.publishing.model_store import TRYOUT_FOLDER, ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles, RasaState
from bot.runtime.processes import MODEL
from tests.samples.content import edit, write_content

TOPIC = "data/themen/parken.yml"


class FakeTraining(Commands):
    """Notes what it is trained with, and fails where the content says so."""

    def train(self, data: Path, told: Callable[[float], None]) -> Path:
        if "SCHEITERN" in (data / TOPIC).read_text(encoding="utf-8"):
            raise StepFailed("Das Training ist gescheitert.")
        told(0.5)
        target = self._work / "neu.tar.gz"
        target.write_bytes((data / TOPIC).read_bytes())
        return target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_content(tmp_path)
    (tmp_path / "zustand").mkdir()
    return tmp_path


def get(root: Path, told: list[Told] | None = None) -> tuple[Path, str]:
    found = told if told is not None else []
    return DraftModel(root, root / "zustand", FakeTraining).get(fingerprint(root), found.append)


def keep_version(root: Path) -> str:
    """A snapshot of the files with a model."""
    state = root / "zustand"
    name, models = Versions(root, state).snapshot("Rike Beispiel", "Probe"), ModelStore(state)
    (root / "modell").write_text("m", encoding="utf-8")
    models.put(name, root / "modell")
    models.write_code(name, code_fingerprint(root))
    return name


def test_changed_files_are_learnt_with_progress_and_the_model_is_kept(root: Path) -> None:
    told: list[Told] = []
    model, origin = get(root, told)
    assert (model.read_bytes(), origin) == ((root / TOPIC).read_bytes(), "eben gelernt")
    assert told == [Told(Stage.TRAINING), Told(Stage.TRAINING, 0.5)]
    assert get(root) == (model, "vom letzten Ausprobieren")


def test_other_questions_are_learnt_anew_another_answer_is_not(root: Path) -> None:
    get(root)
    edit(root, TOPIC, "Parken am {ort}.", "Gar nicht.")
    assert get(root)[1] == "vom letzten Ausprobieren"
    edit(root, TOPIC, "- stellplatz", "- stellplätze")
    assert get(root)[1] == "eben gelernt"


def test_prepared_version_is_taken_while_it_says_the_same(root: Path) -> None:
    name = keep_version(root)
    ProgressFile(root / "zustand").write(replace(Progress(), step=PublishingStep.READY, candidate=name))
    assert get(root) == (ModelStore(root / "zustand").model(name), "zum Veröffentlichen vorbereitet")
    edit(root, TOPIC, "- stellplatz", "- stellplätze")
    assert get(root)[1] == "eben gelernt"


def test_live_version_is_taken_while_it_says_the_same(root: Path) -> None:
    name = keep_version(root)
    RasaFiles(root / "zustand").write_state(RasaState("", "m", name))
    assert get(root)[1] == "dasselbe wie live"


def test_model_of_the_start_is_taken_while_it_fits(root: Path) -> None:
    (root / "models").mkdir()
    (root / MODEL).write_text("m", encoding="utf-8")
    (root / NOTE).write_text(json.dumps({"abdruck": fingerprint(root)}), encoding="utf-8")
    assert get(root) == (root / MODEL, "dasselbe wie beim letzten Start")


def test_faulty_files_are_not_learnt(root: Path) -> None:
    edit(root, TOPIC, "/faq/wlan", "/faq/netz")
    with pytest.raises(CannotTryOut, match="führt zu keinem Thema"):
        get(root)


def test_failed_training_leaves_no_model_that_seems_to_fit(root: Path) -> None:
    edit(root, TOPIC, "- stellplatz", "- SCHEITERN")
    for _ in range(2):
        with pytest.raises(CannotTryOut, match="Training ist gescheitert"):
            get(root)
    assert not (root / "zustand" / TRYOUT_FOLDER / "abdruck").exists()


def test_training_waits_for_a_publication(root: Path) -> None:
    with ProgressFile(root / "zustand").only_me(), pytest.raises(CannotTryOut, match="gerade veröffentlicht"):
        get(root)


@pytest.mark.parametrize(
    ("text", "free"), [("MemTotal: 9 kB\nMemAvailable:   2097152 kB\n", 2048), ("MemTotal: 9 kB\n", None), ("", None)]
)
def test_free_memory_is_read_where_the_system_tells(tmp_path: Path, text: str, free: int | None) -> None:
    file = tmp_path / "meminfo"
    file.write_text(text, encoding="ascii")
    assert free_memory(file) == free
