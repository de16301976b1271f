"""Checks of tests/saetze: every topic and intent has its partner file, and each file says which intent it is for."""

from __future__ import annotations

from bot.content.content import NLU, SENTENCES, TOPICS, ContentFiles, stem_of_name
from bot.content.examples import examples_in, plain
from bot.core.errors import Problem
from bot.core.yaml_reader import Entry

MIN_SENTENCES = 4


def missing_sentences(content: ContentFiles) -> list[Problem]:
    """Return a problem for each topic and intent without a file of test sentences."""
    there = set(content.names(SENTENCES))
    wanted = [f"{SENTENCES}{stem}.yml" for stem in _stems(content)]
    remedy = f"bitte mit mindestens {MIN_SENTENCES} Testsätzen anlegen"
    # line 0: there is no file to point into
    return [Problem(name, 0, "fehlt", remedy) for name in wanted if name not in there]


def check_sentences(content: ContentFiles) -> None:
    """Report faulty files of test sentences."""
    examples, stems = examples_in(content), _stems(content)
    labels = _labels(content)
    seen: dict[str, str] = {}
    for name, entry in content.below(SENTENCES):
        stem = stem_of_name(name)
        entry.allow_only(("absicht", "saetze"))
        label = entry.text("absicht")
        if stem not in stems:
            entry.report(f"Zu {stem} gibt es kein Thema", "bitte die Datei löschen oder umbenennen")
        elif label and stem in labels and label != labels[stem]:
            entry.report_at("absicht", f"„{label}“ ist eine andere Absicht als {labels[stem]}", "bitte angleichen")
        _check_list(entry, name, examples, seen)


def _check_list(entry: Entry, name: str, examples: dict[str, str], seen: dict[str, str]) -> None:
    sentences = entry.located_texts("saetze")
    if len(sentences) < MIN_SENTENCES:
        entry.report_at("saetze", "zu wenige Testsätze", f"bitte mindestens {MIN_SENTENCES} eintragen")
    for sentence, line in sentences:
        place = seen.setdefault(plain(sentence), f"{name}:{line}")
        if plain(sentence) in examples:
            what = f"„{sentence}“ ist auch eine Beispielfrage"
            entry.report_line(line, what, "bitte einen anderen Testsatz wählen")
        elif place != f"{name}:{line}":
            entry.report_line(line, f"„{sentence}“ steht auch in {place}", "bitte nur einmal behalten")


def _stems(content: ContentFiles) -> list[str]:
    return sorted({stem_of_name(name) for folder in (TOPICS, NLU) for name in content.names(folder)})


def _labels(content: ContentFiles) -> dict[str, str]:
    """Return the label of each topic and intent by its file's stem."""
    files = [(name, entry) for folder in (TOPICS, NLU) for name, entry in content.below(folder)]
    first = {stem_of_name(name): item for name, entry in files for item in entry.quiet_entries("nlu")[:1]}
    labels = {stem: item.quiet_text("intent") for stem, item in first.items()}
    return {stem: label for stem, label in labels.items() if label.rpartition("/")[2] == stem}  # else reported there
