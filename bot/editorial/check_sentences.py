"""Checks of tests/saetze: every topic and intent has its partner file, and each file says which intent it is for."""

from __future__ import annotations

from pathlib import Path

from bot.editorial.check_topics import known_examples, plain
from bot.errors import ContentError, Problem
from bot.yaml_files import load_yaml

MIN_SENTENCES = 4


def sentence_problems(root: Path) -> list[Problem]:
    """Missing partners and faulty files of tests/saetze."""
    folder = root / "tests" / "saetze"
    sources = [*(root / "data" / "themen").glob("*.yml"), *(root / "data" / "nlu").glob("*.yml")]
    stems = sorted({path.stem for path in sources})
    examples = known_examples(root)
    problems = [_missing(stem) for stem in stems if not (folder / f"{stem}.yml").exists()]
    for path in sorted(folder.glob("*.yml")):
        problems += _file_problems(path, stems, examples)
    return problems


def _missing(stem: str) -> Problem:
    return Problem(f"tests/saetze/{stem}.yml", 0, "fehlt", f"bitte mit mindestens {MIN_SENTENCES} Testsätzen anlegen")


def _file_problems(path: Path, stems: list[str], examples: set[str]) -> list[Problem]:
    try:
        entry = load_yaml(path)
    except ContentError as error:
        return list(error.problems)
    entry.allow_only(["absicht", "saetze"])
    entry.text("absicht")
    if path.stem not in stems:
        entry.report(f"Zu {path.stem} gibt es kein Thema", "bitte die Datei löschen oder umbenennen")
    if len(entry.texts("saetze")) < MIN_SENTENCES:
        entry.report_at("saetze", "zu wenige Testsätze", f"bitte mindestens {MIN_SENTENCES} eintragen")
    for sentence in entry.texts("saetze"):
        if plain(sentence) in examples:
            what = f"„{sentence}“ ist auch eine Beispielfrage"
            entry.report_at("saetze", what, "bitte einen anderen Testsatz wählen")
    return entry.problems
