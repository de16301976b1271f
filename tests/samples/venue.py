"""The project's own plan and booths, and small edits of the plan's text."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.core.settings import ROOT
from bot.core.yaml_reader import parse_yaml
from bot.fair.file import FAIR_FILE, load_fair
from bot.fair.model import Fair
from bot.programme.model import Booth
from bot.programme.sources.files import read_folder
from bot.venue.model import FloorPlan
from bot.venue.reading import PLAN_FILE, decode_plan

TEXT = (ROOT / PLAN_FILE).read_text(encoding="utf-8")


def edited(old: str, new: str) -> str:
    """The plan's text with one place changed."""
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def line_of(part: str, text: str = TEXT, after: str = "") -> int:
    """The line in which something stands for the first time, or for the first time after something else."""
    return text[: text.index(part, text.index(after))].count("\n") + 1


def plan_of(text: str) -> FloorPlan:
    """The plan that a text describes."""
    return decode_plan(parse_yaml(text, Path("raumplan.yml")))


@lru_cache(maxsize=1)
def own_plan() -> FloorPlan:
    """The project's plan."""
    return plan_of(TEXT)


@lru_cache(maxsize=1)
def own_fair() -> Fair:
    """The project's fair."""
    return load_fair(ROOT / FAIR_FILE)


@lru_cache(maxsize=1)
def own_booths() -> tuple[Booth, ...]:
    """The project's booths as announced."""
    return tuple(read_folder(ROOT / "programm", own_fair()).booths or ())


def booth(number: str, **changes: object) -> Booth:
    """One of them, changed."""
    return next(each for each in own_booths() if each.number == number).copy(update=changes)
