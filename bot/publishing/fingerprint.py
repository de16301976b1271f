"""Fingerprints of the content and the code that a model is made from; a model of another one needs a new training.

Of the code, the parts count that learn or prepare texts for learning. Rasa's recipe decides which parts of the pipeline
these are; here it is read from the sources, as importing Rasa takes seconds.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.content.live_version import learnt_part
from bot.core.import_closure import PACKAGE, closure_digest
from bot.core.settings import code_folder

# The kinds of parts whose results the training of a later part reads (``DefaultV1Recipe._add_nlu_train_nodes``).
PREPARING = {"MODEL_LOADER", "MESSAGE_TOKENIZER", "MESSAGE_FEATURIZER"}


class Registration(NamedTuple):
    """A component's registration with Rasa's recipe."""

    kinds: frozenset[str]
    learns: bool


def fingerprint(root: Path, content: Path | None = None) -> str:
    """Hash of all that a model is made from. Answers are left out: they need no training.

    Args:
        root: the project, with ``config.yml`` and ``domain.yml``.
        content: the folder whose ``data`` is learnt from; None for the project itself.
    """
    data = content or root
    files = [(data, path) for path in sorted((data / "data").rglob("*.yml"))]
    return _hash_of({"code": code_fingerprint(root).encode(), **_contents(files)})


def code_fingerprint(root: Path) -> str:
    """Return a hash of what a model is made with besides the content: it may not fit other code."""
    code = code_folder(root)
    files = [(root, root / "config.yml"), (root, root / "domain.yml"), (code, code / "requirements" / "run.txt")]
    ours = closure_digest(learning_modules(root / "config.yml", code), code)
    return _hash_of({"closure": ours.encode(), **_contents(files)})


def learning_modules(config: Path, code: Path) -> list[str]:
    """Return the modules of our components in ``config`` that learn, or prepare texts for one that does.

    Args:
        config: Rasa's ``config.yml``.
        code: the folder in which our package lies.
    """
    pipeline = (yaml.safe_load(config.read_bytes()) or {}).get("pipeline") or []
    names = [str(part["name"]) for part in pipeline]
    found = [(name.rpartition(".")[0], _registration(name, code)) for name in names]
    last = max((place for place, (_, part) in enumerate(found) if part.learns), default=-1)
    return [module for module, part in found[: last + 1] if module and (part.learns or part.kinds & PREPARING)]


def _registration(name: str, code: Path) -> Registration:
    """Return a component's registration; one of another package is taken to learn."""
    module, _, class_name = name.rpartition(".")
    file = code / f"{module.replace('.', '/')}.py"
    if module.partition(".")[0] != PACKAGE or not file.is_file():
        return Registration(frozenset(), learns=True)
    for node in ast.parse(file.read_bytes()).body:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
            return Registration(frozenset(_kinds(calls)), any(map(_learns, calls)))
    return Registration(frozenset(), learns=True)


def _kinds(calls: Iterable[ast.Call]) -> Iterator[str]:
    """Yield the component types in ``@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.X, …)``."""
    arguments = (argument for call in calls for argument in call.args)
    nodes = (node for argument in arguments for node in ast.walk(argument))
    return (node.attr for node in nodes if isinstance(node, ast.Attribute))


def _learns(call: ast.Call) -> bool:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "is_trainable"] or call.args[1:2]
    return any(not (isinstance(value, ast.Constant) and value.value is False) for value in given)


def _contents(files: Iterable[tuple[Path, Path]]) -> dict[str, bytes]:
    """Return the content of each file by its path below its folder; pairs of folder and file."""
    return {path.relative_to(folder).as_posix(): _relevant_content(path) for folder, path in files}


def _relevant_content(path: Path) -> bytes:
    raw = path.read_bytes()
    if path.name == "run.txt":  # its comments say why a package is there
        return b"".join(line for line in raw.splitlines(keepends=True) if not line.lstrip().startswith(b"#"))
    return learnt_part(raw) if path.parent.name == "themen" else raw


def _hash_of(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in parts.items():
        digest.update(name.encode())
        digest.update(content)
    return digest.hexdigest()
