"""Which changes of the code ask for a new training: those of what learns or feeds it, and of nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.core.settings import RELEASE
from bot.publishing.fingerprint import code_fingerprint, learning_modules

FOLD = "def fold("
COMPONENTS = "bot.rasa.components"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the code with the pipeline of this release."""
    left_out = shutil.ignore_patterns("*.npz", "static", "templates", "__pycache__")
    shutil.copytree(RELEASE / "bot", tmp_path / "bot", ignore=left_out)
    for name in ("config.yml", "domain.yml", "requirements/run.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(RELEASE / name, tmp_path / name)
    return tmp_path


def test_what_learns_and_what_feeds_it_is_read_from_the_pipeline() -> None:
    found = {module.removeprefix(f"{COMPONENTS}.") for module in learning_modules(RELEASE / "config.yml", RELEASE)}
    assert {"message_cleaner", "german_spacy", "spelling_corrector", "sentence_featurizer", "label_classifier"} < found
    assert "confidence_gate" in found  # it learns the words of the examples
    assert not found & {"time_extractor", "context_resolver"}


def test_what_stands_behind_the_last_that_learns_feeds_nothing(root: Path) -> None:
    config = root / "config.yml"
    lines = [f"{COMPONENTS}.label_classifier.LabelClassifier", f"{COMPONENTS}.message_cleaner.MessageCleaner"]
    config.write_text("pipeline:\n" + "".join(f"- name: {name}\n" for name in lines), encoding="utf-8")
    assert learning_modules(config, root) == [f"{COMPONENTS}.label_classifier"]
    with config.open("a", encoding="utf-8") as file:
        file.write("- name: DIETClassifier\n")  # another package's: it may learn
    assert learning_modules(config, root) == [name.rpartition(".")[0] for name in lines]


@pytest.mark.parametrize(
    "changed",
    [
        "bot/german/text.py",
        "bot/nlu/spelling.py",
        "bot/nlu/label_model.py",
        "bot/nlu/encoder_worker.py",
        "bot/rasa/components/message_cleaner.py",
        "bot/rasa/components/confidence_gate.py",
    ],
)
def test_other_code_behind_what_learns_asks_for_a_training(root: Path, changed: str) -> None:
    before = code_fingerprint(root)
    append(root / changed, "\n\nOTHER = 1\n")
    assert code_fingerprint(root) != before


@pytest.mark.parametrize(
    "changed",
    [
        "bot/german/time/clock.py",
        "bot/rasa/components/time_extractor.py",
        "bot/rasa/components/context_resolver.py",
        "bot/dialogue/context.py",
        "bot/web/app.py",
        "bot/publishing/training.py",
    ],
)
def test_other_code_elsewhere_asks_for_none(root: Path, changed: str) -> None:
    before = code_fingerprint(root)
    append(root / changed, "\n\nOTHER = 1\n")
    assert code_fingerprint(root) == before


@pytest.mark.parametrize("name", ["fold", "stem", "tokenise"])
def test_a_word_rule_that_does_something_else_asks_for_a_training(root: Path, name: str) -> None:
    before, file = code_fingerprint(root), root / "bot/german/text.py"
    text = file.read_text(encoding="utf-8")
    begin = text.index("\n", text.index(f"def {name}("))
    file.write_text(text[:begin] + "\n    text = text" + text[begin:], encoding="utf-8")
    assert code_fingerprint(root) != before


def test_words_about_the_code_and_its_layout_ask_for_none(root: Path) -> None:
    before, file = code_fingerprint(root), root / "bot/german/text.py"
    text = file.read_text(encoding="utf-8")
    text = text.replace('"""', '"""Differently said: ', 1).replace(FOLD, f"# why\n\n\n{FOLD}")
    file.write_text(text, encoding="utf-8")
    assert code_fingerprint(root) == before


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
