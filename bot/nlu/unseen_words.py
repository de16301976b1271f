"""Words that no example about the fair has: „Wann ist die Buchmesse?“ sounds like a question about the fair.

Measured on sentences outside the training: one in seven questions about the fair has such a word, four in five of the
others. A novel word therefore asks for more confidence (see :mod:`bot.rasa.components.confidence_gate`).
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.german.stop_words import WordClass, classify
from bot.german.text import Word, tokenise

MIN_LETTERS = 4
QUIET = (WordClass.STOP, WordClass.GENERIC)


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of all words in ``texts``."""
    return frozenset(token.stem for text in texts for token in tokenise(text))


def novel_words(text: str, vocabulary: frozenset[str]) -> list[str]:
    """Return the content words (four letters or more, folded) whose stems the vocabulary does not have."""
    return [token.word for token in tokenise(text) if _is_content(token) and token.stem not in vocabulary]


def names_other_fair(words: Iterable[str]) -> bool:
    """Return whether one of these novel words is another fair: „Buchmesse“, „Ausbildungsmesse“."""
    return any(word.endswith(("messe", "messen")) for word in words)


def _is_content(token: Word) -> bool:
    return len(token.word) >= MIN_LETTERS and classify(token.word, token.stem) not in QUIET
