"""Docstrings and comments, read from the source."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.core.settings import ROOT

LEAST_DOCUMENTED = 0.95  # of the public functions
LEAST_COMMENTS = 0.03  # of the lines that are not empty
# A docstring says what a thing is or does, not „What is shown“, and who its people are: visitors, editors, operators.
RIDDLE = re.compile(r"\AWh(?:at|o|ich)\b|\b(?:some|any|every)(?:body|one)\b|\bnobody\b|\bwhoever\b", re.IGNORECASE)
FOR_TOOLS = re.compile(r"# (?:noqa|type:|fmt:|pragma|language)")
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for package in ("bot", "actions") for path in sorted((ROOT / package).rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def documented(module: str) -> Iterator[tuple[str, str]]:
    """Name and docstring of a module and of all in it that has one."""
    for node in ast.walk(tree(module)):
        if isinstance(node, Documented) and (text := ast.get_docstring(node)):
            yield getattr(node, "name", module), text


@pytest.mark.parametrize("module", FILES)
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
