"""Each recipe of docs/entwicklung.md is applied to a copy of the project, and what it makes is run there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.settings import ROOT
from tests.samples.recipes import GUIDE, Recipe, RecipeFile, StaleRecipe, copy_tree, read_recipes

CONTENT = ("data/", "domain.yml", "tests/saetze/", "bot/content/checks/")  # what `check` reads, or is
HOUSE_RULES = ("tests/unit/repository/test_sizes.py", "tests/unit/repository/test_docstrings.py")
RECIPES = read_recipes(GUIDE.read_text(encoding="utf-8"))


def run(root: Path, *command: str) -> str:
    """What a module says that is run in the copy; nothing when it is content."""
    own = {"PYTHONPATH": str(root), "MESSE_ZUSTAND": str(root / "zustand"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_recipe_works(recipe: Recipe, tmp_path: Path) -> None:
    root = copy_tree(tmp_path / "messelotse")
    for file in recipe.files:
        file.apply(root)
    code = [file.name for file in recipe.files if file.name.endswith(".py")]
    touches_content = any(file.name.startswith(CONTENT) for file in recipe.files)
    faults = [run(root, "bot", "check")] if touches_content else []
    if code:
        faults += [run(root, "ruff", "check", *code), run(root, "ruff", "format", "--check", *code)]
        tests = [*recipe.tests, *recipe.neighbours, *HOUSE_RULES]
        faults += [run(root, "pytest", "-q", "-p", "pytest_asyncio.plugin", "-p", "no:cacheprovider", *tests)]
    assert "".join(faults) == ""


def test_every_recipe_brings_its_test() -> None:
    assert [
        recipe.title for recipe in RECIPES if not any(file.name.startswith("tests/") for file in recipe.files)
    ] == []


def test_a_change_must_find_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("a = 1\nb = 2\n", encoding="utf-8")
    RecipeFile("x.py", "diff", " a = 1\n+c = 3\n").apply(tmp_path)
    assert (tmp_path / "x.py").read_text(encoding="utf-8") == "a = 1\nc = 3\nb = 2\n"
    with pytest.raises(StaleRecipe):
        RecipeFile("x.py", "diff", "-d = 4\n").apply(tmp_path)
    with pytest.raises(StaleRecipe):
        RecipeFile("x.py", "python", "").apply(tmp_path)


def test_the_tree_itself_knows_no_recipe() -> None:
    new = [file.name for recipe in RECIPES for file in recipe.files if not file.is_change]
    assert [name for name in new if (ROOT / name).exists()] == []
