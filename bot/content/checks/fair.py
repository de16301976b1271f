"""Checks messe.yml and the floor plan."""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.checks.text_flaws import text_flaws
from bot.content.known_names import KnownNames
from bot.core.errors import ContentError, Problem
from bot.core.yaml_reader import Entry, load_yaml
from bot.fair.file import FAIR_FILE, load_fair
from bot.programme.sources.files import read_folder
from bot.venue.checks import plan_problems
from bot.venue.name_checks import booth_problems, room_problems
from bot.venue.reading import PLAN_FILE, read_plan

# What messe.yml says elsewhere; the same name under „angaben“ would be ignored.
DERIVED = (
    "name", "motto", "veranstalter", "zielgruppe", "ort", "adresse", "termin", "oeffnungszeiten", "heute",
    "infostand", "telefon", "mail", "raeume", "chat_loeschfrist",
)  # fmt: skip
_NAME = re.compile(r"[a-z_0-9]+")


def fair_problems(root: Path, known: KnownNames) -> list[Problem]:
    """Return all faults of messe.yml."""
    try:
        load_fair(root / FAIR_FILE)
        entry = load_yaml(root / FAIR_FILE)
    except ContentError as error:
        return list(error.problems)
    if entry.has("angaben"):
        check_facts(entry.entry("angaben"), known)
    return entry.problems


def check_facts(facts: Entry, known: KnownNames) -> None:
    """Report facts whose name or text no answer could use."""
    for name in facts.names():
        if not _NAME.fullmatch(name):
            remedy = "erlaubt sind Kleinbuchstaben von a bis z, Ziffern und Unterstrich"
            facts.report_line(facts.line_of(name), f"„{name}“ kann in keiner Antwort stehen", remedy)
        if name in DERIVED:
            remedy = "bitte löschen oder anders nennen: diese Angabe steht weiter oben in messe.yml"
            facts.report_line(facts.line_of(name), f"„{name}“ gibt es schon", remedy)
        # Facts are filled into answers once; a variable inside a fact would stay visible.
        if "{" in facts.text(name, "…"):
            remedy = "bitte den Wert ausschreiben"
            facts.report_line(facts.line_of(name), f"„{name}“ enthält eine andere Angabe", remedy)
            continue
        for flaw in text_flaws(facts.text(name, "…"), known):
            facts.report_line(facts.line_of(name, flaw.part), flaw.what, flaw.remedy)


def venue_problems(root: Path) -> list[Problem]:
    """Return all faults of the plan; none without a plan. Faults of the other files are for their own checks."""
    if not (root / PLAN_FILE).exists():
        return []
    try:
        plan = read_plan(root / PLAN_FILE)
    except ContentError as error:
        return list(error.problems)
    found = plan_problems(plan)
    try:
        fair = load_fair(root / FAIR_FILE)
        found += room_problems(plan, fair.rooms)
        found += booth_problems(plan, read_folder(root / "programm", fair).booths or ())
    except ContentError:
        pass
    return sorted(found, key=lambda each: each.line)
