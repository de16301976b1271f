"""The example sentences of all topics, and single ones put into a file or taken out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.content import ContentFiles, stem_of_name
from bot.content.known_names import KnownNames, is_unknown
from bot.core.errors import ContentError, Problem
from bot.core.yaml_reader import Entry, load_yaml

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


MIN_EXAMPLES = 5
_MARKED = re.compile(r"\[[^\[\]]+\](?:\(([^()]*)\)|\{([^{}]*)\})")
_ENTITY_KEY = re.compile(r'"entity"\s*:\s*"([^"]*)"')


@dataclass(frozen=True)
class Example:
    """A sentence and its line in the file."""

    text: str
    line: int


def examples_of(item: Entry) -> list[Example]:
    """Return the example sentences of one intent."""
    lines = item.located_lines("examples")
    return [Example(text[1:].strip(), line) for text, line in lines if text.startswith("-") and text[1:].strip()]


def check_examples(item: Entry, known: KnownNames) -> None:
    """Report at the entry whatever Rasa would skip or misread."""
    if not item.text("examples"):
        return
    if not item.is_block("examples"):
        item.report_at("examples", "„examples:“ ohne senkrechten Strich", "bitte „examples: |“ schreiben")
        return
    for text, line in item.located_lines("examples"):
        if text.strip() and not text.startswith("-"):
            what = f"„{text.strip()}“ ist keine Beispielfrage"
            item.report_line(line, what, "bitte die Zeile mit „- “ beginnen, so weit eingerückt wie die anderen")
        elif text.strip() == "-":
            item.report_line(line, "Leere Beispielfrage", "bitte ausfüllen oder die Zeile löschen")
    for example in examples_of(item):
        for what, remedy in mark_flaws(example.text, known):
            item.report_line(example.line, what, remedy)


def mark_flaws(sentence: str, known: KnownNames) -> Iterator[tuple[str, str]]:
    """Yield what Rasa would take for a mark in an example sentence though it is none, each with its remedy."""
    for match in _MARKED.finditer(sentence):
        named = _ENTITY_KEY.search(match.group(0))
        name = named.group(1) if named else (match.group(1) or "").partition(":")[0]
        if is_unknown(name, known.entities):
            remedy = "bitte nur den Satz schreiben, ohne Klammern, oder eine Angabe aus domain.yml nennen"
            yield f"„{match.group(0)}“ nennt „{name}“, das es nicht gibt", remedy


def check_duplicates(content: ContentFiles) -> None:
    """Report every sentence under data that stands more than once, whatever its case."""
    seen: dict[str, tuple[str, str, int]] = {}
    for name, entry in content.below("data/"):
        for item in _items(entry):
            for example in examples_of(item):
                # An example that differs in case only teaches next to nothing.
                key = " ".join(example.text.casefold().split())
                first = seen.setdefault(key, (name, example.text, example.line))
                if first != (name, example.text, example.line):
                    _report_twice(entry, name, example, first)


def _report_twice(entry: Entry, name: str, example: Example, first: tuple[str, str, int]) -> None:
    if first[0] == name:
        what, remedy = f"„{example.text}“ steht schon in Zeile {first[2]}", "bitte nur einmal behalten"
    else:
        what = f"„{example.text}“ steht auch in {first[0]}:{first[2]}"
        remedy = "bitte nur beim passenden Thema behalten"
    entry.report_line(example.line, what, remedy)


def _items(entry: Entry) -> list[Entry]:
    return entry.quiet_entries("nlu")


def all_examples(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield every example sentence under data with its file, in the order of the files."""
    for path in sorted((root / "data").rglob("*.yml")):
        try:
            entry = load_yaml(path)
        except ContentError:  # reported by the check of the files
            continue
        yield from ((path, example.text) for item in _items(entry) for example in examples_of(item))


def known_examples(root: Path) -> set[str]:
    """Return all example sentences under data, in :func:`plain` form."""
    return {plain(sentence) for _, sentence in all_examples(root)}


def examples_in(content: ContentFiles) -> dict[str, str]:
    """Return all example sentences under data in :func:`plain` form, each with the stem of its file."""
    files = list(content.below("data/"))
    return {
        plain(example.text): stem_of_name(name)
        for name, entry in files
        for item in _items(entry)
        for example in examples_of(item)
    }


def plain(sentence: str) -> str:
    """Return the sentence's words alone: case and punctuation make no new sentence."""
    # a sentence of signs only would equal every other such sentence
    return " ".join(re.findall(r"\w+", sentence.casefold())) or sentence
