"""Edit a topic file: comments, order and layout of unchanged parts stay as they are.

Only the sections ``responses`` and ``nlu`` are written anew, each by itself: text between sections belongs to none of
them and is kept as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString, SingleQuotedScalarString

from bot.content.languages import SIMPLE_LANGUAGE
from bot.content.topics import Topic, TopicAnswer, TopicButton, parse_topic
from bot.core.errors import ContentError, Problem
from bot.core.yaml_syntax import FAST_SAFE_LOADER

_TEMPLATE = """\
# Thema „{title}“: Antwort, Knöpfe und Beispielfragen.
version: "3.1"

responses:
  utter_{label}:
  - text: …

nlu:
- intent: {label}
  metadata:
    titel: …
  examples: …
"""
_SENTENCE_FILE = "Die Datei mit den Testsätzen"
_SECTION = re.compile(r"^(?=[A-Za-z_]+:)", re.MULTILINE)
_GAP = re.compile(r"\n(?:[ \t]*(?:#.*)?\n)*\Z")


def edited_topic(text: str, topic: Topic) -> str:
    """Return the file's text with the content of ``topic``; its label stays.

    Raises:
        ContentError: the text is no topic file, or one that cannot be edited without harm.
    """
    before = parse_topic(text)
    edits = {"responses": _edit_responses, "nlu": _edit_nlu}
    parts = _SECTION.split(text.replace("\r\n", "\n"))
    try:
        edited = "".join(_edited_section(part, edits.get(part.partition(":")[0]), before, topic) for part in parts)
    except (YAMLError, KeyError, IndexError, TypeError) as error:
        raise _too_unusual() from error
    # Read back before anything is written: whatever ruamel makes of an odd file, no content is lost.
    if parse_topic(edited) != topic:
        raise _too_unusual()
    # Line ends stay as the editor's program wrote them.
    return edited.replace("\n", "\r\n") if "\r\n" in text else edited


def new_topic(topic: Topic) -> str:
    """Return the text of a new file for ``topic``."""
    return edited_topic(_TEMPLATE.format(label=topic.label, title=" ".join(topic.title.split())), topic)


def new_sentences(label: str, title: str, sentences: Sequence[str]) -> str:
    """Return the text of a new file of test sentences for a topic."""
    document = _yaml().load(f"# Testsätze zum Thema {title}: nicht aus den Beispielen.\nabsicht: {label}\n")
    document["saetze"] = CommentedSeq(_scalar(each) for each in sentences)
    return _as_text(document)


def edited_sentences(text: str, sentences: Sequence[str]) -> str:
    """Return the text of a file with these test sentences; comments and unchanged sentences stay.

    Raises:
        ContentError: the text is no such file.
    """
    try:
        document = _yaml().load(text)
        _set_sentences(document["saetze"], list(sentences))
        edited = _as_text(document)
        is_said = sentences_of(edited) == tuple(sentences)
    except (YAMLError, KeyError, TypeError, AttributeError) as error:
        raise _too_unusual(_SENTENCE_FILE) from error
    if not is_said:
        raise _too_unusual(_SENTENCE_FILE)
    return edited.replace("\n", "\r\n") if "\r\n" in text else edited


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the test sentences in a file's text; () where it is no such file."""
    try:
        data = yaml.load(text, Loader=FAST_SAFE_LOADER)  # noqa: S506 - a safe loader, in C
        return tuple(str(each) for each in data["saetze"])
    except (yaml.YAMLError, KeyError, TypeError):
        return ()


def _set_sentences(target: Any, sentences: list[str]) -> None:
    old = [str(each) for each in target]
    if [each for each in old if each in sentences] != [each for each in sentences if each in old]:
        target[:] = [_scalar(each) for each in sentences]  # in another order
        return
    for place in reversed(range(len(old))):
        if old[place] not in sentences:
            del target[place]
    for place, sentence in enumerate(sentences):
        if place >= len(target) or str(target[place]) != sentence:
            target.insert(place, _scalar(sentence))


def _too_unusual(file: str = "Die Themendatei") -> ContentError:
    what = "ist so ungewöhnlich geschrieben, dass sie sich hier nicht ändern lässt"
    return ContentError([Problem(file, 0, what, "bitte mit einem Texteditor ändern")])


def _edited_section(text: str, edit: Callable[[Any, Topic, Topic], None] | None, before: Topic, after: Topic) -> str:
    if edit is None:
        return text
    gap = _GAP.search(text)
    body = text[: gap.start()] if gap is not None else text
    document = _yaml().load(body + "\n")
    edit(document, before, after)
    return _as_text(document).rstrip("\n") + (gap.group(0) if gap is not None else "\n")


def _edit_nlu(document: Any, before: Topic, after: Topic) -> None:
    item = document["nlu"][0]
    if after.title != before.title:
        _child(item, "metadata", 1)["titel"] = _scalar(after.title)
    if after.examples != before.examples:
        item["examples"] = LiteralScalarString("".join(f"- {each}\n" for each in after.examples))


def _edit_responses(document: Any, before: Topic, after: Topic) -> None:
    if after.answers != before.answers:
        _set_list(document["responses"][f"utter_{before.label}"], before.answers, after.answers, _set_answer)


def _set_list(target: Any, before: Sequence[Any], after: Sequence[Any], change: Callable[..., None]) -> None:
    """Change the YAML list ``target`` from ``before`` to ``after``."""
    for index, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            change(target[index], old, new)
    del target[len(after) :]
    for new in after[len(before) :]:
        entry = CommentedMap()
        change(entry, None, new)
        target.append(entry)


def _set_answer(entry: Any, before: TopicAnswer | None, after: TopicAnswer) -> None:
    if before is None or before.text != after.text:
        entry["text"] = LiteralScalarString(after.text)
    if after.simple != (before.simple if before is not None else ""):
        _set_simple(entry, after.simple)
    old = before.buttons if before is not None else ()
    if old == after.buttons:
        return
    if not after.buttons:
        entry.pop("buttons", None)
        return
    if not entry.get("buttons"):
        entry["buttons"] = CommentedSeq()
    _set_list(entry["buttons"], old, after.buttons, _set_button)


def _set_simple(entry: Any, simple: str) -> None:
    if simple:
        metadata = _child(entry, "metadata", 1)
        metadata[SIMPLE_LANGUAGE] = LiteralScalarString(simple)
        return
    entry["metadata"].pop(SIMPLE_LANGUAGE)
    if not entry["metadata"]:
        del entry["metadata"]


def _set_button(entry: Any, before: TopicButton | None, after: TopicButton) -> None:
    if before is None or before.title != after.title:
        entry["title"] = _scalar(after.title)
    if before is None or before.payload != after.payload:
        entry["payload"] = _scalar(after.payload)


def _child(entry: Any, key: str, position: int) -> Any:
    """Return the mapping under ``key``, inserted at this position where there is none."""
    if not entry.get(key):
        entry.pop(key, None)
        entry.insert(position, key, CommentedMap())
    return entry[key]


def _scalar(text: str) -> str:
    """Return the text quoted where needed: Rasa and PyYAML read a bare ``no`` as false, ruamel (YAML 1.2) does not."""
    try:
        is_plain = yaml.load(text, Loader=FAST_SAFE_LOADER) == text  # noqa: S506 - a safe loader, in C
    except yaml.YAMLError:
        is_plain = False
    return text if is_plain else SingleQuotedScalarString(text)


def _yaml() -> YAML:
    parser = YAML()
    parser.preserve_quotes = True  # type: ignore[assignment]  # ruamel types both as None
    parser.width = 10**6  # type: ignore[assignment]  # lines stay as long as their author made them
    return parser


def _as_text(document: Any) -> str:
    output = StringIO()
    _yaml().dump(document, output)
    return output.getvalue()
