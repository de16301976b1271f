"""Edit rules, stories and test conversations in their files, line by line.

Not with ruamel: it attaches a comment to the node before it, so that a step that moves or goes would take along the
comment of the next one. Here each step and each story owns its lines and the comment above it; all else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import yaml

from bot.content.stories.blocks import BOT, OTHER, SECTIONS, SLOT, StoryBlock, StoryStep, read_blocks
from bot.core.errors import ContentError, Problem
from bot.core.yaml_syntax import FAST_SAFE_LOADER

HEADER = 'version: "3.1"\n'
_INLINE_REMARK = re.compile(r"\s+#.*$")


def with_block(text: str, old: StoryBlock, name: str, steps: Sequence[StoryStep]) -> str:
    """Return the file's text with another name and other steps in the place of ``old``.

    Raises:
        ContentError: the file is too unusual to be changed here.
    """
    if not old.step_lines:
        raise _too_unusual()
    lines = text.replace("\r\n", "\n").split("\n")
    first, last = old.step_lines[0], old.step_lines[-1]
    head = [_renamed(line, old, name) for line in lines[old.begin : first]]
    indent = _indent_of(lines, old)
    chunks = [_lines_of(step, old, lines, indent) for step in steps]
    fresh = [*head, *(line for chunk in chunks for line in chunk), *lines[last : old.end]]
    wanted = replace(old, name=name, steps=tuple(steps))
    return _spliced(text, old, fresh, [wanted])


def with_text(text: str, old: StoryBlock, block: str) -> str:
    """Return the file's text with the typed lines ``block`` in the place of ``old``."""
    lines = text.replace("\r\n", "\n").split("\n")
    gap = len(old.text) - len(old.text.rstrip("\n")) - 1  # blank lines before the next one
    typed = [*block.replace("\r\n", "\n").rstrip().split("\n"), *[""] * gap]
    return _with_line_ends("\n".join([*lines[: old.begin], *typed, *lines[old.end :]]), text)


def without_block(text: str, old: StoryBlock) -> str:
    """Return the file's text without ``old``; "" when no other content is left.

    Raises:
        ContentError: the file is too unusual to be changed here.
    """
    left = [block for block in read_blocks(text) if block.section == old.section and block.begin != old.begin]
    if left:
        return _spliced(text, old, [], [])
    lines = text.replace("\r\n", "\n").split("\n")
    key = next(number for number in range(old.begin, -1, -1) if lines[number].startswith(f"{old.section}:"))
    rest = "\n".join([*lines[:key], *lines[old.end :]])
    data = yaml.load(rest, Loader=FAST_SAFE_LOADER) or {}  # noqa: S506 - a safe loader, in C
    return _with_line_ends(rest, text) if set(data) - {"version"} else ""


def with_new(text: str, section: str, name: str, steps: Sequence[StoryStep], remark: str = "") -> str:
    """Return the file's text with one more rule or story at the end of its section.

    Args:
        text: "" for a new file, which then begins with ``remark``.
        section: „rules“ or „stories“.
        name: of the new rule or story.
        steps: its steps.
        remark: the comment at the head of a new file.

    Raises:
        ContentError: the file is too unusual to be changed here.
    """
    if not text.strip():
        text = f"# {remark}\n{HEADER}" if remark else HEADER
    before = read_blocks(text)
    present = [block for block in before if block.section == section]
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    indent = _indent_of_items(lines, present[-1]) if present else ""
    fresh = _new_lines(section, name, steps, indent)
    at = present[-1].end if present else len(lines)
    opening = [] if present else [f"{section}:"]
    result = _with_line_ends("\n".join([*lines[:at], *opening, *fresh, *lines[at:]]) + "\n", text)
    return _verified(result, [*(block.says() for block in before), (section, name, _said(steps), ())])


def scalar(text: str) -> str:
    """Return a text quoted so that YAML reads it as this text."""
    try:
        is_plain = yaml.load(f"k: {text}", Loader=FAST_SAFE_LOADER) == {"k": text}  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        is_plain = False
    return text if is_plain else "'" + text.replace("'", "''") + "'"


def _lines_of(step: StoryStep, old: StoryBlock, lines: list[str], indent: str) -> list[str]:
    """Return the lines of a step: its own where it has not changed, with its comments where it has."""
    if step.source is None:
        return _new_step(step, indent)
    own = lines[old.step_lines[step.source] : old.step_lines[step.source + 1]]
    if old.steps[step.source].says() == step.says():
        return own
    body = next((number for number, line in enumerate(own) if not line.lstrip().startswith("#")), 0)
    fresh = _new_step(step, indent)
    remark = _INLINE_REMARK.search(own[body]) if len(own) == body + 1 and len(fresh) == 1 else None
    return [*own[:body], *fresh[:-1], fresh[-1] + (remark.group(0) if remark else "")]


def _new_step(step: StoryStep, indent: str) -> list[str]:
    if step.kind == OTHER:
        return step.value.split("\n")
    if step.kind == BOT:
        return [f"{indent}- action: {scalar(step.value)}"]
    if step.kind == SLOT:
        entry = f"{scalar(step.value)}: {_slot_value(step.words)}" if step.words else scalar(step.value)
        return [f"{indent}- slot_was_set:", f"{indent}  - {entry}"]
    if step.words:
        return [f"{indent}- user: |", f"{indent}    {step.words}", f"{indent}  intent: {scalar(step.value)}"]
    return [f"{indent}- intent: {scalar(step.value)}"]


def _slot_value(words: str) -> str:
    """Return the words as typed where they are one YAML value, else quoted as a text."""
    try:
        read = yaml.load(f"k: {words}", Loader=FAST_SAFE_LOADER)  # noqa: S506 - a safe loader, in C
        is_value = isinstance(read, dict) and not isinstance(read["k"], dict | list) and "#" not in words
    except yaml.YAMLError:
        is_value = False
    return words if is_value else scalar(words)


def _new_lines(section: str, name: str, steps: Sequence[StoryStep], indent: str) -> list[str]:
    head = [f"{indent}- {SECTIONS[section]}: {scalar(name)}", f"{indent}  steps:"]
    return head + [line for step in steps for line in _new_step(step, indent + "  ")]


def _renamed(line: str, old: StoryBlock, name: str) -> str:
    key = re.match(rf"(\s*(?:-\s+)?{SECTIONS[old.section]}:\s+)", line)
    if key is None or name == old.name:
        return line
    remark = _INLINE_REMARK.search(line) if line.rstrip()[-1:] not in "'\"" else None
    return key.group(1) + scalar(name) + (remark.group(0) if remark else "")


def _indent_of(lines: list[str], block: StoryBlock) -> str:
    for line in lines[block.step_lines[0] :]:
        if line.lstrip().startswith("-"):
            return line[: len(line) - len(line.lstrip())]
    return "  "


def _indent_of_items(lines: list[str], block: StoryBlock) -> str:
    first = next(line for line in lines[block.begin :] if line.lstrip().startswith("-"))
    return first[: len(first) - len(first.lstrip())]


def _spliced(text: str, old: StoryBlock, fresh: list[str], wanted: list[StoryBlock]) -> str:
    before = read_blocks(text)
    lines = text.replace("\r\n", "\n").split("\n")
    expected = [each.says() for block in before for each in (wanted if block.begin == old.begin else [block])]
    result = _with_line_ends("\n".join([*lines[: old.begin], *fresh, *lines[old.end :]]), text)
    return _verified(result, expected)


def _verified(text: str, expected: list[tuple[object, ...]]) -> str:
    """Return the text if it reads back as expected.

    Raises:
        ContentError: it does not.
    """
    # Sections may be written in either order; only what they say is compared.
    by_section = sorted(expected, key=str)
    if sorted((block.says() for block in read_blocks(text)), key=str) != by_section:
        raise _too_unusual()
    return text


def _too_unusual() -> ContentError:
    what = "lässt sich hier nicht so ändern, dass alles andere bleibt, wie es ist"
    return ContentError([Problem("Die Datei", 0, what, "bitte in der Rohansicht oder mit einem Texteditor ändern")])


def _said(steps: Sequence[StoryStep]) -> tuple[tuple[str, str, str], ...]:
    return tuple(step.says() for step in steps)


def _with_line_ends(text: str, like: str) -> str:
    return text.replace("\n", "\r\n") if "\r\n" in like else text
