"""The order of imports and the size of functions and files, as docs/design says; read from the source, nothing runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.core.settings import ROOT

MAX_FUNCTION, MAX_FILE = 40, 300
PACKAGES = ("bot", "actions")


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def imported_names(module: str) -> Iterator[str]:
    """Every module a module imports, at its top or inside a function; of ``from a import b`` both a and a.b."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imports(module: str) -> frozenset[str]:
    names = {
        ".".join(name.split(".")[:end]) for name in imported_names(module) for end in range(1, name.count(".") + 2)
    }
    return frozenset(names)


def reachable(module: str) -> set[str]:
    """Everything imported by a module and by our own modules behind it."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        new = imports(waiting.pop()) - found
        found |= new
        waiting += [name for name in new if name in FILES]
    return found


def below(*prefixes: str) -> list[str]:
    return [name for name in FILES if name.startswith(prefixes)]


def offenders(modules: list[str], forbidden: set[str]) -> dict[str, set[str]]:
    return {module: wrong for module in modules if (wrong := reachable(module) & forbidden)}


def test_time_and_programme_import_neither_rasa_nor_sanic() -> None:
    modules = below("bot.programme", "bot.german", "bot.nlu")
    assert offenders(modules, {"rasa", "sanic"}) == {}


def test_nothing_in_bot_imports_the_actions() -> None:
    assert offenders(below("bot"), {"actions"}) == {}


def test_only_web_imports_web() -> None:
    modules = [module for module in below("bot") if module.split(".")[:2] != ["bot", "web"]]
    assert offenders(modules, {"bot.web"}) == {}


def test_web_does_not_import_rasa() -> None:
    assert offenders(below("bot.web"), {"rasa", "rasa_sdk"}) == {}


def test_actions_do_not_import_rasa() -> None:
    assert offenders(below("actions"), {"rasa"}) == {}


def test_the_walk_finds_indirect_imports() -> None:
    assert {"bot.core.yaml_reader", "yaml"} <= reachable("bot.programme.sources.yaml_folder")


@pytest.mark.parametrize("module", FILES)
def test_functions_are_short(module: str) -> None:
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: size for node in functions if (size := _lines(node)) > MAX_FUNCTION}
    assert long == {}


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_short() -> None:
    sizes = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in FILES.items()}
    assert {module: size for module, size in sizes.items() if size > MAX_FILE} == {}
