from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot import training
from bot.errors import ContentError
from bot.training import TrainingError, fingerprint, model_fits, train_if_needed, train_model
from tests.unit.content_samples import edit, write_content

PARKEN = "data/themen/parken.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(training, "ROOT", write_content(tmp_path))
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path / "zustand"))
    (tmp_path / "models" / "neu").mkdir(parents=True)
    return tmp_path


def pretend_rasa(monkeypatch: pytest.MonkeyPatch, root: Path, status: int = 0, log: bytes = b"") -> None:
    """A training that writes a model (when it succeeds) and a log, without Rasa."""

    def run(command: list[str], environment: Any, output: Any) -> int:
        output.write(log)
        if status == 0:
            (root / "models/neu/messelotse.tar.gz").write_text("neu", encoding="utf-8")
        return status

    monkeypatch.setattr(training, "_run", run)


@pytest.mark.parametrize(
    ("name", "old", "new", "is_same"),
    [
        (PARKEN, "Parken am {ort}.", "Stehen am {ort}.", True),
        (PARKEN, "title: WLAN", "title: Funk", True),
        (PARKEN, 'version: "3.1"', '# Notiz\nversion: "3.1"', True),
        (PARKEN, "    - parkplatz", "    - parkplatz\n    - tiefgarage", False),
        (PARKEN, "intent: faq/parken", "intent: faq/parke", False),
        (PARKEN, "nlu:", "nlu: [", False),
        ("data/nlu/wo_ist.yml", "    - wo denn", "    - wo denn genau", False),
        ("data/rules/gespraech.yml", "action_where", "action_when", False),
        ("config.yml", "de", "en", False),
        ("domain.yml", "3.1", "3.2", False),
        ("requirements/run.txt", "rasa", "rasa==3", False),
        ("messe.yml", "Probe", "Messe", True),
        ("programm/programm.yml", "Eröffnung", "Auftakt", True),
    ],
)
def test_fingerprint_after_an_edit(root: Path, name: str, old: str, new: str, is_same: bool) -> None:
    before = fingerprint(root)
    edit(root, name, old, new)
    assert (fingerprint(root) == before) == is_same


def test_fingerprint_knows_a_new_topic(root: Path) -> None:
    before = fingerprint(root)
    (root / "data/themen/neu.yml").write_text((root / PARKEN).read_text(encoding="utf-8"), encoding="utf-8")
    assert fingerprint(root) != before


def test_model_is_trained_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, root)
    said: list[str] = []
    train_if_needed(said.append)
    train_if_needed(said.append)
    assert [line.partition(":")[2].split()[0] for line in said] == ["Training", "fertig", "vorhanden"]


def test_new_model_takes_the_place_of_the_old(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "models/messelotse.tar.gz").write_text("alt", encoding="utf-8")
    pretend_rasa(monkeypatch, root)
    train_model(lambda text: None)
    assert ((root / "models/messelotse.tar.gz").read_text(encoding="utf-8"), model_fits()) == ("neu", True)


def test_content_changed_while_training_is_trained_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, root)
    train_model(lambda text: None)
    edit(root, PARKEN, "- parkplatz", "- parkplätze")
    assert not model_fits()


@pytest.mark.parametrize("note", ["", "{", "{}", "[]", '{"abdruck": "alt"}'])
def test_unknown_note_means_training(root: Path, monkeypatch: pytest.MonkeyPatch, note: str) -> None:
    pretend_rasa(monkeypatch, root)
    train_model(lambda text: None)
    (root / "models/messelotse.json").write_text(note, encoding="utf-8")
    assert not model_fits()


def test_missing_model_means_training(root: Path) -> None:
    (root / "models/messelotse.json").write_text(json.dumps({"abdruck": fingerprint(root)}), encoding="utf-8")
    assert not model_fits()


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (b"los\nValueError: kein Intent\nende\n", "ValueError: kein Intent"),
        (b"los\nende\n", "ende"),
        (b"", "ohne Meldung"),
    ],
)
def test_failed_training_is_one_line_and_keeps_the_old_model(
    root: Path, monkeypatch: pytest.MonkeyPatch, log: bytes, reason: str
) -> None:
    (root / "models/messelotse.tar.gz").write_text("alt", encoding="utf-8")
    pretend_rasa(monkeypatch, root, 1, log)
    with pytest.raises(TrainingError) as caught:
        train_model(lambda text: None)
    message = f"Das Training ist gescheitert: {reason} – Einzelheiten in {root / 'zustand' / 'training.log'}."
    kept = (root / "models/messelotse.tar.gz").read_text(encoding="utf-8")
    assert (str(caught.value), kept, model_fits()) == (message, "alt", False)


def test_faulty_content_is_not_trained(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, root)
    edit(root, PARKEN, "{ort}", "{stadt}")
    with pytest.raises(ContentError):
        train_model(lambda text: None)
    assert not (root / "models/neu/messelotse.tar.gz").exists()
