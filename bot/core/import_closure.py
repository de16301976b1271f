"""The files of ours behind a module, everything it imports included, and a hash of what they do.

Read from the source (:mod:`ast`), so that nothing is imported to find out. Imports inside functions count; those only
for type checkers do not. A file that a module names and that lies beside it (``"words.yml"``, a program it starts)
belongs to it.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

PACKAGE = "bot"
_FILE_NAME = re.compile(r"[\w-]+(\.[\w-]+)*")


class Source(NamedTuple):
    """A parsed module: the names it imports, the files it may name, and its statements with what they import."""

    imported: tuple[str, ...]
    texts: tuple[str, ...]
    statements: tuple[str, ...]


def import_closure(modules: Iterable[str], root: Path) -> list[Path]:
    """Return the files of ``modules``, of all modules of ours behind them, and the data files beside them, sorted.

    Args:
        modules: dotted names; one that is no module below ``root`` is left out.
        root: the folder in which our package lies.
    """
    found: set[Path] = set()
    waiting = [path for module in modules if (path := _file_of(module, root))]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += list(_behind(path, root)) if path.suffix == ".py" else []
    return sorted(found)


def closure_digest(modules: Iterable[str], root: Path) -> str:
    """Hash of what the files of :func:`import_closure` do: docstrings, comments, layout and order do not count.

    Moved between the files of the closure, a function is still the same; imports are followed, so only the names that
    they bring from other packages are compared.
    """
    files = import_closure(modules, root)
    parts = {part for path in files if path.suffix == ".py" for part in _source(path).statements}
    parts |= {f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files if path.suffix != ".py"}
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _file_of(module: str, root: Path) -> Path | None:
    base = root.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def _behind(path: Path, root: Path) -> Iterator[Path]:
    source = _source(path)
    yield from (behind for name in source.imported if (behind := _file_of(name, root)))
    for beside in (path.parent / text for text in source.texts):
        if beside.is_file():
            yield beside
        elif beside.is_dir() and not (beside / "__init__.py").exists() and beside.name != "__pycache__":
            yield from (each for each in beside.rglob("*") if each.is_file())


def _source(path: Path) -> Source:
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _parsed(path: Path, _stamp: int) -> Source:
    tree = ast.parse(path.read_bytes())
    nodes = list(_run_time_nodes(tree))
    names = (name.split(".") for node in nodes for name in _module_names(node))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    foreign = {line for node in nodes for line in _foreign_imports(node)}
    body = _WithoutWords().visit(tree).body
    return Source(
        tuple({".".join(parts[:end]) for parts in names if parts[0] == PACKAGE for end in range(1, len(parts) + 1)}),
        tuple(text for text in texts if len(text) < 100 and _FILE_NAME.fullmatch(text)),
        tuple(chain(foreign, (ast.dump(statement) for statement in body))),
    )


def _run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not _is_for_type_checkers(child):
            yield child
            yield from _run_time_nodes(child)


def _is_for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _module_names(node: ast.AST) -> Iterator[str]:
    """All names that an import brings; of ``from a import b`` also ``a.b``, which may be a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _foreign_imports(node: ast.AST) -> Iterator[str]:
    """An import as text, one name each; of our own package only what gets another name."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        module = getattr(node, "module", None) or ""
        for alias in node.names:
            is_ours = (module or alias.name).partition(".")[0] == PACKAGE
            if alias.asname or not is_ours:
                yield f"import {'' if is_ours else module} {alias.name} {alias.asname}"


class _WithoutWords(ast.NodeTransformer):
    """Takes out what changes nothing at run time: imports (compared apart), docstrings, code for type checkers."""

    def visit_Import(self, node: ast.Import) -> None:
        return None

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        return None

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if _is_for_type_checkers(node) else self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else self.generic_visit(node)
