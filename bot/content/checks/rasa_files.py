"""Checks of all files under data/ before Rasa reads them: Rasa skips a misspelt key in silence."""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.content import NLU, TOPICS, ContentFiles, stem_of_name
from bot.content.examples import MIN_EXAMPLES, check_duplicates, check_examples, examples_of
from bot.content.known_names import KnownNames, is_unknown
from bot.core.errors import Problem
from bot.core.yaml_reader import Entry

TOP_KEYS = ("version", "nlu", "responses", "rules", "stories")
NLU_KEYS = ("intent", "examples", "metadata", "synonym", "regex", "lookup")
_SECTION = re.compile(r"^\s+(rules|stories|nlu|responses):")


def ending_problems(root: Path) -> list[Problem]:
    """Return files with the ending .yaml, which Rasa reads and our checks and editors do not."""
    found = sorted((root / "data").rglob("*.yaml"))
    remedy = "bitte die Datei in .yml umbenennen"
    return [Problem(path.relative_to(root).as_posix(), 0, "Endung .yaml", remedy) for path in found]


def check_data_files(content: ContentFiles, known: KnownNames) -> None:
    """Report unknown keys, misplaced sections and faulty example sentences of every file under data."""
    for name, entry in content.below("data/"):
        entry.allow_only(TOP_KEYS)
        _check_sections(entry)
        for item in entry.entries("nlu"):
            _check_item(item, name, known)
    check_duplicates(content)


def _check_sections(entry: Entry) -> None:
    """Report indented section names: Rasa tells files apart by them, so „  rules:“ anywhere makes a rules file."""
    # Line by line rather than parsed: Rasa, too, looks at the raw text here.
    for number, line in enumerate(entry.source, 1):
        match = _SECTION.match(line)
        if match is not None:
            what = f"„{match.group(1)}:“ ist eingerückt, Rasa übergeht es"
            entry.report_line(number, what, "bitte ganz links beginnen")


def _check_item(item: Entry, name: str, known: KnownNames) -> None:
    item.allow_only(NLU_KEYS)
    # these sections have no intent, and few examples are no fault
    if item.has("synonym") or item.has("regex") or item.has("lookup"):
        return
    label = item.text("intent")
    check_examples(item, known)
    count = len(examples_of(item))
    if item.has("examples") and item.is_block("examples") and count < MIN_EXAMPLES and name.startswith((TOPICS, NLU)):
        remedy = f"bitte mindestens {MIN_EXAMPLES} verschiedene eintragen"
        item.report_line(item.line_of("examples"), f"nur {count} Beispielfragen", remedy)
    if name.startswith(TOPICS) or not label:
        return
    if is_unknown(label.partition("/")[0], known.intents):
        remedy = "bitte Schreibweise prüfen oder in domain.yml unter „intents“ ergänzen"
        item.report_line(item.line_of("intent"), f"Die Absicht „{label}“ steht nicht in domain.yml", remedy)
    elif name.startswith(NLU) and label != stem_of_name(name):
        remedy = "bitte die Datei so nennen wie ihre Absicht"
        item.report_line(item.line_of("intent"), f"Die Absicht {label} passt nicht zum Dateinamen", remedy)
