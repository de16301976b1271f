"""Names in a question: whole titles of sessions and booths, and people whom the programme does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reply import BOOTH, SESSION, Reference
from bot.dialogue.deixis import named_kind, names_own_topic
from bot.german.phrases import capitalise
from bot.german.stop_words import STOP_WORDS, WordClass, classify
from bot.german.text import fold, segments, tokenise

LOUD = (WordClass.CONTENT, WordClass.COMMON)
MIN_LOUD = 2  # „Fundgrube“ and „Ausblick“ are also everyday words
MIN_LOUD_IN_PART = 3  # „Open Data“ before a colon is no more than a topic

_TITLE = r"(?:herrn?|hr\.|frau|fr\.|dr\.?|prof\.?|professor(?:in)?)"
_TITLED = re.compile(rf"\b{_TITLE}\s+(?:{_TITLE}\s+)*([^\W\d_][\w’'-]+)(?:\s+([^\W\d_][\w’'-]+))?", re.IGNORECASE)
_BEFORE = r"(?:von|mit|bei|hält|spricht|kommt|leitet|macht|gibt|ist|heißt)"
_NAMED = re.compile(rf"\b(?i:{_BEFORE})\s+([A-ZÄÖÜ][a-zäöüß-]+\s+[A-ZÄÖÜ][a-zäöüß-]+)\b")
_NAMED_LAST = re.compile(r"\b(?:von|mit)\s+([^\W\d_]{3,}\s+[^\W\d_]{3,})\s*[?.!]*$", re.IGNORECASE)


def whole_titles_in(text: str, view: AnswerContext) -> list[Reference]:
    """Return the things named by their whole title, or by a long part of it up to a colon; the longest only.

    Only the exact words count, no synonym and no likeness. Where the text has further words of content, a title with
    two such words must stand in one piece („Smart City Barcelona“ is not „Smart City zum Mitmachen“), and one with a
    single word does not count: „Wann führt Köln die digitale Akte ein?“ asks for something else.
    """
    asked = _read(text)
    best: dict[Reference, int] = {}
    for reference, title in _titles(view):
        best[reference] = max((len(part.loud) for part in _parts(title) if asked.names(part)), default=0)
    longest = max(best.values(), default=0)
    return [reference for reference, length in best.items() if length == longest > 0]


@dataclass(frozen=True)
class _Words:
    """All stems of a text, and the classes of those that say something."""

    stems: tuple[str, ...]
    loud: dict[str, WordClass]

    def names(self, title: _Words) -> bool:
        if not title.loud.keys() <= self.loud.keys():
            return False
        further = [stem for stem, each in self.loud.items() if stem not in title.loud and each is WordClass.CONTENT]
        content = list(title.loud.values()).count(WordClass.CONTENT)
        return content > (0 if not further else 1 if self._has_in_one_piece(title) else 2)

    def _has_in_one_piece(self, title: _Words) -> bool:
        width = len(title.stems)
        return any(self.stems[at : at + width] == title.stems for at in range(len(self.stems) - width + 1))


def _read(text: str) -> _Words:
    tokens = tokenise(text)
    classes = {token.stem: classify(token.word, token.stem) for token in tokens}
    loud = {stem: each for stem, each in classes.items() if each in LOUD}
    return _Words(tuple(token.stem for token in tokens), loud)


def _titles(view: AnswerContext) -> Iterator[tuple[Reference, str]]:
    for session in view.catalogue.sessions:
        yield Reference(SESSION, session.id), session.title
    for booth in view.catalogue.booths:
        yield Reference(BOOTH, booth.number), booth.name


def _parts(title: str) -> Iterator[_Words]:
    """The title, then its longer parts, as far as they have enough words that say something."""
    whole = _read(title)
    if len(whole.loud) >= MIN_LOUD:
        yield whole
    yield from (part for part in map(_read, segments(title)) if len(part.loud) >= MIN_LOUD_IN_PART)


def unknown_name(question: Question, view: AnswerContext) -> str:
    """The name of a person who is neither in the programme nor at a booth; "" when the question names none."""
    called = _after_title(question.text) or _in_full(question, view)
    return "" if not called or _is_known(called, view) else called


def _after_title(text: str) -> str:
    """The name after „Frau“, „Herr“ or „Dr.“ as it was typed: ``Frau Schneider``."""
    match = _TITLED.search(text)
    if match is None or fold(match.group(1)) in STOP_WORDS:
        return ""
    second = match.group(2) or ""
    name = f"{match.group(1)} {second}" if second[:1].isupper() and match.group(1)[:1].isupper() else match.group(1)
    title = re.match(r"\w+", match.group())
    address = {"herrn": "Herrn", "herr": "Herrn", "hr": "Herrn", "frau": "Frau", "fr": "Frau"}
    prefix = address.get(title.group().casefold(), "") if title is not None else ""
    capital = " ".join(capitalise(part) for part in name.split())
    return f"{prefix} {capital}".strip()


def _in_full(question: Question, view: AnswerContext) -> str:
    """A full name after „von“ or „hält“ where a session is asked for, when the catalogue has none of its words."""
    match = _NAMED.search(question.text) or _NAMED_LAST.search(question.text)
    if match is None or named_kind(question.text) != "sitzung" or not names_own_topic(match.group(1)):
        return ""
    words = match.group(1).split()
    is_word = any(fold(word) in STOP_WORDS or view.index.search(word) for word in words)
    return "" if is_word else " ".join(capitalise(word) for word in words)


def _is_known(called: str, view: AnswerContext) -> bool:
    wanted = fold(called.split()[-1])
    names = [name for each in view.catalogue.sessions for name in each.speakers]
    names += [name for each in view.catalogue.booths for name in each.staff]
    return any(wanted in re.split(r"[\s-]+", fold(name)) or wanted == fold(name.split()[-1]) for name in names)
