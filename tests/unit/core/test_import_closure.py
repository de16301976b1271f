"""The modules behind a module, read from a small tree of sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.import_closure import closure_digest, import_closure

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


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        ('"""Said."""\nimport json\n\n\n# why\nfrom bot import b\n', True),
        ("from bot import b\n\n\ndef f():\n    import json\n", False),
        ("from bot import b\nimport json\nimport os\n", False),
        ("from bot import b as c\nimport json\n", False),
        ("from bot import b\nimport json\nfrom bot import d\n", True),  # d says nothing itself
    ],
)
def test_digest_is_of_what_the_code_does(root: Path, text: str, is_same: bool) -> None:
    before = closure_digest(["bot.a"], root)
    (root / "bot/a.py").write_text(text, encoding="utf-8")
    assert (closure_digest(["bot.a"], root) == before) == is_same


def test_a_function_may_move_within_the_closure(root: Path) -> None:
    a, b = root / "bot/a.py", root / "bot/b.py"
    a.write_text("from bot import b\n\n\ndef f(x):\n    return x\n", encoding="utf-8")
    before = closure_digest(["bot.a"], root)
    a.write_text("from bot.b import f\n", encoding="utf-8")
    b.write_text(f"def f(x):\n    # the same\n    return x\n{TREE['bot/b.py']}", encoding="utf-8")
    assert closure_digest(["bot.a"], root) == before


def test_files_that_a_module_names_beside_itself_belong_to_it(root: Path) -> None:
    (root / "bot/b.py").write_text("WORDS, PROGRAM, ALL = 'words.yml', 'd.py', 'lists'\n", encoding="utf-8")
    (root / "bot/words.yml").write_text("a: 1\n", encoding="utf-8")
    (root / "bot/lists").mkdir()
    (root / "bot/lists/one.txt").write_text("1", encoding="utf-8")
    found = ["bot/__init__.py", "bot/a.py", "bot/b.py", "bot/d.py", "bot/lists/one.txt", "bot/words.yml"]
    assert closure(root, "bot.b") == found
    before = closure_digest(["bot.b"], root)
    (root / "bot/words.yml").write_text("a: 2\n", encoding="utf-8")
    assert closure_digest(["bot.b"], root) != before
