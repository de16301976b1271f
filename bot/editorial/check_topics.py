"""Checks of the topic files: answers, variables, buttons, examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

from bot.dialogue.variables import fair_variables, unknown_variables
from bot.editorial.topics import Topic, read_topic
from bot.errors import ContentError, Problem
from bot.settings import FAIR_FILE, load_fair
from bot.yaml_files import load_yaml

MIN_EXAMPLES = 5
MAX_BUTTONS = 3
KINDS = ("faq", "smalltalk")
_PAYLOAD = re.compile(r"^/([a-z_]+)(?:/([a-z0-9_]+))?(\{.*\})?$")


def topic_problems(root: Path) -> list[Problem]:
    """Problems of all files in data/themen, and examples that stand in two files under data."""
    topics: dict[Path, Topic] = {}
    broken: set[str] = set()
    problems: list[Problem] = []
    for path in sorted((root / "data" / "themen").glob("*.yml")):
        try:
            topics[path] = read_topic(path)
        except ContentError as error:
            problems.extend(error.problems)
            broken.add(path.stem)  # one fault is one line: buttons that lead here are not faulty, too
    variables = _variables(root)
    labels = {topic.label for topic in topics.values()} | {f"{kind}/{stem}" for kind in KINDS for stem in broken}
    for path, topic in topics.items():
        problems += _name_problems(path, topic) + _answer_problems(path, topic, variables, labels)
    return problems + duplicate_examples(root)


def _variables(root: Path) -> Mapping[str, str]:
    try:
        return fair_variables(load_fair(root / FAIR_FILE), datetime.now(timezone.utc))
    except ContentError:  # reported by the check of messe.yml
        return {}


def _name_problems(path: Path, topic: Topic) -> list[Problem]:
    found = []
    if topic.label.partition("/")[2] != path.stem:
        remedy = f"bitte die Absicht „…/{path.stem}“ nennen oder die Datei umbenennen"
        found.append(Problem(path.name, 0, f"Die Absicht {topic.label} passt nicht zum Dateinamen", remedy))
    if len(topic.examples) < MIN_EXAMPLES:
        what = f"nur {len(topic.examples)} Beispielfragen"
        found.append(Problem(path.name, 0, what, f"bitte mindestens {MIN_EXAMPLES} verschiedene eintragen"))
    return found


def _answer_problems(path: Path, topic: Topic, variables: Mapping[str, str], labels: set[str]) -> list[Problem]:
    found = []
    for answer in topic.answers:
        for name in unknown_variables(answer.text, variables) if variables else []:
            remedy = "bitte unter „angaben“ in messe.yml ergänzen oder die Schreibweise prüfen"
            found.append(Problem(path.name, 0, f"Die Angabe {{{name}}} gibt es nicht", remedy))
        if len(answer.buttons) > MAX_BUTTONS:
            found.append(Problem(path.name, 0, "mehr als drei Knöpfe", "bitte die wichtigsten drei behalten"))
        for button in answer.buttons:
            found += _button_problems(path, button.payload, labels)
    return found


def _button_problems(path: Path, payload: str, labels: set[str]) -> list[Problem]:
    match = _PAYLOAD.match(payload)
    if match is None:
        remedy = "bitte „/faq/thema“ oder „/absicht“ schreiben"
        return [Problem(path.name, 0, f"Der Knopf „{payload}“ ist falsch geschrieben", remedy)]
    if match.group(2) and f"{match.group(1)}/{match.group(2)}" not in labels:
        remedy = "bitte ein vorhandenes Thema nennen"
        return [Problem(path.name, 0, f"Der Knopf „{payload}“ führt zu keinem Thema", remedy)]
    return []


def duplicate_examples(root: Path) -> list[Problem]:
    """Example sentences that stand more than once under data, whatever their case."""
    seen: dict[str, str] = {}
    problems = []
    for path in sorted((root / "data").rglob("*.yml")):
        for sentence in _examples(path):
            key = sentence.casefold()
            if key in seen:
                what = f"„{sentence}“ steht auch in {seen[key]}"
                problems.append(Problem(path.name, 0, what, "bitte nur beim passenden Thema behalten"))
            seen.setdefault(key, path.name)
    return problems


def known_examples(root: Path) -> set[str]:
    """All example sentences under data, in :func:`plain` form."""
    return {plain(sentence) for path in (root / "data").rglob("*.yml") for sentence in _examples(path)}


def plain(sentence: str) -> str:
    """The sentence's words alone: case and punctuation make no new sentence."""
    return " ".join(re.findall(r"\w+", sentence.casefold())) or sentence


def _examples(path: Path) -> list[str]:
    try:
        items = load_yaml(path).entries("nlu")
    except ContentError:  # reported by the check of the files
        return []
    lines = [line for item in items if item.has("examples") for line in item.text("examples").splitlines()]
    return [line[1:].strip() for line in lines if line.startswith("-")]
