"""Functions, files and folders stay small enough to be read at once; the order of imports is in .importlinter."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from bot.core.settings import ROOT

MAX_FUNCTION, MIN_FILE, MAX_FILE, MAX_FOLDER = 40, 25, 300, 20
# Files that are short for a reason. A package's __init__.py says only what lives there.
SHORT = {
    "bot/__main__.py": "starts the command line",
    "bot/core/migrations/env.py": "Alembic's entry",
    "bot/core/migrations/versions/0004_booth_passes.py": "one change of the database",
    "bot/content/languages.py": "which languages there are",
}
# Folders with more modules: what they hold has no halves.
CROWDED = {"bench": "one module a measurement", "tests/samples": "one module a subject"}
PRODUCT = [path for room in ("bot", "actions") for path in sorted((ROOT / room).rglob("*.py"))]
TESTS = [path for room in ("tests", "bench") for path in sorted((ROOT / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def test_functions_are_short() -> None:
    trees = {name_of(path): ast.parse(path.read_bytes()) for path in (*PRODUCT, *TESTS)}
    functions = [
        (name, node)
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    sizes = {f"{name}::{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1 for name, node in functions}
    assert {name: size for name, size in sizes.items() if size > MAX_FUNCTION} == {}


def test_files_are_short() -> None:
    sizes = {name_of(path): lines_of(path) for path in (*PRODUCT, *TESTS)}
    assert {name: size for name, size in sizes.items() if size > MAX_FILE} == {}


def test_files_are_long_enough_to_be_one() -> None:
    sizes = {name_of(path): lines_of(path) for path in PRODUCT if path.name != "__init__.py"}
    assert {name: size for name, size in sizes.items() if size < MIN_FILE}.keys() == SHORT.keys()


def test_folders_hold_few_modules() -> None:
    held = Counter(name_of(path.parent) for path in (*PRODUCT, *TESTS) if path.name != "__init__.py")
    assert {folder: count for folder, count in held.items() if count > MAX_FOLDER}.keys() == CROWDED.keys()
