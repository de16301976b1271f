"""Publishing from the edited file to the version: what passes and what blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.live_version import live_fingerprints, topic_fingerprints
from bot.publishing.commands import FailedConversation
from bot.publishing.draft_bot import DraftModel
from bot.publishing.fingerprint import fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import AnswerChange, Progress, ProgressFile, PublishingStep
from bot.publishing.release import GoingLive, NotLive
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles
from tests.samples.publish import (
    LIVE,
    TOPIC,
    PlayedCommands,
    edit,
    notes,
    prepare,
    state_of,
    supervisor,
    write_project,
)


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


def test_nothing_prepared_cannot_go_live(tmp_path: Path) -> None:
    state = write_project(tmp_path)
    with pytest.raises(NotLive, match="nichts vorbereitet"):
        GoingLive(tmp_path, state).publish()
    assert RasaFiles(state).state() == LIVE
