"""Which of our own modules a module runs on: it and everything it imports, directly or through others.

Read from the source (:mod:`ast`), so that nothing is imported to find out. Imports inside functions count; those only
for type checkers do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path


def import_closure(modules: Iterable[str], root: Path, package: str = "bot") -> list[Path]:
    """The files of ``modules`` and of all modules of ``package`` behind them, sorted.

    Args:
        modules: dotted names; one that is no module below ``root`` is left out.
        root: the folder in which the package lies.
        package: imports from elsewhere are not followed.
    """
    found: set[Path] = set()
    waiting = [path for module in modules if (path := _file_of(module, root))]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            names = _imported(path, path.stat().st_mtime_ns)
            ours = (name for name in names if name.partition(".")[0] == package)
            waiting += [behind for name in ours if (behind := _file_of(name, root))]
    return sorted(found)


def _file_of(module: str, root: Path) -> Path | None:
    base = root.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@lru_cache(maxsize=1024)
def _imported(path: Path, _stamp: int) -> tuple[str, ...]:
    """All names a file imports and the packages around them; of ``from a import b`` also ``a.b``, maybe a module."""
    names = (name.split(".") for name in _names(ast.parse(path.read_bytes())))
    return tuple({".".join(parts[:end]) for parts in names for end in range(1, len(parts) + 1)})


def _names(tree: ast.AST) -> Iterator[str]:
    for node in _run_time_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            yield child
            yield from _run_time_nodes(child)
