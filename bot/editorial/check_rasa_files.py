"""Checks of all files under data/ before Rasa sees them: Rasa skips a misspelt key in silence."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ContentError, Problem
from bot.yaml_files import Entry, load_yaml

TOP_KEYS = ("version", "nlu", "responses", "rules", "stories")
STEP_KEYS = ("intent", "action", "slot_was_set", "checkpoint", "or", "user", "entities")


def rasa_file_problems(root: Path) -> list[Problem]:
    """Problems of every YAML file under ``data``: syntax, unknown keys, missing names, missing steps."""
    problems: list[Problem] = []
    for path in sorted((root / "data").rglob("*")):
        if path.suffix == ".yaml":
            problems.append(Problem(path.name, 0, "Endung .yaml", "bitte die Datei in .yml umbenennen"))
        elif path.suffix == ".yml":
            problems.extend(_file_problems(path))
    return problems


def _file_problems(path: Path) -> list[Problem]:
    try:
        entry = load_yaml(path)
    except ContentError as error:
        return list(error.problems)
    entry.allow_only(TOP_KEYS)
    for key, name in (("rules", "rule"), ("stories", "story")):
        for item in entry.entries(key):
            _check_story(item, name)
    return entry.problems


def _check_story(item: Entry, name: str) -> None:
    item.allow_only((name, "steps", "condition", "conversation_start", "wait_for_user_input"))
    item.text(name)
    steps = item.entries("steps")
    if not steps:
        item.report("Ohne Schritte", "bitte unter „steps:“ mindestens einen Schritt eintragen")
    for step in steps:
        step.allow_only(STEP_KEYS)
