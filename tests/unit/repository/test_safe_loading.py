"""Nothing in the tree turns what it reads into code: YAML, pickles, templates, XML, archives, shells, models."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from yaml import CSafeLoader, SafeLoader

from bot.core.settings import ROOT
from bot.core.yaml_syntax import FAST_SAFE_LOADER

SAFE_LOADERS = {"FAST_SAFE_LOADER", "SafeLoader", "yaml.SafeLoader"}
FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "jsonpickle", "lxml"}
PARSERS = {"fromstring", "parse", "XML", "iterparse", "XMLParser", "ElementTree"}  # of xml.*; defusedxml has safe ones
UNSAFE = re.compile(r"[^'\"\s]\s*\|\s*safe\b")  # anything but a literal written in the template itself
FORBIDDEN_CALLS = {"eval", "exec", "compile", "os.system", "os.popen", "yaml.unsafe_load", "yaml.full_load"}


@cache
def trees() -> dict[str, ast.Module]:
    paths = [path for package in ("bot", "actions", "bench") for path in (ROOT / package).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    yield from ((ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def keywords(call: ast.Call) -> dict[str, str]:
    return {str(each.arg): ast.unparse(each.value) for each in call.keywords}


def faults_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            yield from (each.name for each in node.names if names[0].split(".")[0] == "xml" and each.name in PARSERS)
        yield from (name for name in names if name.split(".")[0] in FORBIDDEN_MODULES)
    for name, call in calls(tree):
        given = keywords(call)
        is_unsafe = (
            name in FORBIDDEN_CALLS
            or (name.endswith("yaml.load") and given.get("Loader") not in SAFE_LOADERS)
            or given.get("shell") == "True"
            or (name == "np.load" and given.get("allow_pickle") != "False")
            or (name.split(".")[-1] == "Environment" and given.get("autoescape") != "True")
            or (name == "YAML" and given.get("typ", "'rt'") == "'unsafe'")
            or name.endswith((".extractall", ".from_string"))
        )
        if is_unsafe:
            yield f"{name} in Zeile {call.lineno}"


def test_code_reads_nothing_as_code() -> None:
    found = {path: faults for path, tree in trees().items() if (faults := list(faults_in(tree)))}
    assert (found, len(trees()) > 200) == ({}, True)


@pytest.mark.parametrize(
    "code",
    ["import pickle", "from xml.etree import ElementTree", "yaml.load(text)", "yaml.load(text, Loader=yaml.Loader)",
     "subprocess.run(line, shell=True)", "np.load(file)", "jinja2.Environment()", "eval(text)"],
)  # fmt: skip
def test_scan_finds(code: str) -> None:
    assert len(list(faults_in(ast.parse(code)))) == 1


def test_fast_loader_is_a_safe_one() -> None:
    assert issubclass(FAST_SAFE_LOADER, CSafeLoader | SafeLoader)


def test_templates_escape_everything() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "web").rglob("*.html")}
    unsafe = {name: found for name, text in pages.items() if (found := UNSAFE.findall(text))}
    assert (unsafe, len(pages) > 20) == ({}, True)


def test_no_route_takes_files() -> None:
    assert [path for path in trees() if "request.files" in Path(ROOT / path).read_text(encoding="utf-8")] == []
