"""The sentences to measure on: the shipped examples, tests/saetze and further files."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.content.examples import known_examples, plain
from bot.core.errors import ConfigurationError, ContentError
from bot.core.yaml_reader import Entry, load_yaml
from bot.nlu.text_cleaning import OUT_OF_SCOPE, understood_text

TEST_SENTENCES = "tests/saetze"


@dataclass(frozen=True)
class LabelledSentence:
    """A sentence and the full label it should get; ``known`` if a training example has the same words."""

    text: str
    label: str
    known: bool = False


@dataclass(frozen=True)
class SentenceSet:
    """A set of test sentences that are measured together."""

    name: str
    sentences: tuple[LabelledSentence, ...]


@dataclass(frozen=True)
class TrainingSet:
    """The shipped examples as Rasa reads them; ``fingerprint`` changes with anything but answers."""

    examples: tuple[LabelledSentence, ...]
    fingerprint: str

    @property
    def labels(self) -> frozenset[str]:
        """All full labels of the training data."""
        return frozenset(example.label for example in self.examples)


def copy_data(root: Path, target: Path) -> Path:
    """Copy ``data``, so that both pipelines see the same in spite of edits, and return the new root."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root / "data", target / "data")
    return target


def read_training_set(root: Path) -> TrainingSet:
    """Read ``data`` with Rasa's own reader, in an order that is always the same."""
    from rasa.shared.data import get_data_files, is_nlu_file
    from rasa.shared.importers.utils import training_data_from_paths

    # Rasa's reader, not ours: both pipelines must learn from the very same examples
    data = training_data_from_paths(get_data_files([str(root / "data")], is_nlu_file), "de")
    # A set: an example that stands twice would be in training and test at once.
    found = {(example.get("intent_response_key") or example.get("intent"), understood_text(example.get("text") or ""))
             for example in data.intent_examples}  # fmt: skip
    examples = tuple(LabelledSentence(text, label) for label, text in sorted(found) if text)
    beside = (data.entity_synonyms, data.regex_features, data.lookup_tables)
    written = json.dumps([sorted(found), beside], sort_keys=True, default=str)
    return TrainingSet(examples, hashlib.sha256(written.encode()).hexdigest())


def read_test_sentences(root: Path, training: TrainingSet) -> SentenceSet:
    """Read all of tests/saetze.

    Raises:
        ContentError: a file is faulty.
    """
    paths = sorted((root / TEST_SENTENCES).glob("*.yml"))
    return _mark_known(TEST_SENTENCES, (item for path in paths for item in _read_yaml(path, training.labels)), root)


def read_sentence_file(path: Path, root: Path, training: TrainingSet) -> SentenceSet:
    """Read a further file: YAML like tests/saetze, or text with one sentence not about the fair a line.

    Raises:
        ConfigurationError: it cannot be read, or has no sentence.
        ContentError: it is faulty YAML.
    """
    is_yaml = path.suffix in (".yml", ".yaml")
    found = _read_yaml(path, training.labels) if is_yaml else _read_lines(path)
    if not found:
        raise ConfigurationError(f"In {path} steht kein Satz – bitte mindestens einen eintragen.")
    return _mark_known(path.name, found, root)


def _read_yaml(path: Path, labels: frozenset[str]) -> list[LabelledSentence]:
    entry = load_yaml(path)
    found = _one_label(entry, labels) if entry.has("absicht") else _own_labels(entry, labels)
    try:
        entry.raise_problems()
    except ContentError as error:  # only the first: one line
        raise ContentError(error.problems[:1]) from error
    # understood_text() may leave nothing of a line of signs
    return [example for example in found if example.text]


def _one_label(entry: Entry, labels: frozenset[str]) -> list[LabelledSentence]:
    """Read a file in which ``absicht`` stands once for all sentences."""
    label = _label(entry, labels)
    return [LabelledSentence(understood_text(text), label) for text in entry.texts("saetze")]


def _own_labels(entry: Entry, labels: frozenset[str]) -> list[LabelledSentence]:
    """Read a file in which each sentence has ``text`` and ``absicht`` of its own."""
    items = entry.entries("saetze")
    return [LabelledSentence(understood_text(item.text("text")), _label(item, labels)) for item in items]


def _label(entry: Entry, labels: frozenset[str]) -> str:
    label = entry.text("absicht")
    if label and label not in labels:
        entry.report_at("absicht", f"„{label}“ hat keine Beispiele", "bitte eine vorhandene Absicht nennen")
    return label


def _read_lines(path: Path) -> list[LabelledSentence]:
    try:
        # files from Windows editors may begin with a byte order mark
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} ist nicht lesbar – bitte eine UTF-8-Textdatei angeben.") from error
    return [LabelledSentence(text, OUT_OF_SCOPE) for line in lines if (text := understood_text(line))]


def _mark_known(name: str, sentences: Iterable[LabelledSentence], root: Path) -> SentenceSet:
    known = known_examples(root)
    # Known sentences are kept but not counted: they only measure memory.
    marked = [LabelledSentence(item.text, item.label, plain(item.text) in known) for item in sentences]
    return SentenceSet(name, tuple(marked))
