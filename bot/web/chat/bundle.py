"""The chat widget as one classic script, put together from its modules when the server starts.

A page then needs one plain tag and one request, and no build step. Each module becomes a function that returns its
exports. Only the forms of import and export that the modules use are known; anything else raises at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_IMPORT = re.compile(r'import \{ ([\w, ]+) \} from "\./([\w-]+)\.js";')
_EXPORT = re.compile(r"export ((?:async )?function|class|const) (\w+)(.*)")
_MODULE_WORD = re.compile(r"(?:import|export)\b")


def bundle_script(folder: Path, entry: str) -> str:
    """A script that runs the module ``entry`` (its stem) with all that it imports, itself and indirectly.

    Raises:
        ValueError: a module uses another form of import or export, or modules import each other in a circle.
    """
    modules: dict[str, str] = {}
    _add(folder, entry, modules, ())
    parts = [f"const {_variable(name)}=(()=>{{\n{body}\n}})();" for name, body in modules.items()]
    return "\n".join(['(()=>{"use strict";', *parts, "})();", ""])


def _add(folder: Path, name: str, modules: dict[str, str], importers: tuple[str, ...]) -> None:
    if name in modules:
        return
    if name in importers:
        raise ValueError(f"modules import each other: {' → '.join([*importers, name])}")
    lines, exported = [], []
    for line in code_lines((folder / f"{name}.js").read_text(encoding="utf-8")):
        if found := _IMPORT.fullmatch(line):
            _add(folder, found.group(2), modules, (*importers, name))
            lines.append(f"const {{{found.group(1)}}}={_variable(found.group(2))};")
        elif found := _EXPORT.fullmatch(line):
            exported.append(found.group(2))
            lines.append(line.removeprefix("export "))
        elif _MODULE_WORD.match(line) or "import.meta" in line or line.count("`") % 2:
            raise ValueError(f"{name}.js: this form cannot be put into one script: {line}")
        else:
            lines.append(line)
    modules[name] = "\n".join([*lines, f"return {{{','.join(exported)}}};"])


def code_lines(text: str) -> Iterator[str]:
    """A module's lines without indentation, empty lines and comments that have lines of their own."""
    in_comment = False
    for line in (raw.strip() for raw in text.splitlines()):
        if in_comment or line.startswith("/*"):
            in_comment = not line.endswith("*/")
        elif line and not line.startswith("//"):
            yield line


def _variable(name: str) -> str:
    return f"m_{name.replace('-', '_')}"
