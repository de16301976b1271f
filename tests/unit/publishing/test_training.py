from __future__ import annotations

import fcntl
import gzip
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.content.live_version import live_fingerprints
from bot.core.errors import ContentError
from bot.publishing import training
from bot.publishing.fingerprint import fingerprint
from bot.publishing.training import TrainingError, model_fits, train_if_needed, train_model
from tests.samples.content import edit, write_content

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
            (root / "models/neu/messelotse.tar.gz").write_bytes(gzip.compress(b"neu"))
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
        ("requirements/run.txt", "rasa", "rasa\n    # via rasa", True),
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
    (root / "models/messelotse.tar.gz").write_bytes(gzip.compress(b"alt"))
    pretend_rasa(monkeypatch, root)
    train_model(lambda text: None)
    assert (gzip.decompress((root / "models/messelotse.tar.gz").read_bytes()), model_fits()) == (b"neu", True)
    assert list(live_fingerprints(root) or {}) == ["parken", "wlan"]


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
    "damage", [lambda whole: whole[:-4], lambda _: b"", lambda whole: whole[:12] + b"?" + whole[13:]]
)
def test_damaged_model_means_training(
    root: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    pretend_rasa(monkeypatch, root)
    train_model(lambda text: None)
    model = root / "models/messelotse.tar.gz"
    model.write_bytes(damage(model.read_bytes()))
    said: list[str] = []
    train_if_needed(said.append)
    assert (said[0].partition(":")[2].split()[0], model_fits()) == ("Training", True)


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
    (root / "models/messelotse.tar.gz").write_bytes(gzip.compress(b"alt"))
    pretend_rasa(monkeypatch, root, 1, log)
    with pytest.raises(TrainingError) as caught:
        train_model(lambda text: None)
    message = f"Das Training ist gescheitert: {reason} – Einzelheiten in {root / 'zustand' / 'training.log'}."
    kept = gzip.decompress((root / "models/messelotse.tar.gz").read_bytes())
    assert (str(caught.value), kept, model_fits()) == (message, b"alt", False)


def test_faulty_content_is_not_trained(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, root)
    edit(root, PARKEN, "{ort}", "{stadt}")
    with pytest.raises(ContentError):
        train_model(lambda text: None)
    assert not (root / "models/neu/messelotse.tar.gz").exists()


def test_two_trainings_at_once_are_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits for the first, and then finds its model."""
    pretend_rasa(monkeypatch, root)
    said: list[str] = []
    with (root / training.TRAINING_LOCK).open("a") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        waits = threading.Event()

        def say(text: str) -> None:
            said.append(text)
            waits.set()

        second = threading.Thread(target=train_if_needed, args=(say,))
        second.start()
        assert waits.wait(60)
        train_model(lambda _: None)
    second.join(60)
    assert said == ["Ein anderer Prozess trainiert gerade dasselbe Projekt; danach geht es weiter."]
