"""``./messelotse check``: every fault in the content, collected and printed as ``file:line: what – what to do``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.editorial.check_rasa_files import rasa_file_problems
from bot.editorial.check_sentences import sentence_problems
from bot.editorial.check_topics import topic_problems
from bot.errors import ContentError, Problem
from bot.programme.sources.yaml_folder import read_folder
from bot.settings import FAIR_FILE, ROOT, load_fair

Check = Callable[[Path], list[Problem]]


def content_problems(root: Path) -> list[Problem]:
    """All problems of the content that would harm training or answers, in the order of the files."""
    checks: Sequence[Check] = (_fair_problems, rasa_file_problems, topic_problems)
    found = [problem for check in checks for problem in check(root)]
    return list(dict.fromkeys(found))  # two checks may stumble over the same broken file


def _fair_problems(root: Path) -> list[Problem]:
    try:
        load_fair(root / FAIR_FILE)
    except ContentError as error:
        return list(error.problems)
    return []


def _programme_problems(root: Path) -> list[Problem]:
    if _fair_problems(root):
        return []
    try:
        return list(read_folder(root / "programm", load_fair(root / FAIR_FILE)).warnings)
    except ContentError as error:
        return list(error.problems)


def all_problems(root: Path) -> list[Problem]:
    """The content's problems and those of the programme and the test sentences."""
    return content_problems(root) + _programme_problems(root) + sentence_problems(root)


def run_check() -> int:
    """Print all problems; returns 0 when there is none."""
    problems = all_problems(ROOT)
    for problem in problems:
        print(problem)
    files: dict[str, int] = {problem.file: 1 for problem in problems}
    if problems:
        print(f"{len(problems)} Fehler in {len(files)} Dateien.")
        return 1
    print("Alles in Ordnung: messe.yml, data, programm und tests/saetze sind gültig.")
    return 0
