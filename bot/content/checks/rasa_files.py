"""Checks Rasa's files: pipeline, endpoints, and the domain beside the actions and intents in use."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.content.checks.topics import check_answers
from bot.content.content import CONFIG, DOMAIN, NLU, TOPICS, ContentFiles, stem_of_name
from bot.content.examples import MIN_EXAMPLES, check_duplicates, check_examples, examples_of
from bot.content.known_names import KINDS, KnownNames, is_unknown
from bot.content.stories.model import Story, used_names
from bot.core.errors import Problem
from bot.core.yaml_reader import Entry

DOMAIN_KEYS = (
    "version", "intents", "entities", "slots", "actions", "responses", "session_config", "forms", "e2e_actions",
)  # fmt: skip
CONFIG_KEYS = ("version", "recipe", "assistant_id", "language", "pipeline", "policies")
# Rasa gives these answers itself, so no rule names them.
ASKED_BY_RASA = ("utter_restart", "utter_default", "utter_session_start")
_OWN_PART = re.compile(r"(?:bot|actions)(?:\.[A-Za-z_0-9]+)+")


def check_domain(content: ContentFiles, stories: Sequence[Story], known: KnownNames, code: str) -> None:
    """Report faults of domain.yml.

    Args:
        content: all content files.
        stories: all rules and stories that could be read.
        known: the names that content may refer to.
        code: the text of all actions; "" where there are none to look into.
    """
    domain = content.entries.get(DOMAIN)
    if domain is None:
        return
    domain.allow_only(DOMAIN_KEYS)
    for key in ("intents", "entities", "actions"):
        _check_list(domain, key)
    if _is_sound(content, NLU):
        _check_taught(domain, content)
    used = {name for kind in ("intent", "action") for name in used_names(stories, kind)}
    if _is_sound(content, "data/rules/", "data/stories/"):
        _check_used(domain, used)
    for name, line in domain.located_names("actions") if code else ():
        # A search for the quoted name is enough: actions return it as a constant from ``name()``.
        if f'"{name}"' not in code:
            domain.report_line(line, f"Die Aktion „{name}“ gibt es unter actions/ nicht", "bitte Schreibweise prüfen")
    if domain.has("responses"):
        is_sound = _is_sound(content, "data/rules/", "data/stories/")
        _check_responses(domain.entry("responses"), used if is_sound else None, known, code)


def _check_list(domain: Entry, key: str) -> None:
    lines: dict[str, int] = {}
    names = domain.located_names(key)
    if domain.has(key) and not names:
        domain.report_at(key, f"„{key}“ muss eine Liste sein", "bitte jeden Eintrag mit „- “ beginnen")
    for name, line in names:
        first = lines.setdefault(name, line)
        if first != line:
            domain.report_line(line, f"„{name}“ steht schon in Zeile {first}", "bitte einen der Einträge löschen")


def _is_sound(content: ContentFiles, *folders: str) -> bool:
    """Return whether these files have no problems: a name that seems missing could stand in a faulty one."""
    return not any(content.problems_of(name) for folder in folders for name in content.names(folder))


def _check_taught(domain: Entry, content: ContentFiles) -> None:
    items = [item for _, entry in content.below("data/") for item in entry.quiet_entries("nlu")]
    # Topics are intents below faq and smalltalk, which have no examples of their own.
    taught = {*KINDS, *(item.quiet_text("intent") for item in items)}
    for name, line in domain.located_names("intents"):
        if name not in taught:
            remedy = "bitte eine Datei in data/nlu anlegen oder die Absicht löschen"
            domain.report_line(line, f"Zur Absicht „{name}“ gibt es keine Beispielfragen", remedy)


def _check_used(domain: Entry, used: set[str]) -> None:
    for name, line in domain.located_names("intents"):
        if name not in used:
            what = f"Auf die Absicht „{name}“ folgt keine Regel"
            domain.report_line(line, what, "bitte in data/rules ergänzen oder die Absicht löschen")
    for name, line in domain.located_names("actions"):
        if name not in used:
            domain.report_line(line, f"Die Aktion „{name}“ kommt in keiner Regel vor", "bitte verwenden oder löschen")


def _check_responses(responses: Entry, used: set[str] | None, known: KnownNames, code: str) -> None:
    for name in responses.names():
        check_answers(responses, name, known)
        if is_unknown(name, used) and name not in ASKED_BY_RASA and f'"{name}"' not in code:
            remedy = "bitte in einer Regel verwenden oder löschen"
            responses.report_line(responses.line_of(name), f"Die Antwort „{name}“ wird nie gegeben", remedy)


def check_config(content: ContentFiles, has_module: Callable[[str], bool]) -> None:
    """Report faults of config.yml; ``has_module`` returns whether a module (``bot.nlu.x``) exists."""
    config = content.entries.get(CONFIG)
    if config is None:
        return
    config.allow_only(CONFIG_KEYS)
    for key in ("language", "pipeline", "policies"):
        if not config.has(key):
            config.report(f"„{key}“ fehlt", "bitte ergänzen: sonst nimmt Rasa seine eigene Vorgabe")
    for part in [*config.entries("pipeline"), *config.entries("policies")]:
        name = part.text("name")
        # Rasa's own components are left to Rasa: its short names have no module to look for
        if _OWN_PART.fullmatch(name) and not has_module(name.rpartition(".")[0]):
            part.report_at("name", f"Den Baustein „{name}“ gibt es nicht", "bitte Schreibweise prüfen")


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
