"""The list of docs/asvs.md names tests that exist, and each of its items has one or says why not."""

from __future__ import annotations

import ast
import re

from bot.core.settings import ROOT

LIST = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]*) \| ([^|]+) \|$", LIST, re.MULTILINE)


def has_test(name: str) -> bool:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8")) if (ROOT / path).is_file() else ast.Module([], [])
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return function in found


def test_every_named_test_exists() -> None:
    named = {name for _, _, tests, _ in ROWS for name in re.findall(r"`([^`]+)`", tests)}
    assert (sorted(name for name in named if not has_test(name)), len(named) > 30) == ([], True)


def test_every_item_is_named_once_and_is_fulfilled_by_a_test_or_explained() -> None:
    numbers = [number for number, _, _, _ in ROWS]
    unproven = [number for number, _, tests, result in ROWS if result.startswith("erfüllt") and "`" not in tests]
    assert (sorted(set(numbers)) == sorted(numbers), unproven, len(numbers) > 50) == (True, [], True)
    assert len(ROWS) == len(re.findall(r"^\| \d", LIST, re.MULTILINE))
