"""Mistakes that editors make, one file each in redaktionsfehler: each is found where it stands, alone.

``datei`` is changed: ``ersetze`` becomes ``durch``, once; without ``ersetze`` the file is deleted. ``meldung`` must
then be the only problem, at the line that holds ``stelle`` (in ``datei``). In it, ``[[file|text]]`` is the place of a
text in another file, ``[[file|text|zeile]]`` its line alone: content may grow without these files being changed.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot.content.checks.run import all_problems
from bot.core.settings import ROOT
from bot.core.yaml_reader import load_yaml

CASES = sorted((Path(__file__).parent / "redaktionsfehler").glob("*.yml"))
COPIED = ("data", "programm", "actions", "bot", "tests/saetze", "tests/gespraeche")
_PLACE = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)(\|zeile)?\]\]")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's real content."""
    folder = tmp_path_factory.mktemp("inhalt")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    for name in ("messe.yml", "domain.yml", "config.yml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def line_with(path: Path, part: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


def expected(root: Path, case: Path) -> str:
    entry = load_yaml(case)
    file, part = entry.text("datei"), entry.text("stelle", "")

    def place(match: re.Match[str]) -> str:
        line = line_with(root / match.group(1), match.group(2))
        return str(line) if match.group(3) else f"{match.group(1)}:{line}"

    where = f"{file}:{line_with(root / file, part)}" if part else file
    return f"{where}: {_PLACE.sub(place, entry.text('meldung'))}"


def plant(path: Path, case: Path) -> None:
    """Make the mistake; old and new text keep the blanks around them."""
    changes = yaml.safe_load(case.read_text(encoding="utf-8"))
    if "ersetze" not in changes:
        path.unlink()
        return
    text = path.read_text(encoding="utf-8")
    old, new = changes["ersetze"], changes["durch"]
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_enough_mistakes() -> None:
    assert len(CASES) >= 30


def test_real_content_is_faultless(root: Path) -> None:
    assert all_problems(root) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistake_is_found_alone(root: Path, case: Path) -> None:
    path = root / load_yaml(case).text("datei")
    before = path.read_bytes()
    try:
        plant(path, case)
        assert [str(problem) for problem in all_problems(root)] == [expected(root, case)]
    finally:
        path.write_bytes(before)
