"""Read YAML with line numbers, so that every fault is reported at its place.

PyYAML composes the nodes; scalars are read from their raw text. That avoids YAML 1.1's surprises: an unquoted ``9:30``
would otherwise be the number 570, and ``no`` would be false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import yaml

from bot.core.errors import ContentError, Problem
from bot.core.untrusted_text import whole_number
from bot.core.yaml_syntax import FAST_SAFE_LOADER, failure, file_label, require_flat, syntax_error

T = TypeVar("T")
TRUE_WORDS = {"true", "ja", "yes", "wahr"}
FALSE_WORDS = {"false", "nein", "no", "falsch"}


def load_yaml(path: Path) -> Entry:
    """Read one YAML file whose top level is a mapping.

    Raises:
        ContentError: the file is missing, not UTF-8, not YAML or not a mapping.
    """
    return parse_yaml(read_text(path), path)


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ContentError: it is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise failure(path, 0, "Datei fehlt", "bitte anlegen oder den Pfad prüfen") from error
    except (OSError, UnicodeDecodeError) as error:
        raise failure(path, 0, "nicht lesbar", "bitte als UTF-8-Text speichern") from error


def parse_yaml(text: str, file: Path | str) -> Entry:
    """Parse YAML text; ``file`` is only named in messages (a path by its last part).

    Raises:
        ContentError: see :func:`load_yaml`.
    """
    try:
        require_flat(text, file)
        node = yaml.compose(text, Loader=FAST_SAFE_LOADER)
    except yaml.YAMLError as error:
        raise syntax_error(file, error, text) from error
    if not isinstance(node, yaml.MappingNode):
        raise failure(file, 1, "erwartet werden Einträge der Form „name: wert“", "bitte an der Vorlage ausrichten")
    return Entry(node, file_label(file), [], text.split("\n"))


class Entry:
    """A YAML mapping that knows its lines and collects problems instead of stopping at the first."""

    def __init__(self, node: yaml.MappingNode, file: str, problems: list[Problem], source: Sequence[str] = ()) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        self.problems = problems
        self.source = source
        self._key_lines: dict[str, int] = {}
        self._nodes: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            # YAML itself keeps the last of two equal keys without a word.
            if key in self._nodes:
                self.report(f"„{key}“ steht doppelt", "bitte einen der Einträge löschen", key_node)
            self._nodes[key] = value_node
            self._key_lines[key] = key_node.start_mark.line + 1

    def report(self, what: str, remedy: str, node: yaml.Node | None = None) -> None:
        """Note a problem at ``node`` (or at this entry's first line)."""
        line = node.start_mark.line + 1 if node is not None else self.line
        self.problems.append(Problem(self.file, line, what, remedy))

    def report_line(self, line: int, what: str, remedy: str) -> None:
        """Note a problem in a line that is known already."""
        self.problems.append(Problem(self.file, line, what, remedy))

    def report_at(self, key: str, what: str, remedy: str) -> None:
        """Note a problem at the value of ``key``."""
        self.report(what, remedy, self._nodes.get(key))

    def line_of(self, key: str, part: str = "") -> int:
        """Return the line of ``key``, or the first line of its value that has ``part``."""
        first = self._key_lines.get(key, self.line)
        node = self._nodes.get(key)
        if not part or node is None:
            return first
        lines = range(node.start_mark.line + 1, node.end_mark.line + 2)
        return next((line for line in lines if part in "".join(self.source[line - 1 : line])), first)

    def located_lines(self, key: str) -> list[tuple[str, int]]:
        """Return the lines of a block text („|“), each with its number; those of any other text at its first."""
        node = self._nodes.get(key)
        if not isinstance(node, yaml.ScalarNode):
            return []
        first = node.start_mark.line + 1
        is_block = node.style == "|"
        return [(text, first + is_block * (index + 1)) for index, text in enumerate(node.value.splitlines())]

    def is_block(self, key: str) -> bool:
        """Return whether the value of ``key`` is a text written as a block („|“), whose lines stay lines."""
        return getattr(self._nodes.get(key), "style", None) == "|"

    def raise_problems(self) -> None:
        """Raise every problem collected so far.

        Raises:
            ContentError: at least one problem was noted.
        """
        if self.problems:
            raise ContentError(self.problems)

    def names(self) -> list[str]:
        """Return the keys in their order."""
        return list(self._nodes)

    def allow_only(self, keys: Iterable[str]) -> None:
        """Report every key outside ``keys``: a typo must not be skipped in silence."""
        known = list(keys)
        for key in self._nodes:
            if key not in known:
                self.report_line(self.line_of(key), f"„{key}“ ist unbekannt", "erlaubt sind: " + ", ".join(known))

    def text(self, key: str, default: str | None = None) -> str:
        """Return the value of ``key`` as stripped text; a missing one is reported unless there is a default."""
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
        """Return the value of ``key`` as a list of texts; a missing key is an empty list."""
        return [text for text, _ in self.located_texts(key)]

    def located_texts(self, key: str) -> list[tuple[str, int]]:
        """Return :meth:`texts`, each with its line."""
        node = self._nodes.get(key)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return [(str(item.value).strip(), item.start_mark.line + 1) for item in node.value]
        self.report(f"„{key}“ muss eine Liste sein", f"bitte „{key}: [erstes, zweites]“ schreiben", node)
        return []

    def number(self, key: str) -> int | None:
        """Return the value of ``key`` as a whole number of at least 0, or None if the key is missing."""
        return self._convert(key, _whole_number, "keine ganze Zahl ab 0", "12")

    def flag(self, key: str) -> bool:
        """Return the value of ``key`` as yes or no; a missing key is no."""
        return bool(self._convert(key, _yes_or_no, "weder ja noch nein", "ja"))

    def date(self, key: str) -> date | None:
        """Return the value of ``key`` as a date (2025-05-14), or None if the key is missing."""
        return self._convert(key, date.fromisoformat, "kein gültiges Datum", "2025-05-14")

    def time(self, key: str) -> time | None:
        """Return the value of ``key`` as a time of day (10:30), or None if the key is missing."""
        return self._convert(key, _time_of_day, "keine Uhrzeit", '"10:30"')

    def moment(self, key: str, example: str = "2025-05-14T10:05:00+02:00") -> datetime | None:
        """Return the value of ``key`` as a date with time, or None if it is missing.

        ``example`` shows in messages how to write it.
        """
        return self._convert(key, datetime.fromisoformat, "kein Zeitpunkt", example)

    def entry(self, key: str) -> Entry:
        """Return the mapping under ``key``; reported and empty when it is missing or no mapping."""
        node = self._nodes.get(key)
        if not isinstance(node, yaml.MappingNode):
            self.report(
                f"„{key}“ fehlt oder hat keine Einträge", f"bitte „{key}:“ mit Einträgen darunter anlegen", node
            )
            node = yaml.MappingNode("tag:yaml.org,2002:map", [], _mark(self.line), _mark(self.line))
        return Entry(node, self.file, self.problems, self.source)

    def quiet_entry(self, key: str) -> Entry:
        """:meth:`entry` for a second look: faults are left for the first to report."""
        node = self._nodes.get(key)
        if not isinstance(node, yaml.MappingNode):
            node = yaml.MappingNode("tag:yaml.org,2002:map", [], _mark(self.line), _mark(self.line))
        return Entry(node, self.file, [], self.source)

    def quiet_entries(self, key: str) -> list[Entry]:
        """:meth:`entries` for a second look: faults are left for the first to report."""
        node = self._nodes.get(key)
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        return [Entry(item, self.file, [], self.source) for item in items if isinstance(item, yaml.MappingNode)]

    def quiet_text(self, key: str) -> str:
        """:meth:`text` for a second look: faults are left for the first to report."""
        node = self._nodes.get(key)
        return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""

    def located_names(self, key: str) -> list[tuple[str, int]]:
        """Return the texts in a list, each with its line; of an item with settings („- name: …“), its first key."""
        node = self._nodes.get(key)
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        heads = [item.value[0][0] if isinstance(item, yaml.MappingNode) and item.value else item for item in items]
        texts = [head for head in heads if isinstance(head, yaml.ScalarNode)]
        return [(str(text.value).strip(), text.start_mark.line + 1) for text in texts]

    def has(self, key: str) -> bool:
        """Return whether ``key`` is present."""
        return key in self._nodes

    def entries(self, key: str) -> list[Entry]:
        """Return the list of mappings under ``key``; a missing key is an empty list."""
        node = self._nodes.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.report(f"„{key}“ muss eine Liste sein", "bitte jeden Eintrag mit „- “ beginnen", node)
            return []
        found = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                found.append(Entry(item, self.file, self.problems, self.source))
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
    found = whole_number(raw, most=len(raw))
    if found is None:
        raise ValueError(raw)
    return found


def _yes_or_no(raw: str) -> bool:
    if raw.casefold() in TRUE_WORDS:
        return True
    if raw.casefold() in FALSE_WORDS:
        return False
    raise ValueError(raw)


def _time_of_day(raw: str) -> time:
    hour, _, minute = raw.partition(":")
    return time(int(hour), int(minute))
