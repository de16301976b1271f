"""Insert and remove single example sentences in a file: all other lines stay as their author wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.core.errors import ContentError, Problem

_BLOCK = re.compile(r"^ *examples: *\|[-+]? *$", re.MULTILINE)
_LINE = re.compile(r"^(?P<indent> *)- (?P<sentence>.*\S) *$")


def with_examples(text: str, sentences: Sequence[str]) -> str:
    """Return the file's text with these sentences at the end of its examples.

    Raises:
        ContentError: it has no block of examples, or several.
    """
    lines, places = _places(text)
    match = _LINE.match(lines[places[-1]])
    assert match is not None  # only such lines are places
    new = [f"{match['indent']}- {sentence}" for sentence in sentences]
    lines[places[-1] + 1 : places[-1] + 1] = new
    return "\n".join(lines)


def without_examples(text: str, is_going: Callable[[str], bool]) -> str:
    """Return the file's text without the sentences for which ``is_going`` is true.

    Raises:
        ContentError: it has no block of examples, or several.
    """
    lines, places = _places(text)
    going = {place for place in places if (match := _LINE.match(lines[place])) and is_going(match["sentence"])}
    return "\n".join(line for place, line in enumerate(lines) if place not in going)


def _places(text: str) -> tuple[list[str], list[int]]:
    """Return the text's lines, and the numbers of those that are example sentences."""
    # split("\n"), not splitlines(): joined again, the end of the file stays as it was
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [number for number, line in enumerate(lines) if _BLOCK.match(line)]
    places: list[int] = []
    # With several blocks it is not clear which one is meant, so none is touched.
    for number in range(starts[0] + 1 if len(starts) == 1 else len(lines), len(lines)):
        if _LINE.match(lines[number]):
            places.append(number)
        elif lines[number].strip():
            break
    if not places:
        what = "ist so ungewöhnlich geschrieben, dass sich keine Beispielfrage einfügen lässt"
        raise ContentError([Problem("Die Datei", 0, what, "bitte mit einem Texteditor ändern")])
    return lines, places
