"""The checks of topic files on a draft before it is saved, each fault with the form's field it belongs to.

Apart from the check of stored files, because an editor needs the fault beside the field, not a line number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.content.checks.text_flaws import payload_flaws, text_flaws
from bot.content.checks.topics import MIN_SENTENCES
from bot.content.content import read_content
from bot.content.examples import MIN_EXAMPLES, all_examples, mark_flaws, plain
from bot.content.known_names import KnownNames, known_names
from bot.content.simple_language import simple_text_faults
from bot.content.topic_editing import sentences_of
from bot.content.topics import Topic, TopicAnswer
from bot.core.errors import ContentError
from bot.core.yaml_reader import load_yaml
from bot.german.slugs import slug

TITLE, EXAMPLES, SENTENCES = "titel", "beispiele", "saetze"


@dataclass(frozen=True)
class Fault:
    """A fault of one field of the form, and its remedy."""

    field: str
    what: str
    remedy: str


def draft_faults(root: Path, stem: str, topic: Topic, variables: Mapping[str, str]) -> list[Fault]:
    """Return everything that keeps ``topic`` from being saved as the file ``stem``."""
    found = (
        [] if topic.title else [Fault(TITLE, "Der Titel fehlt", "bitte in ein bis drei Wörtern sagen, worum es geht")]
    )
    known = replace(known_names(root, read_content(root)), variables=variables)
    for index, answer in enumerate(topic.answers):
        found += _answer_faults(index, answer, known)
    marks = [Fault(EXAMPLES, *flaw) for each in topic.examples for flaw in mark_flaws(each, known)]
    return found + marks + _example_faults(root, stem, topic.examples)


def _answer_faults(index: int, answer: TopicAnswer, known: KnownNames) -> list[Fault]:
    text, simple = f"text_{index}", f"leicht_{index}"
    found = [] if answer.text else [Fault(text, "Die Antwort fehlt", "bitte eintragen, was der Bot sagen soll")]
    found += _text_faults(text, answer.text, known)
    found += _text_faults(simple, answer.simple, known)
    found += [Fault(simple, what, remedy) for what, remedy in simple_text_faults(answer.simple)]
    for number, button in enumerate(answer.buttons):
        field = f"knopf_{index}_{number}"
        if not button.title:
            found.append(Fault(field, "Die Beschriftung fehlt", "bitte eintragen, was auf dem Knopf stehen soll"))
        found += [Fault(field, what, remedy) for what, remedy in payload_flaws(button.payload, known)]
    return found


def _example_faults(root: Path, stem: str, examples: Sequence[str]) -> list[Fault]:
    found = []
    if len(examples) < MIN_EXAMPLES:
        what = f"Erst {len(examples)} von mindestens {MIN_EXAMPLES} Beispielfragen"
        found.append(Fault(EXAMPLES, what, "bitte ergänzen, jede in einer eigenen Zeile und anders gesagt"))
    folded = [each.casefold() for each in examples]
    # Reversed, so that the spelling that came first is shown.
    twice = {each.casefold(): each for each in reversed(examples) if folded.count(each.casefold()) > 1}
    found += [Fault(EXAMPLES, f"„{each}“ steht hier doppelt", "bitte nur einmal behalten") for each in twice.values()]
    own = set(folded)
    for path, sentence in all_examples(root):
        if path.stem != stem and sentence.casefold() in own:
            what = f"„{sentence}“ steht schon beim Thema „{title_of(path)}“"
            found.append(Fault(EXAMPLES, what, "bitte nur beim passenden Thema behalten"))
    return found


def new_topic_faults(root: Path, stem: str, topic: Topic, sentences: Sequence[str]) -> list[Fault]:
    """Return faults beyond :func:`draft_faults` when a topic is created: its name and its test sentences."""
    found = []
    if topic.title and not stem:
        found.append(Fault(TITLE, "Der Titel hat keine Buchstaben", "bitte in Worten sagen, worum es geht"))
    # below all of data: a topic and an intent with one stem would share their test sentences
    if stem and any((root / "data").rglob(f"{stem}.yml")):
        found.append(Fault(TITLE, f"Ein Thema „{topic.title}“ gibt es schon", "bitte dort ergänzen oder anders nennen"))
    return found + sentence_faults(root, stem, topic.examples, sentences)


def sentence_faults(root: Path, stem: str, examples: Sequence[str], sentences: Sequence[str]) -> list[Fault]:
    """Return the faults of the test sentences of the topic ``stem``, which has these example sentences."""
    found = []
    if len(sentences) < MIN_SENTENCES:
        what = f"Erst {len(sentences)} von mindestens {MIN_SENTENCES} Testsätzen"
        found.append(Fault(SENTENCES, what, "bitte ergänzen: Fragen, die nicht unter den Beispielfragen stehen"))
    others = {plain(text) for path, text in all_examples(root) if path.stem != stem}
    # {plain(each) for each in examples} | a test sentence that is an example only measures memory
    known = others | {plain(each) for each in examples}
    elsewhere = _tested_elsewhere(root, stem)
    seen: set[str] = set()
    for sentence in sentences:
        words = plain(sentence)
        if words in known:
            found.append(Fault(SENTENCES, f"„{sentence}“ ist auch eine Beispielfrage", "bitte anders fragen"))
        elif words in seen or words in elsewhere:
            where = "hier doppelt" if words in seen else f"auch bei „{title_of_stem(root, elsewhere[words])}“"
            found.append(Fault(SENTENCES, f"„{sentence}“ steht {where}", "bitte nur einmal behalten"))
        seen.add(words)
    return found


def _tested_elsewhere(root: Path, stem: str) -> dict[str, str]:
    """Return the stem of the other topic by each of its test sentences."""
    files = [path for path in sorted((root / "tests" / "saetze").glob("*.yml")) if path.stem != stem]
    texts = {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in files}
    return {plain(each): other for other, text in texts.items() for each in sentences_of(text)}


def title_of_stem(root: Path, stem: str) -> str:
    """Return the title of the topic or intent whose file has this stem, else the stem."""
    paths = sorted((root / "data").rglob(f"{stem}.yml"))
    return title_of(paths[0]) if paths else stem


def stem_of(title: str) -> str:
    """Return the file stem for a new topic: „Regen & Schirme“ becomes ``regen_schirme``."""
    # file systems allow 255 bytes, but the name also becomes part of addresses and payloads
    return slug(title, "_")[:60].strip("_")


def title_of(path: Path) -> str:
    """Return the title of the topic or intent in this file, else its stem."""
    try:
        return load_yaml(path).entries("nlu")[0].entry("metadata").text("titel", "") or path.stem
    except (ContentError, IndexError):
        return path.stem


def _text_faults(field: str, text: str, known: KnownNames) -> list[Fault]:
    return [Fault(field, flaw.what, flaw.remedy) for flaw in text_flaws(text, known)]
