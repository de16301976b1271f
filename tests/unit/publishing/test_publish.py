"""Publishing from the edited file to the version: what passes, what blocks, what a death on the way leaves."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.content.live_version import live_fingerprints, topic_fingerprints
from bot.core.settings import ROOT
from bot.publishing.draft_bot import DraftModel
from bot.publishing.failed_conversations import FailedConversation
from bot.publishing.fingerprint import code_fingerprint, fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.prepare import Preparation
from bot.publishing.progress import AnswerChange, Progress, ProgressFile, PublishingStep
from bot.publishing.release import GoingLive, NotLive
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles, RasaState
from bot.runtime.locks import Busy
from tests.samples.publish import LIVE, PlayedCommands, supervisor, write_project

TOPIC = "data/themen/parken.yml"
HANGING = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from tests.samples.publish import PlayedCommands
from bot.publishing.prepare import Preparation
from bot.publishing.release import GoingLive
root, step = Path(sys.argv[1]), sys.argv[2]
state = root / ".messelotse"
PlayedCommands.stops_at = step
Preparation(root, state, PlayedCommands).run("Rike Beispiel", "Zweite")
(state / "entwurf" / "hier").touch()
GoingLive(root, state).publish()
"""


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


def state_of(root: Path) -> Path:
    return root / ".messelotse"


def prepare(root: Path, note: str) -> Progress:
    return Preparation(root, state_of(root), PlayedCommands).run("Rike Beispiel", note)


def edit(root: Path, old: str = "Was kostet Parken?", new: str = "Was kostet ein Stellplatz?") -> None:
    path = root / TOPIC
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def notes(root: Path) -> Sequence[str]:
    return [each.note for each in Versions(root, state_of(root)).all()]


def test_published_version_is_live_with_its_model(root: Path) -> None:
    edit(root)
    prepared = prepare(root, "Zweite")
    with supervisor(state_of(root)) as orders:
        published = GoingLive(root, state_of(root)).publish()
    assert (prepared.step, published.step, notes(root)) == (
        PublishingStep.READY,
        PublishingStep.LIVE,
        ["Zweite", "Erste"],
    )
    model = ModelStore(state_of(root)).model(prepared.candidate)
    assert [(order.model, order.version) for order in orders] == [(str(model), prepared.candidate)]
    assert (model.exists(), live_fingerprints(root)) == (True, topic_fingerprints(root))


def test_edit_made_meanwhile_is_not_mixed_in(root: Path) -> None:
    edit(root)
    candidate = prepare(root, "Zweite").candidate
    edit(root, "stellplatz", "tiefgarage")
    with supervisor(state_of(root)):
        GoingLive(root, state_of(root)).publish()
    assert "tiefgarage" not in Versions(root, state_of(root)).files(candidate)[TOPIC].decode()
    assert "tiefgarage" in (root / TOPIC).read_text(encoding="utf-8")


def test_sentence_that_is_newly_misunderstood_blocks_with_its_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlayedCommands, "wrong", {"eins faq/wlan": "faq/parken"})
    edit(root)
    progress = prepare(root, "Zweite")
    assert (progress.step, progress.changes) == (
        PublishingStep.BLOCKED,
        (AnswerChange("eins faq/wlan", "faq/wlan", "faq/parken"),),
    )
    assert progress.faults == (
        "„eins faq/wlan“ gehört zu „wlan“, wird jetzt aber als „Parken“ verstanden – bitte die neuen Beispielfragen "
        "bei „Parken“ prüfen oder „wlan“ ergänzen.",
    )
    with supervisor(state_of(root)):  # Leitung may go on all the same
        assert GoingLive(root, state_of(root)).publish().step is PublishingStep.LIVE


def test_sentence_taken_for_nothing_of_ours_names_its_own_topic_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlayedCommands, "wrong", {"eins faq/wlan": "ausserhalb"})
    assert prepare(root, "Zweite").faults == (
        "„eins faq/wlan“ gehört zu „wlan“, wird jetzt aber für etwas gehalten, das nicht zur Messe gehört – bitte "
        "„wlan“ um ähnliche Beispielfragen ergänzen.",
    )


def test_single_question_back_is_told_and_does_not_block(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlayedCommands, "wrong", {"eins faq/wlan": "nlu_fallback"})
    progress = prepare(root, "Zweite")
    assert (progress.step, progress.faults, progress.remarks) == (
        PublishingStep.READY,
        (),
        (
            "„eins faq/wlan“ wird nicht sicher als „wlan“ verstanden und führt zu einer Rückfrage – bitte „wlan“ um "
            "ähnliche Beispielfragen ergänzen.",
        ),
    )


def test_added_sentence_that_is_not_understood_is_told(root: Path) -> None:
    path = root / "tests/saetze/wlan.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("[", "[Parke ich im Netz, "), encoding="utf-8")
    progress = prepare(root, "Zweite")
    assert (progress.step, len(progress.remarks)) == (PublishingStep.READY, 1)
    assert progress.remarks[0].startswith("„Parke ich im Netz“ gehört zu „wlan“, wird aber als „Parken“ verstanden")


def test_how_many_sentences_are_asked_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    write = ProgressFile.write

    def noted(self: ProgressFile, progress: Progress) -> None:
        told.append(progress.detail)
        write(self, progress)

    monkeypatch.setattr(ProgressFile, "write", noted)
    prepare(root, "Zweite")
    assert [each for each in told if each] == ["Satz 12 von 12."]


def test_failing_conversation_blocks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = FailedConversation("weg_zum_stand", "Wo parke ich?", "faq/parken", "faq/wlan")
    monkeypatch.setattr(PlayedCommands, "failures", (failed,))
    progress = prepare(root, "Zweite")
    assert (progress.step, progress.faults) == (
        PublishingStep.BLOCKED,
        (
            "Im Testgespräch „weg_zum_stand“ wird „Wo parke ich?“ als „wlan“ verstanden statt als „Parken“ – bitte "
            "„Parken“ um ähnliche Beispielfragen ergänzen.",
        ),
    )


def test_what_was_tried_out_is_not_learnt_a_second_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(root)
    model, _ = DraftModel(root, state_of(root), PlayedCommands).get(fingerprint(root), lambda _: None)
    monkeypatch.setattr(PlayedCommands, "stops_at", "train")
    progress = prepare(root, "Zweite")
    assert (progress.step, progress.faults) == (PublishingStep.READY, ())
    assert ModelStore(state_of(root)).model(progress.candidate).read_bytes() == model.read_bytes()


def test_faulty_content_is_not_even_trained(root: Path) -> None:
    (root / TOPIC).write_text("kaputt: [", encoding="utf-8")
    progress = prepare(root, "Zweite")
    assert (progress.step, progress.candidate, "parken.yml" in progress.faults[0]) == (PublishingStep.FAILED, "", True)


def test_model_that_does_not_start_leaves_the_old_version(root: Path) -> None:
    prepare(root, "Zweite")
    with supervisor(state_of(root), fault="Das neue Modell ist nicht gestartet."):
        progress = GoingLive(root, state_of(root)).publish()
    expected = "Das neue Modell ist nicht gestartet. Es gilt weiter die bisherige Fassung."
    assert (progress.step, progress.faults, notes(root)) == (PublishingStep.FAILED, (expected,), ["Erste"])


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


# What the record of a version was before the closure of the learning code counted: a hash over whole files.
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


@pytest.mark.parametrize("step", ["train", "recognise", "conversation", "switch"])
def test_job_killed_at_any_step_leaves_the_old_version_live(root: Path, step: str) -> None:
    edit(root)
    before = RasaFiles(state_of(root)).state()
    (state_of(root) / "entwurf" / "hier").unlink(missing_ok=True)
    command = [sys.executable, "-c", HANGING, str(root), step, str(ROOT)]
    with subprocess.Popen(command, cwd=ROOT) as job:
        wait_until_there(state_of(root) / "entwurf" / "hier", job)
        if step == "switch":  # its order lies there, and nobody has carried it out
            wait_until(lambda: ProgressFile(state_of(root)).read().step is PublishingStep.SWITCHING)
        with pytest.raises(Busy):
            prepare(root, "Dritte")
        job.kill()
    assert (ProgressFile(state_of(root)).read().step, notes(root)) == (PublishingStep.FAILED, ["Erste"])
    assert RasaFiles(state_of(root)).state() == before
    assert prepare(root, "Dritte").step is PublishingStep.READY


def test_job_killed_after_the_switch_is_completed_by_the_next(root: Path) -> None:
    edit(root)
    prepared = prepare(root, "Zweite")
    ProgressFile(state_of(root)).write(Progress(PublishingStep.SWITCHING, candidate=prepared.candidate))
    RasaFiles(state_of(root)).write_state(RasaState("", "m", prepared.candidate))
    assert ProgressFile(state_of(root)).read().step is PublishingStep.LIVE
    GoingLive(root, state_of(root)).complete_interrupted()
    assert (ProgressFile(state_of(root)).read().step, notes(root)) == (PublishingStep.LIVE, ["Zweite", "Erste"])


def test_nothing_prepared_cannot_go_live(tmp_path: Path) -> None:
    state = write_project(tmp_path)
    with pytest.raises(NotLive, match="nichts vorbereitet"):
        GoingLive(tmp_path, state).publish()
    assert RasaFiles(state).state() == LIVE


def test_only_the_last_ten_models_are_kept(root: Path) -> None:
    with supervisor(state_of(root)):
        for number in range(11):
            prepare(root, str(number))
            GoingLive(root, state_of(root)).publish()
    kept = [each for each in Versions(root, state_of(root)).all() if ModelStore(state_of(root)).has(each.name)]
    assert [each.note for each in kept] == [str(number) for number in range(10, 0, -1)]


def live(root: Path) -> str:
    state = RasaFiles(state_of(root)).state()
    assert state is not None
    return state.version


def wait_until_there(path: Path, job: subprocess.Popen[bytes]) -> None:
    wait_until(lambda: path.exists() or job.poll() is not None)
    assert job.poll() is None


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)
