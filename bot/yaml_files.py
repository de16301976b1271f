"""YAML read with line numbers, so that every fault is reported where it stands.

PyYAML composes the nodes; scalars are read from their raw text. That avoids YAML 1.1's surprises: an unquoted
``9:30`` would otherwise be the number 570, and ``no`` would be false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import yaml

from bot.errors import ContentError, Problem

T = TypeVar("T")
TRUE_WORDS = {"true", "ja", "yes", "wahr"}
FALSE_WORDS = {"false", "nein", "no", "falsch"}
MAX_DEPTH = 50
FAST_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path) -> Entry:
    """Read one YAML file whose top level is a mapping.

    Raises:
        ContentError: the file is missing, not UTF-8, not YAML or not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise _failure(path, 0, "Datei fehlt", "bitte anlegen oder den Pfad prüfen") from error
    except (OSError, UnicodeDecodeError) as error:
        raise _failure(path, 0, "nicht lesbar", "bitte als UTF-8-Text speichern") from error
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> Entry:
    """Parse YAML text; ``path`` is only named in messages.

    Raises:
        ContentError: see :func:`load_yaml`.
    """
    try:
        require_flat(text, path)
        node = yaml.compose(text, Loader=FAST_SAFE_LOADER)
    except yaml.YAMLError as error:
        raise syntax_error(path, error) from error
    problems: list[Problem] = []
    if not isinstance(node, yaml.MappingNode):
        raise _failure(path, 1, "erwartet werden Einträge der Form „name: wert“", "bitte an der Vorlage ausrichten")
    return Entry(node, path.name, problems)


def syntax_error(path: Path, error: yaml.YAMLError) -> ContentError:
    """What people are told about a file that is no YAML."""
    # A quotation mark left open is noticed at the file's end; the context tells where it began.
    is_quote = "quoted scalar" in str(getattr(error, "context", None) or "")
    mark = getattr(error, "context_mark" if is_quote else "problem_mark", None)
    line = mark.line + 1 if mark is not None else 0
    remedy = "bitte Einrückung, Doppelpunkte und Anführungszeichen in dieser Zeile und der davor prüfen"
    return _failure(path, line, "kein gültiges YAML", remedy)


def require_flat(text: str, path: Path) -> None:
    """Refuse deep nesting: the C parser composes by recursion and would take the whole process down.

    Raises:
        ContentError: more than 50 levels.
        yaml.YAMLError: no YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=FAST_SAFE_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark is not None else 0
            raise _failure(path, line, "zu tief verschachtelt", "bitte vereinfachen")


def _failure(path: Path, line: int, what: str, remedy: str) -> ContentError:
    return ContentError([Problem(path.name, line, what, remedy)])


class Entry:
    """A YAML mapping that knows its lines and collects problems instead of stopping at the first."""

    def __init__(self, node: yaml.MappingNode, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        self.problems = problems
        self._nodes: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in self._nodes:
                self.report(f"„{key}“ steht doppelt", "bitte einen der Einträge löschen", key_node)
            self._nodes[key] = value_node

    def report(self, what: str, remedy: str, node: yaml.Node | None = None) -> None:
        """Note a problem at ``node`` (or at this entry's first line)."""
        line = node.start_mark.line + 1 if node is not None else self.line
        self.problems.append(Problem(self.file, line, what, remedy))

    def report_at(self, key: str, what: str, remedy: str) -> None:
        """Note a problem at the value of ``key``."""
        self.report(what, remedy, self._nodes.get(key))

    def raise_problems(self) -> None:
        """Raise every problem collected so far.

        Raises:
            ContentError: at least one problem was noted.
        """
        if self.problems:
            raise ContentError(self.problems)

    def names(self) -> list[str]:
        """The keys in their order."""
        return list(self._nodes)

    def allow_only(self, keys: Iterable[str]) -> None:
        """Report every key outside ``keys``: a typo must not be skipped in silence."""
        known = list(keys)
        for key, node in self._nodes.items():
            if key not in known:
                self.report(f"„{key}“ ist unbekannt", "erlaubt sind: " + ", ".join(known), node)

    def text(self, key: str, default: str | None = None) -> str:
        """The value of ``key`` as text, without surrounding blanks; required when there is no default."""
        node = self._nodes.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            if default is None:
                self.report(f"„{key}“ fehlt", f"bitte „{key}: …“ ergänzen", node)
            return default or ""
        if not isinstance(node, yaml.ScalarNode):
            self.report(f"„{key}“ muss ein Text sein", "bitte eine einzelne Angabe eintragen", node)
            return default or ""
        return str(node.value).strip()

    def texts(self, key: str) -> list[str]:
        """The value of ``key`` as a list of texts; a missing key is an empty list."""
        node = self._nodes.get(key)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return [str(item.value).strip() for item in node.value]
        self.report(f"„{key}“ muss eine Liste sein", f"bitte „{key}: [erstes, zweites]“ schreiben", node)
        return []

    def number(self, key: str) -> int | None:
        """The value of ``key`` as a whole number of at least 0, or None if the key is missing."""
        return self._convert(key, _whole_number, "keine ganze Zahl ab 0", "12")

    def flag(self, key: str) -> bool:
        """The value of ``key`` as yes or no; a missing key is no."""
        return bool(self._convert(key, _yes_or_no, "weder ja noch nein", "ja"))

    def date(self, key: str) -> date | None:
        """The value of ``key`` as a date (2025-05-14), or None if the key is missing."""
        return self._convert(key, date.fromisoformat, "kein gültiges Datum", "2025-05-14")

    def time(self, key: str) -> time | None:
        """The value of ``key`` as a time of day (10:30), or None if the key is missing."""
        return self._convert(key, _time_of_day, "keine Uhrzeit", '"10:30"')

    def moment(self, key: str, example: str = "2025-05-14T10:05:00+02:00") -> datetime | None:
        """The value of ``key`` as a date with time, or None if it is missing; ``example`` shows how to write it."""
        return self._convert(key, datetime.fromisoformat, "kein Zeitpunkt", example)

    def entry(self, key: str) -> Entry:
        """The mapping under ``key``; reported and empty when it is missing or no mapping."""
        node = self._nodes.get(key)
        if not isinstance(node, yaml.MappingNode):
            self.report(
                f"„{key}“ fehlt oder hat keine Einträge", f"bitte „{key}:“ mit Einträgen darunter anlegen", node
            )
            node = yaml.MappingNode("tag:yaml.org,2002:map", [], _mark(self.line), _mark(self.line))
        return Entry(node, self.file, self.problems)

    def has(self, key: str) -> bool:
        """Whether ``key`` is present."""
        return key in self._nodes

    def entries(self, key: str) -> list[Entry]:
        """The list of mappings under ``key``; a missing key is an empty list."""
        node = self._nodes.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.report(f"„{key}“ muss eine Liste sein", "bitte jeden Eintrag mit „- “ beginnen", node)
            return []
        found = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                found.append(Entry(item, self.file, self.problems))
            else:
                self.report(f"Eintrag in „{key}“ hat keine Angaben", "bitte „- name: wert“ schreiben", item)
        return found

    def _convert(self, key: str, convert: Callable[[str], T], expected: str, example: str) -> T | None:
        node = self._nodes.get(key)
        if node is None:
            return None
        raw = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else "…"
        try:
            return convert(raw)
        except ValueError:
            self.report(f"„{key}: {raw}“ ist {expected}", f"bitte wie {example} schreiben", node)
            return None


def _mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line - 1, 0, None, 0)


def _whole_number(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit():
        raise ValueError(raw)
    return int(raw)


def _yes_or_no(raw: str) -> bool:
    if raw.casefold() in TRUE_WORDS:
        return True
    if raw.casefold() in FALSE_WORDS:
        return False
    raise ValueError(raw)


def _time_of_day(raw: str) -> time:
    hour, _, minute = raw.partition(":")
    return time(int(hour), int(minute))
