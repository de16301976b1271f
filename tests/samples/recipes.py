"""The recipes of docs/entwicklung.md as data: which files each makes or changes, applied to a copy of the project.

A code block belongs to the file named in the line above it: ``diff`` changes a file that is there, anything else is a
new file as a whole.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.settings import ROOT

GUIDE = ROOT / "docs" / "entwicklung.md"
COPIED = (
    "bot", "actions", "data", "programm", "tests/samples", "tests/saetze", "tests/gespraeche", "tests/unit",
    "tests/browser_unit", "bench", "messe.yml", "domain.yml", "config.yml", "endpoints.yml", "credentials.yml",
    "pyproject.toml", ".importlinter", "package.json", "tsconfig.json",
)  # fmt: skip
_BLOCK = re.compile(
    r"^`(?P<file>[\w./-]+)`[^\n]*:\n\n```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_NEXT_PLACE = "@@\n"


class StaleRecipe(AssertionError):
    """A recipe does not fit the tree any more."""


@dataclass(frozen=True)
class RecipeFile:
    """A new file, or for a ``diff`` what changes in one that is there."""

    name: str
    language: str
    text: str

    @property
    def is_change(self) -> bool:
        """Whether the file is there before."""
        return self.language == "diff"

    def apply(self, root: Path) -> None:
        """Make or change the file below ``root``.

        Raises:
            StaleRecipe: a new file is there already, or the place of a change is not found exactly once.
        """
        path = root / self.name
        if path.exists() != self.is_change:
            raise StaleRecipe(f"{self.name} {'fehlt' if self.is_change else 'gibt es schon'}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._changed(path.read_text("utf-8")) if self.is_change else self.text, encoding="utf-8")

    def _changed(self, content: str) -> str:
        for place in self.text.split(_NEXT_PLACE):
            lines = place.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] != "+")
            new = "".join(line[1:] for line in lines if line[0] != "-")
            if f"\n{content}".count(f"\n{old}") != 1:
                raise StaleRecipe(f"{self.name}: steht nicht genau einmal da:\n{old}")
            content = f"\n{content}".replace(f"\n{old}", f"\n{new}")[1:]
        return content


@dataclass(frozen=True)
class Recipe:
    """What stands below one heading of the section „Recipes“."""

    title: str
    text: str
    files: tuple[RecipeFile, ...]

    @property
    def tests(self) -> list[str]:
        """The test files that it adds."""
        return [file.name for file in self.files if file.name.startswith("tests/") and file.name.endswith(".py")]

    @property
    def neighbours(self) -> list[str]:
        """The test files of the modules that it changes."""
        names = [Path(file.name) for file in self.files if file.is_change and file.name.endswith(".py")]
        rooms = [name.parent.relative_to("bot") if name.parts[0] == "bot" else name.parent for name in names]
        tests = [
            Path("tests", "unit", room, f"test_{name.name}").as_posix() for name, room in zip(names, rooms, strict=True)
        ]
        return [test for test in tests if (ROOT / test).exists()]


def read_recipes(guide: str) -> list[Recipe]:
    """All recipes of the guide, in their order."""
    section = guide.split("\n## Recipes\n")[1].split("\n## ")[0]
    return [_read_recipe(part) for part in section.split("\n### ")[1:]]


def _read_recipe(text: str) -> Recipe:
    files = [RecipeFile(found["file"], found["language"], found["text"]) for found in _BLOCK.finditer(text)]
    return Recipe(text.partition("\n")[0], text, tuple(files))


def copy_tree(target: Path, names: Sequence[str] = COPIED) -> Path:
    """What the project needs to run its own tests and commands, without a model."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name)
        else:
            shutil.copy(ROOT / name, target / name)
    return target
