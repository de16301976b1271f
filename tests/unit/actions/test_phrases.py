"""Every wording stands once, in ``actions/phrases``, as a plain template; no other module has its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from actions.phrases import fill
from bot.core.settings import ROOT

FOLDER = ROOT / "actions" / "phrases"
ROOMS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
MODULES = sorted(path for path in (ROOT / "actions").rglob("*.py") if path.parent != FOLDER)
# A sentence has letters around a blank; a quotation mark, a dash or dots of its own are for visitors, too.
SENTENCE = re.compile(r"[^\W\d_]\W* |  ?[^\W\d_]|[„“–…•]")


@pytest.mark.parametrize(
    ("template", "fields", "text"),
    [
        ("Es gibt {count} {topic}:", {"count": "drei Vorträge", "topic": "zu „KI“"}, "Es gibt drei Vorträge zu „KI“:"),
        ("Es gibt {count} {topic}:", {"count": "drei Vorträge", "topic": ""}, "Es gibt drei Vorträge:"),
        ("{article} „{title}“ hält {people}.", {"article": "", "title": "KI", "people": "A"}, "„KI“ hält A."),
        ("{title} ist {time}. {note}", {"title": "Was heißt {KI}?", "time": 3, "note": ""}, "Was heißt {KI}? ist 3."),
        ("Das waren schon alle.", {}, "Das waren schon alle."),
        ("{name}", {"name": ""}, ""),
    ],
)
def test_fill(template: str, fields: dict[str, object], text: str) -> None:
    assert fill(template, **fields) == text


def test_fill_names_the_missing_field() -> None:
    with pytest.raises(KeyError, match="topic"):
        fill("Es gibt {count} {topic}:", count=3)


def templates(room: str) -> dict[str, str]:
    """Each template by its name; those of a mapping or tuple by name and key."""
    found: dict[str, str] = {}
    for name, value in vars(import_module(f"actions.phrases.{room}")).items():
        if not name.isupper():
            continue
        several = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
        found |= {name: value} if isinstance(value, str) else {f"{name}[{key!r}]": each for key, each in several}
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_templates_have_named_fields_only(room: str) -> None:
    parsed = {name: list(Formatter().parse(text)) for name, text in templates(room).items()}
    parts = [(name, part) for name, found in parsed.items() for part in found if part[1] is not None]
    assert [name for name, (_, field, form, way) in parts if not str(field).isidentifier() or form or way] == []


def test_a_sentence_stands_once() -> None:
    places: dict[str, list[str]] = {}
    for room in ROOMS:
        for name, text in templates(room).items():
            if len(text.split()) > 1 and "[" not in name:
                places.setdefault(text, []).append(f"{room}.{name}")
    assert {text: names for text, names in places.items() if len(names) > 1} == {}


def test_every_phrase_is_said() -> None:
    used = {
        node.attr
        for path in (ROOT / "actions").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    names = {f"{room}.{name}" for room in ROOMS for name in vars(import_module(f"actions.phrases.{room}"))}
    assert sorted(name for name in names if name.split(".")[1].isupper() and name.split(".")[1] not in used) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_outside_the_phrases(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [text for text in said_in(tree) if SENTENCE.search(text)] == []


def said_in(tree: ast.Module) -> Iterator[str]:
    """The texts of a module but docstrings, patterns to read with, and what goes to the log."""
    skipped = {id(node) for unsaid in _unsaid(tree) for node in ast.walk(unsaid)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def _unsaid(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("re.", "logger.", "logging.")):
            yield node


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('text = f"{title} fällt aus."', [" fällt aus."]),
        ('text = f"{title} – {day}"', [" – "]),
        ('text = "Das waren schon alle."', ["Das waren schon alle."]),
        ('key, art = "woerter", "freie_plaetze"', []),
        ('text = f" ({floor})"', []),
        ('"""Was es tut."""\nlogger.info("Anfrage %s: %s", 1)\nX = re.compile(r"rund um")', []),
    ],
)
def test_what_counts_as_a_sentence(source: str, found: list[str]) -> None:
    assert [text for text in said_in(ast.parse(source)) if SENTENCE.search(text)] == found
