"""What Rasa keeps between trainings goes when the code behind a component changes, not only its class."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from rasa.engine.training.fingerprinting import calculate_fingerprint_key
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.utils.common import class_from_module_path

from bot.core.settings import RELEASE, ROOT
from bot.rasa.components.component import Component, code_version
from bot.rasa.components.sentence_featurizer import SentenceFeaturizer


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [("bot/german/text.py", False), ("bot/german/time/clock.py", True), ("bot/web/app.py", True)],
)
def test_only_code_behind_the_class_asks_for_another_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, is_same: bool
) -> None:
    shutil.copytree(RELEASE / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("*.npz", "static", "__pycache__"))
    monkeypatch.setattr("bot.rasa.components.component.RELEASE", tmp_path)
    before = fresh_key()
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("OTHER = 'code'\n")
    assert (before == fresh_key()) == is_same


def fresh_key() -> str:
    code_version.cache_clear()
    key: str = calculate_fingerprint_key(SentenceFeaturizer, {}, {})
    return key


def test_each_part_of_the_pipeline_is_tied_to_its_code() -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    ours = [class_from_module_path(part["name"]) for part in pipeline if part["name"].startswith("bot.")]
    assert len(ours) > 5
    assert [each for each in ours if not issubclass(each, Component | SpacyNLP)] == []
