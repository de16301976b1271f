"""``./messelotse check``: every fault in the content, collected and printed as ``file:line: what – what to do``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from bot.content.checks.fair import fair_problems, venue_problems
from bot.content.checks.rasa_files import check_config, check_data_files, check_domain, ending_problems
from bot.content.checks.stories import check_all_stories, check_conversations
from bot.content.checks.topics import check_sentences, check_topics, missing_sentences
from bot.content.content import SENTENCES, TALKS, ContentFiles, read_content
from bot.content.known_names import KnownNames, known_names
from bot.core.errors import ContentError, Problem
from bot.core.settings import ROOT, code_folder
from bot.fair.file import FAIR_FILE, load_fair
from bot.programme.search.synonyms import SYNONYM_FILE, load_synonyms
from bot.programme.sources.files import read_folder

FOLDER = "programm"
CHECKS: tuple[Callable[[ContentFiles, KnownNames], None], ...] = (
    check_data_files,
    check_topics,
)
"""What must hold before a training; each reports at the entry that is wrong."""


def content_problems(root: Path) -> list[Problem]:
    """Return all problems that would harm training or answers, in the order of the files."""
    content = read_content(root)
    return _trained_problems(root, content, known_names(root, content))


def topic_problems(root: Path) -> list[Problem]:
    """Return those of :func:`content_problems` that stand in topic files."""
    return [problem for problem in content_problems(root) if problem.file.startswith("data/themen/")]


def all_problems(root: Path) -> list[Problem]:
    """Return the content's problems and those of the programme, the floor plans and the tests."""
    content = read_content(root)
    known = known_names(root, content)
    found = _trained_problems(root, content, known)
    found += [*_programme_problems(root), *_in_folder(_synonym_problems(root)), *_in_folder(venue_problems(root))]
    check_sentences(content)
    check_conversations(content, known)
    found += missing_sentences(content)
    return found + _problems_below(content, (SENTENCES, TALKS))


def _trained_problems(root: Path, content: ContentFiles, known: KnownNames) -> list[Problem]:
    code, stories = code_folder(root), check_all_stories(content, known)
    for check in CHECKS:
        check(content, known)
    check_domain(content, stories, known, _code_of(code / "actions"))
    check_config(content, lambda module: (code / f"{module.replace('.', '/')}.py").is_file())
    found = [*fair_problems(root, known), *_problems_below(content, ("config.yml", "domain.yml"))]
    return found + [*ending_problems(root), *_problems_below(content, ("data/",))]


def _problems_below(content: ContentFiles, folders: Iterable[str]) -> list[Problem]:
    names = [name for folder in folders for name in content.names(folder)]
    return [problem for name in names for problem in content.problems_of(name)]


def _code_of(folder: Path) -> str:
    # Read as text: importing the actions would load Rasa's SDK for a check of names.
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))


def _programme_problems(root: Path) -> list[Problem]:
    try:
        fair = load_fair(root / FAIR_FILE)
    except ContentError:  # reported by the check of messe.yml
        return []
    return _in_folder(_problems_of(lambda: read_folder(root / FOLDER, fair).warnings))


def _synonym_problems(root: Path) -> list[Problem]:
    if not (root / SYNONYM_FILE).exists():
        return []
    return _problems_of(lambda: (load_synonyms(root / SYNONYM_FILE), ())[1])


def _problems_of(read: Callable[[], Iterable[Problem]]) -> list[Problem]:
    try:
        return list(read())
    except ContentError as error:
        return list(error.problems)


def _in_folder(problems: Iterable[Problem]) -> list[Problem]:
    # readers of programme files name them without their folder
    return [replace(problem, file=f"{FOLDER}/{problem.file}") for problem in problems]


def run_check() -> int:
    """Print all problems and return the exit status: 0 when there is none."""
    problems = all_problems(ROOT)
    for problem in problems:
        print(problem)
    files: dict[str, int] = {problem.file: 1 for problem in problems}
    if problems:
        print(f"{len(problems)} Fehler in {len(files)} {'Datei' if len(files) == 1 else 'Dateien'}.")
        return 1
    print("Alles in Ordnung: messe.yml, domain.yml, config.yml, data, programm und tests sind gültig.")
    return 0
