"""What Rasa keeps between trainings goes when the code behind a component changes, not only its class."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.engine.training.fingerprinting import calculate_fingerprint_key
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.utils.common import class_from_module_path

from bot.nlu.component import Component, code_version
from bot.nlu.label_classifier import LabelClassifier
from bot.settings import ROOT


def test_each_module_counts(tmp_path: Path) -> None:
    versions = []
    for name, text in (("a.py", "1"), ("b.py", "2"), ("a.py", "3")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        code_version.cache_clear()
        versions.append(code_version(tmp_path))
    assert len(set(versions)) == 3


def test_other_code_beside_the_class_is_another_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = calculate_fingerprint_key(LabelClassifier, {}, {})
    again = calculate_fingerprint_key(LabelClassifier, {}, {})
    monkeypatch.setattr("bot.nlu.component._CODE", tmp_path)
    assert (before == again, before == calculate_fingerprint_key(LabelClassifier, {}, {})) == (True, False)


def test_each_part_of_the_pipeline_is_tied_to_its_code() -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    ours = [class_from_module_path(part["name"]) for part in pipeline if part["name"].startswith("bot.")]
    assert len(ours) > 5
    assert [each for each in ours if not issubclass(each, Component | SpacyNLP)] == []
