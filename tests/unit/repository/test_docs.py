"""The documentation names what exists, and what exists is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
import yaml

from bot.cli.main import COMMANDS
from bot.core.settings import ROOT
from bot.fair.clock import ANCHOR_VARIABLE
from bot.rasa.follower import TURN_VARIABLE, VERSION_VARIABLE
from bot.runtime.child_lifetime import LIFE_VARIABLE
from bot.runtime.live_model import FOLLOW_VARIABLE
from bot.runtime.processes import QUIET_RASA
from bot.runtime.sockets import SOCKET_VARIABLE
from tests.samples.recipes import GUIDE, read_recipes

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
Node = TypeVar("Node", bound=ast.AST)
README = (ROOT / "README.md").read_text(encoding="utf-8")
UNDERSTANDING = (ROOT / "docs" / "verstehen.md").read_text(encoding="utf-8")
LARGEST_IMAGE = 500_000  # bytes
VARIABLE = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")
OWN_VARIABLE = re.compile(r"(?:MESSE|RASA|AKTION|PROGRAMM|PROGRAMMBUERO)(?:_[A-Z]+)+")
# Set by the launcher for its own processes.
INTERNAL = {
    ANCHOR_VARIABLE, FOLLOW_VARIABLE, LIFE_VARIABLE, SOCKET_VARIABLE, TURN_VARIABLE, VERSION_VARIABLE, *QUIET_RASA,
}  # fmt: skip
OF_TESTS = {"MESSE_BILDER"}
OF_OTHERS = {"HTTPS_PROXY", "PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_PYTHON_INSTALL_MIRROR"}  # pip, uv, httpx
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:bot|actions|data|programm|tests|bench|requirements)/[\w./-]+)`")


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second or third level."""
    return re.split(rf"^##+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1].split("\n## ")[0]


def first_cells(table: str) -> list[str]:
    """What stands between the first backticks of each row."""
    return re.findall(r"^\| `([^`]+)`", table, flags=re.MULTILINE)


@cache
def nodes() -> list[ast.AST]:
    """The syntax of the project's Python code."""
    files: Iterable[Path] = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]
    return [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def nodes_of(kind: type[Node]) -> Iterator[Node]:
    """The nodes of one kind."""
    return (node for node in nodes() if isinstance(node, kind))


@cache
def strings_in_code() -> set[str]:
    """All string constants of the project's Python code."""
    return {node.value for node in nodes_of(ast.Constant) if isinstance(node.value, str)}


@cache
def constants_in_code() -> set[str]:
    """All names in capitals of the project's Python code: what the developers' guide names."""
    return {node.id for node in nodes_of(ast.Name) if node.id.isupper()}


def anchors(document: Path) -> set[str]:
    """The addresses of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(document: Path, link: str) -> bool:
    """Whether a link inside the project leads nowhere."""
    if "://" in link:
        return False
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return not target.exists() or bool(anchor) and anchor not in anchors(target)


def test_commands_table_lists_every_command() -> None:
    assert first_cells(section(README, "Commands")) == [f"./messelotse {name}" for name in COMMANDS]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_calls_only_known_commands(document: Path) -> None:
    called = re.findall(r"\./messelotse ([a-z]+)", document.read_text(encoding="utf-8"))
    assert sorted(set(called) - COMMANDS.keys()) == []


def test_settings_table_lists_every_own_variable() -> None:
    own = {text for text in strings_in_code() if OWN_VARIABLE.fullmatch(text)}
    assert sorted(first_cells(section(README, "Settings"))) == sorted(own - INTERNAL - OF_TESTS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_names_only_variables_of_the_code(document: Path) -> None:
    named = set(VARIABLE.findall(document.read_text(encoding="utf-8")))
    assert sorted(named - strings_in_code() - constants_in_code() - {"ENCODERS", *OF_TESTS, *OF_OTHERS}) == []


def test_tree_map_names_only_what_exists() -> None:
    lines = section(README, "Map of the tree").split("```")[1].splitlines()[1:]
    assert [line.split()[0] for line in lines if not (ROOT / line.split()[0]).exists()] == []


def test_tree_map_names_every_package() -> None:
    packages = [path.parent for path in ROOT.glob("bot/*/__init__.py")]
    names = [f"{package.relative_to(ROOT).as_posix()}/" for package in packages]
    assert [name for name in sorted(names) if f"\n{name} " not in section(README, "Map of the tree")] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if is_broken(document, link)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_names_only_paths_that_exist(document: Path) -> None:
    paths = PATH.findall(document.read_text(encoding="utf-8"))
    made = {file.name for recipe in read_recipes(GUIDE.read_text("utf-8")) for file in recipe.files}
    assert [path for path in paths if not (ROOT / path).exists() and path not in made] == []


def test_readme_images_are_small() -> None:
    images = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert [(image, (ROOT / image).stat().st_size < LARGEST_IMAGE) for image in images] == [
        ("docs/bilder/start.png", True)
    ]


def test_pipeline_table_is_that_of_the_settings() -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    assert first_cells(section(UNDERSTANDING, "The pipeline")) == [component["name"] for component in pipeline]


@pytest.mark.parametrize("text", [README, UNDERSTANDING], ids=["README", "verstehen"])
def test_thresholds_are_those_of_the_settings(text: str) -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    fallback = next(component for component in pipeline if component["name"].endswith("ConfidenceGate"))
    named = {float(number) for number in re.findall(r"(?:below|of|than) (0\.\d+)", text)}
    assert {fallback["threshold"], fallback["novel_threshold"], fallback["margin"]} - named == set()
