"""Sessions and booths that a question names by their whole title, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.answer_context import AnswerContext
from actions.reply import BOOTH, SESSION, Reference
from bot.german.stop_words import WordClass, classify
from bot.german.text import segments, tokenise

LOUD = (WordClass.CONTENT, WordClass.COMMON)
MIN_LOUD = 2  # „Fundgrube“ and „Ausblick“ are also everyday words
MIN_LOUD_IN_PART = 3  # „Open Data“ before a colon is no more than a topic


def titled(text: str, view: AnswerContext) -> list[Reference]:
    """What the text names by its whole title, or by a long part of it up to a colon; the longest titles only.

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
