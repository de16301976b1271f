"""YAML syntax errors in words for editors who never learnt YAML."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.core.errors import ContentError, Problem

MAX_DEPTH = 50
FAST_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
STAR = "Ein Stern am Anfang gilt als Verweis"
STAR_REMEDY = "bitte Text, der mit einem Stern beginnt, in Anführungszeichen setzen"
_GENERAL = "bitte Einrückung, Doppelpunkte und Anführungszeichen in dieser Zeile und der davor prüfen"


def file_label(file: Path | str) -> str:
    """Return a file's name in messages: a path's last part, a text as it is."""
    return file if isinstance(file, str) else file.name


def failure(file: Path | str, line: int, what: str, remedy: str) -> ContentError:
    """Return one problem as an error."""
    return ContentError([Problem(file_label(file), line, what, remedy)])


def syntax_error(file: Path | str, error: yaml.YAMLError, text: str = "") -> ContentError:
    """Return the error for a file that is no YAML."""
    # A quotation mark left open is noticed at the file's end; the context tells where it began.
    is_quote = "quoted scalar" in str(getattr(error, "context", None) or "")
    mark = getattr(error, "context_mark" if is_quote else "problem_mark", None)
    line = mark.line + 1 if mark is not None else 0
    if (tab := _tab_before(text, line)) > 0:
        return failure(file, tab, "Tabulator in der Einrückung", "bitte durch Leerzeichen ersetzen")
    if "scanning an alias" in str(getattr(error, "context", None) or ""):
        return failure(file, line, STAR, STAR_REMEDY)
    return failure(file, line, "kein gültiges YAML", _GENERAL)


def _tab_before(text: str, line: int) -> int:
    """Return the line, at most one above or below ``line``, that is indented with a tab; 0 for none."""
    lines = text.split("\n")
    near = [number for number in (line, line + 1, line - 1) if 0 < number <= len(lines)]
    indents = {number: lines[number - 1][: -len(lines[number - 1].lstrip()) or None] for number in near}
    return next((number for number in near if "\t" in indents[number] and lines[number - 1].strip()), 0)


def require_flat(text: str, file: Path | str) -> None:
    """Refuse deep nesting and references: composing the one recurses in C, the other can grow without limit.

    Raises:
        ContentError: more than 50 levels, or a reference (``*name``).
        yaml.YAMLError: no YAML.
    """
    depth = 0
    # Events come one by one, without building the nested nodes.
    for event in yaml.parse(text, Loader=FAST_SAFE_LOADER):
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.AliasEvent):
            raise failure(file, line, STAR, STAR_REMEDY)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise failure(file, line, "zu tief verschachtelt", "bitte vereinfachen")
