"""Rules, stories and test conversations as blocks of lines in their files, with the lines of each step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.core.errors import ContentError, Problem
from bot.core.yaml_syntax import FAST_SAFE_LOADER, require_flat, syntax_error

USER, BOT, SLOT, OTHER = "nutzer", "bot", "bedingung", "fest"
SECTIONS = {"rules": "rule", "stories": "story"}
_DASH = re.compile(r"\s*-\s+")
_REMARK = re.compile(r"\s*(#|$)")


@dataclass(frozen=True)
class StoryStep:
    """A step of a rule or story.

    Attributes:
        kind: USER, BOT, SLOT, or OTHER for steps that only YAML can express (choices, checkpoints …).
        value: the intent, the action, the slot; of OTHER its YAML.
        words: the message in a test conversation; the value of a slot as YAML.
        source: its place among the steps in the file; None for a new one.
    """

    kind: str
    value: str
    words: str = ""
    source: int | None = None

    def says(self) -> tuple[str, str, str]:
        """Return the meaning, wherever the step stands."""
        return self.kind, self.value, self.words


@dataclass(frozen=True)
class StoryBlock:
    """A rule or story as it stands in a file; lines count from 0, ``end`` is the first line after it.

    Attributes:
        section: „rules“ or „stories“.
        text: its lines, the comment above included.
        step_lines: where each step begins (the comment above included), and where the last one ends.
        conditions: the slots and forms that a rule asks for, each as text.
    """

    section: str
    name: str
    steps: tuple[StoryStep, ...]
    text: str
    begin: int
    end: int
    step_lines: tuple[int, ...] = ()
    conditions: tuple[str, ...] = ()

    def says(self) -> tuple[object, ...]:
        """Return the meaning, wherever the block stands."""
        return self.section, self.name, tuple(step.says() for step in self.steps), self.conditions


def read_blocks(text: str, file: str = "Die Datei") -> list[StoryBlock]:
    """Return all rules and stories of a file's text, in their order.

    Raises:
        ContentError: it is no YAML, or written so that its lines cannot be told apart.
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    try:
        require_flat(text, file)
        root = yaml.compose(text + "\n", Loader=FAST_SAFE_LOADER)  # so that the end of a list is the line after it
    except yaml.YAMLError as error:
        raise syntax_error(file, error, text) from error
    found = [block for section in SECTIONS for block in _section_blocks(root, section, lines, file)]
    return sorted(found, key=lambda block: block.begin)


def _section_blocks(root: yaml.Node | None, section: str, lines: list[str], file: str) -> Iterator[StoryBlock]:
    bounds = _bounds(root, section, lines, file)
    for item, begin, end in zip(_items(root, section), bounds, bounds[1:], strict=False):
        pairs, places = _pairs(item), _bounds(item, "steps", lines, file)
        texts = ["\n".join(lines[first:last]) for first, last in zip(places, places[1:], strict=False)]
        nodes = zip(_items(item, "steps"), texts, strict=True)
        yield StoryBlock(
            section,
            name=_text(pairs.get(SECTIONS[section])),
            steps=tuple(_step(node, text, number) for number, (node, text) in enumerate(nodes)),
            text="\n".join(lines[begin:end]) + "\n",
            begin=begin,
            end=end,
            step_lines=tuple(places),
            conditions=tuple(_conditions(item)),
        )


def _bounds(parent: yaml.Node | None, key: str, lines: list[str], file: str) -> list[int]:
    """Return the line where each item of a list begins (its comment included), and the end; [] without a list."""
    items = _items(parent, key)
    if not items:
        return []
    node, floor = _entry(parent, key)
    starts = []
    for item in items:
        line = int(item.start_mark.line)
        if not _DASH.fullmatch(lines[line][: item.start_mark.column]):
            what = "ist so ungewöhnlich geschrieben, dass sie sich hier nicht ändern lässt"
            raise ContentError([Problem(file, line + 1, what, "bitte mit einem Texteditor ändern")])
        begin = line
        # A comment belongs to the item below it.
        while begin > floor and lines[begin - 1].lstrip().startswith("#"):
            begin -= 1
        starts.append(begin)
        floor = line + 1
    end = min(int(node.end_mark.line), len(lines))
    # Blank lines and comments at the end belong to whatever comes next.
    while end > floor and _REMARK.match(lines[end - 1]):
        end -= 1
    return [*starts, end]


def _entry(parent: yaml.Node | None, key: str) -> tuple[yaml.Node, int]:
    """Return the value under a key, and the line after the key."""
    assert isinstance(parent, yaml.MappingNode)
    return next((value, int(name.start_mark.line) + 1) for name, value in parent.value if name.value == key)


def _items(parent: yaml.Node | None, key: str) -> list[yaml.Node]:
    node = _pairs(parent).get(key)
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _step(node: yaml.Node, text: str, number: int) -> StoryStep:
    pairs = _pairs(node)
    keys = set(pairs)
    if keys in ({"intent"}, {"user", "intent"}):
        return StoryStep(USER, _text(pairs["intent"]), _text(pairs.get("user")), number)
    if keys == {"action"}:
        return StoryStep(BOT, _text(pairs["action"]), "", number)
    if keys == {"slot_was_set"} and (pair := _single_slot(pairs["slot_was_set"])):
        return StoryStep(SLOT, *pair, number)
    return StoryStep(OTHER, text.strip("\n"), "", number)


def _single_slot(node: yaml.Node) -> tuple[str, str] | None:
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    if len(items) != 1:
        return None
    if isinstance(items[0], yaml.ScalarNode):
        return str(items[0].value), ""
    pairs = _pairs(items[0])
    values = list(pairs.values())
    if len(values) != 1 or not isinstance(values[0], yaml.ScalarNode):
        return None
    value = str(values[0].value)
    return next(iter(pairs)), value if not values[0].style else "'" + value.replace("'", "''") + "'"


def _conditions(item: yaml.Node) -> Iterator[str]:
    for condition in _items(item, "condition"):
        for key, value in _pairs(condition).items():
            parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
            yield f"{key}: " + ", ".join(_flat(part) for part in parts)


def _flat(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return ", ".join(f"{name} = {_flat(value)}" for name, value in _pairs(node).items())
    return _text(node)


def _pairs(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _text(node: yaml.Node | None) -> str:
    return " ".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""
