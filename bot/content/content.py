"""All content files, each read and parsed once for all checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.core.errors import ContentError, Problem
from bot.core.yaml_reader import Entry, parse_yaml, read_text

TOPICS, NLU, SENTENCES, TALKS = "data/themen/", "data/nlu/", "tests/saetze/", "tests/gespraeche/"
DOMAIN, CONFIG = "domain.yml", "config.yml"
PATTERNS = (DOMAIN, CONFIG, "data/**/*.yml", f"{SENTENCES}*.yml", f"{TALKS}*.yml")


class ContentFiles:
    """Content files by their path below the project (``data/themen/parken.yml``).

    A file that cannot be parsed is a problem. All entries of a file collect the problems that checks report;
    :meth:`problems_of` returns them.
    """

    def __init__(self, texts: Mapping[str, str], unreadable: Mapping[str, Problem] | None = None) -> None:
        self.entries: dict[str, Entry] = {}
        self._broken: dict[str, list[Problem]] = {name: [problem] for name, problem in (unreadable or {}).items()}
        for name, text in texts.items():
            try:
                self.entries[name] = parse_yaml(text, name)
            except ContentError as error:
                self._broken[name] = list(error.problems)

    def names(self, folder: str = "") -> list[str]:
        """Return all files below ``folder``, readable or not, sorted."""
        return sorted(name for name in {*self.entries, *self._broken} if name.startswith(folder))

    def below(self, folder: str) -> Iterator[tuple[str, Entry]]:
        """Yield the readable files below ``folder``, sorted."""
        return ((name, self.entries[name]) for name in self.names(folder) if name in self.entries)

    def problems_of(self, name: str) -> list[Problem]:
        """Return the problems of one file reported so far, from top to bottom."""
        found = self.entries[name].problems if name in self.entries else self._broken.get(name, [])
        # Two checks may find the same fault.
        return sorted(dict.fromkeys(found), key=lambda problem: problem.line)


def read_content(root: Path) -> ContentFiles:
    """Read all content files below a project's root."""
    texts: dict[str, str] = {}
    unreadable: dict[str, Problem] = {}
    for name in (DOMAIN, CONFIG, *_found(root)):
        try:
            # domain.yml and config.yml also where they are missing: that is a fault to report
            texts[name] = read_text(root / name)
        except ContentError as error:
            found = error.problems[0]
            unreadable[name] = Problem(name, found.line, found.what, found.remedy)
    return ContentFiles(texts, unreadable)


def _found(root: Path) -> list[str]:
    paths = {path for pattern in PATTERNS for path in root.glob(pattern)}
    return sorted(path.relative_to(root).as_posix() for path in paths)


def stem_of_name(name: str) -> str:
    """Return the stem of a content file: ``data/themen/parken.yml`` → ``parken``."""
    return name.rpartition("/")[2].removesuffix(".yml")
