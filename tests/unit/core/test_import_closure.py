"""The modules behind a module, read from a small tree of sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.import_closure import import_closure

TREE = {
    "bot/__init__.py": "",
    "bot/a.py": "from bot import b\nimport json\n",
    "bot/b.py": "def later():\n    from bot.room.c import name\n",
    "bot/room/__init__.py": "",
    "bot/room/c.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot import d\n",
    "bot/d.py": "from bot import a\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def closure(root: Path, *modules: str) -> list[str]:
    return [path.relative_to(root).as_posix() for path in import_closure(modules, root)]


def test_imports_are_followed_also_inside_functions_but_not_for_type_checkers(root: Path) -> None:
    assert closure(root, "bot.a") == [
        "bot/__init__.py", "bot/a.py", "bot/b.py", "bot/room/__init__.py", "bot/room/c.py"
    ]  # fmt: skip


def test_a_circle_ends(root: Path) -> None:
    (root / "bot/b.py").write_text("from bot import a\n", encoding="utf-8")
    assert closure(root, "bot.d") == ["bot/__init__.py", "bot/a.py", "bot/b.py", "bot/d.py"]


def test_what_is_not_there_is_left_out(root: Path) -> None:
    assert closure(root, "bot.nowhere", "SpacyNLP") == []


def test_a_changed_file_is_read_again(root: Path) -> None:
    assert "bot/d.py" not in closure(root, "bot.b")
    (root / "bot/room/c.py").write_text("from bot import d\n", encoding="utf-8")
    assert "bot/d.py" in closure(root, "bot.b")
