"""Order of imports, size of functions and files, docstrings and comments; read from the source, nothing runs."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.core.settings import ROOT

MAX_FUNCTION, MAX_FILE = 40, 300
PACKAGES = ("bot", "actions")
LEAST_DOCUMENTED = 0.95  # of the public functions
LEAST_COMMENTS = 0.029  # of the lines that are not empty; three in 100 are meant, less a little for new code
# A docstring says what a thing is or does, not „What is shown“, and who its people are: visitors, editors, operators.
RIDDLE = re.compile(r"\AWh(?:at|o|ich)\b|\b(?:some|any|every)(?:body|one)\b|\bnobody\b|\bwhoever\b", re.IGNORECASE)
FOR_TOOLS = re.compile(r"# (?:noqa|type:|fmt:|pragma|language)")
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


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


def documented(module: str) -> Iterator[tuple[str, str]]:
    """Name and docstring of a module and of all in it that has one."""
    for node in ast.walk(tree(module)):
        if isinstance(node, Documented) and (text := ast.get_docstring(node)):
            yield getattr(node, "name", module), text


# bot.web follows when its surfaces have moved.
@pytest.mark.parametrize("module", [module for module in FILES if not module.startswith("bot.web")])
def test_docstrings_are_no_riddles(module: str) -> None:
    found = {name: match.group() for name, text in documented(module) if (match := RIDDLE.search(text))}
    assert found == {}


def test_public_functions_are_documented() -> None:
    nodes = [node for module in FILES for node in ast.walk(tree(module))]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    assert sum(ast.get_docstring(node) is not None for node in public) >= LEAST_DOCUMENTED * len(public)


def test_comments_say_why_often_enough() -> None:
    lines = comments = 0
    for path in FILES.values():
        lines += sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())
        with path.open("rb") as source:
            tokens = [each for each in tokenize.tokenize(source.readline) if each.type == tokenize.COMMENT]
        comments += sum(not FOR_TOOLS.match(each.string) for each in tokens)
    assert comments >= LEAST_COMMENTS * lines
