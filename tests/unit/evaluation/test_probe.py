"""Which test sentences change: on small content with a small model in the place of the live one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.content.topic_editing import edited_topic
from bot.content.topics import parse_topic
from bot.core.settings import ROOT
from bot.evaluation.data import LabelledSentence, read_training_set
from bot.evaluation.pipeline import read_model_settings
from bot.evaluation.sentence_comparison import MODEL, _encode, _fit, changes, compare
from bot.runtime.live_model import RasaFiles, RasaState
from tests.samples.content import write_content

LABELS = {"falsch": ("b", "c"), "richtig": ("b", "a"), "schlechter": ("a", "b"), "gleich": ("a", "a")}


def test_what_gets_worse_comes_first_and_what_stays_is_left_out() -> None:
    sentences = [LabelledSentence(text, "a") for text in LABELS]
    found = compare(sentences, lambda text: LABELS[text][0], lambda text: LABELS[text][1])
    assert found == [("schlechter", "a", "a", "b"), ("falsch", "a", "b", "c"), ("richtig", "a", "b", "a")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Small content whose label model is in an archive as Rasa makes it."""
    write_content(tmp_path)
    shutil.copy(ROOT / "config.yml", tmp_path / "config.yml")
    (tmp_path / "tests/saetze/wlan.yml").write_text(
        "absicht: faq/wlan\nsaetze: [Habt ihr Hotspots?]\n", encoding="utf-8"
    )
    settings, training = read_model_settings(tmp_path / "config.yml"), read_training_set(tmp_path)
    vectors, blocks = _encode(settings, [each.text for each in training.examples], tmp_path)
    (tmp_path / "teile").mkdir()
    _fit(settings, training.examples, vectors, blocks).save(tmp_path / "teile")
    (tmp_path / MODEL).parent.mkdir()
    with tarfile.open(tmp_path / MODEL, "w:gz") as archive:
        archive.add(tmp_path / "teile", "components/train_LabelClassifier6")
    return tmp_path


def test_it_is_the_published_model_that_is_compared_with(root: Path) -> None:
    published = root / "modelle" / "7.tar.gz"
    published.parent.mkdir()
    (root / MODEL).rename(published)
    RasaFiles(root).write_state(RasaState("", str(published), "7"))
    text = (root / "data/themen/parken.yml").read_text(encoding="utf-8")
    assert changes(root, root, "parken", text) == []


def test_sentence_taken_away_by_the_draft_is_told(root: Path) -> None:
    text = (root / "data/themen/parken.yml").read_text(encoding="utf-8")
    topic = parse_topic(text)
    greedy = ("Habt ihr einen Hotspot?", "Habt ihr hier Hotspots?", "hotspots", "Wo habt ihr Hotspots?")
    draft = edited_topic(text, type(topic)(topic.label, topic.title, topic.answers, (*topic.examples, *greedy)))
    question = {"root": str(root), "folder": str(root), "stem": "parken", "text": draft}
    command = [sys.executable, "-m", "bot.evaluation.sentence_comparison"]
    answer = subprocess.run(
        command, cwd=ROOT, input=json.dumps(question).encode(), capture_output=True, check=True, timeout=300
    )
    assert json.loads(answer.stdout) == [["Habt ihr Hotspots?", "faq/wlan", "faq/wlan", "faq/parken"]]
