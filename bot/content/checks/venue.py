"""The check of programm/raumplan.yml, together with the files whose names it uses."""

from __future__ import annotations

from pathlib import Path

from bot.core.errors import ContentError, Problem
from bot.fair.file import FAIR_FILE, load_fair
from bot.programme.sources.yaml_folder import read_folder
from bot.venue.checks import plan_problems
from bot.venue.name_checks import booth_problems, room_problems
from bot.venue.reading import PLAN_FILE, read_plan


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
