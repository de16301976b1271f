"""The meaning of a question for the search: the words that count, and a booth by its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.german.stop_words import BEFORE_NUMBER, KIND_HINT, SESSION_FAMILY, ThingKind, WordClass, classify
from bot.german.text import Word, fold, stem
from bot.programme.search.documents import How
from bot.programme.search.synonyms import Synonyms
from bot.programme.search.vocabulary import Vocabulary, quiet_correction

MAX_PIECES = 3
_NOT_ALNUM = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_LED_BY_STAND = re.compile(r"^(?:stand|nr)(?=[a-z]{0,2}\d)")


class BoothNumbers:
    """Finds the numbers of existing booths in a text."""

    def __init__(self, numbers: Iterable[str]) -> None:
        """Take the numbers as the catalogue spells them."""
        self._numbers: dict[str, list[str]] = {}
        for number in numbers:
            self._numbers.setdefault(_normal(number), []).append(number)

    def find(self, tokens: Sequence[Word]) -> list[tuple[str, range]]:
        """Return each booth number named, with the tokens that name it; longer ones win."""
        found: list[tuple[str, range]] = []
        position = 0
        while position < len(tokens):
            width = self._width_at(tokens, position)
            key = _joined(tokens[position : position + width])
            found.extend((number, range(position, position + width)) for number in self._numbers.get(key, ()))
            position += max(width, 1)
        return found

    def _width_at(self, tokens: Sequence[Word], position: int) -> int:
        # Widest first: „B 3 1“ may be B31.
        for width in range(min(MAX_PIECES, len(tokens) - position), 0, -1):
            key = _joined(tokens[position : position + width])
            if key in self._numbers and _is_booth(key, tokens, position, width):
                return width
        return 0


def _is_booth(key: str, tokens: Sequence[Word], position: int, width: int) -> bool:
    """Return whether the key names a booth here.

    A bare number does so only behind „Stand“ or „Nr.“, written onto it, or as the whole message.
    """
    before = tokens[position - 1] if position else None
    if before is not None and KIND_HINT.get(before.stem) is ThingKind.ROOM:
        return False
    is_called = before is not None and before.word in BEFORE_NUMBER or not tokens[position].word[0].isdigit()
    return not key.isdigit() or is_called or len(tokens) == width


def _joined(tokens: Sequence[Word]) -> str:
    return _LED_BY_STAND.sub("", _normal("-".join(token.word for token in tokens)))


def _normal(number: str) -> str:
    return _NOT_ALNUM.sub("", _LEADING_ZEROS.sub("", fold(number)))


CONTENT = 1.0
WEIGHTS = {WordClass.CONTENT: CONTENT, WordClass.COMMON: 0.35, WordClass.GENERIC: 0.0, WordClass.STOP: 0.0}
NUMBER_WEIGHT = 0.5
WHOLE_COMPOUND = 0.9
FRONT_ONLY = 0.75
END_ONLY = 0.55
# Splitting tries each cut; longer strings are no German words and would only cost time.
MAX_COMPOUND = 40
MIN_COMPOUND = 6
MIN_LONE_PART = 5


@dataclass(frozen=True)
class Term:
    """A word of the query, or one part of a compound.

    Attributes:
        token: number of the token it comes from.
        weight: how much it says, 0 to 1.
        factor: 1 for a word of its own, less for a part of a compound.
        lone: whether the compound's other part is no generic word, so that rooms and people cannot be meant.
    """

    word: str
    stem: str
    token: int
    weight: float
    factor: float = 1.0
    lone: bool = False


@dataclass
class Query:
    """Terms in their order, the kinds and session families hinted at; families hold "" for any session."""

    text: str
    tokens: Sequence[Word]
    terms: list[Term] = field(default_factory=list)
    kinds: set[ThingKind] = field(default_factory=set)
    families: set[str] = field(default_factory=set)

    def text_of(self, token: int) -> str:
        """Return a token as the visitor spelt it."""
        return self.text[self.tokens[token].start : self.tokens[token].end]


class Analyst:
    """Analyses queries with the catalogue's vocabulary."""

    def __init__(self, vocabulary: Vocabulary, synonyms: Synonyms, families: frozenset[str]) -> None:
        """Take the vocabulary and the session families that a query may name."""
        self._vocabulary = vocabulary
        self._synonym_words = synonyms.words
        self._generic = synonyms.generic_stems
        self._families = families

    def analyse(self, text: str, tokens: Sequence[Word]) -> Query:
        """Return the terms and hints of a query."""
        query = Query(text, tokens)
        for number, token in enumerate(tokens):
            before = tokens[number - 1] if number else None
            for term in self._terms(token, number, before):
                query.terms.append(term)
                self._note_hints(query, term)
        return query

    def _note_hints(self, query: Query, term: Term) -> None:
        kind, family = KIND_HINT.get(term.stem), SESSION_FAMILY.get(term.stem)
        if kind is not None:
            query.kinds.add(kind)
        if family is None and term.stem in self._families:
            family = term.stem
        if family is not None:
            query.kinds.add(ThingKind.SESSION)
            query.families.add(family)

    def _terms(self, token: Word, number: int, before: Word | None) -> tuple[Term, ...]:
        if before is not None and self._is_name(token, before):
            return (Term(token.word, token.stem, number, CONTENT),)
        plain = Term(token.word, token.stem, number, self._weight(token.word, token.stem))
        is_known = self._is_known(token.word, token.stem) or token.stem in self._families
        if plain.weight < CONTENT or is_known:
            return (plain,)
        parts = self._split(token.word) if MIN_COMPOUND <= len(token.word) <= MAX_COMPOUND else None
        if parts is not None:
            return self._part_terms(parts, number)
        # „Vortag“ is „Vortrag“ with a slip, unless the catalogue has the word itself.
        quiet = None if self._is_matched(token) else quiet_correction(token.word)
        return (plain,) if quiet is None else (Term(quiet, stem(quiet), number, 0.0),)

    def _is_name(self, token: Word, before: Word) -> bool:
        """Return whether a stop word is a name here: „Frau Weiß“, „Karla Weiß“."""
        follows_name = KIND_HINT.get(before.stem) is ThingKind.SPEAKER or self._vocabulary.is_name(before.word)
        return follows_name and self._vocabulary.is_name(token.word)

    def _is_matched(self, token: Word) -> bool:
        return any(match.how is not How.TYPO for match in self._vocabulary.match(token.word, token.stem))

    def _weight(self, word: str, word_stem: str) -> float:
        word_class = classify(word, word_stem, self._generic)
        return NUMBER_WEIGHT if word.isdigit() and word_class is WordClass.CONTENT else WEIGHTS[word_class]

    def _is_known(self, word: str, word_stem: str) -> bool:
        return self._vocabulary.knows(word, word_stem) or word_stem in self._synonym_words

    def _is_part(self, word: str) -> bool:
        """Return whether a word can stand in a compound: one of the catalogue's, or one that says little."""
        word_class = classify(word, stem(word), self._generic)
        if word_class is WordClass.CONTENT:
            return self._is_known(word, stem(word))
        return word_class is not WordClass.STOP

    def _split(self, word: str) -> tuple[str, ...] | None:
        """Return the parts of a compound, an unknown part with a leading „?“; None when it is none."""
        whole = self._split_whole(word, depth=2)
        if whole is not None or self._vocabulary.corrections(word):  # rather a typo than half a compound
            return whole
        return self._split_front(word) or self._split_end(word)

    def _split_whole(self, word: str, depth: int) -> tuple[str, ...] | None:
        # Longest front first, as in „Datenschutz-Beratung“ rather than „Daten-Schutzberatung“.
        for cut in range(len(word) - 3, 1, -1):
            front, rest = word[:cut], word[cut:]
            if not self._is_part(front) or not self._may_start(front, rest):
                continue
            if self._is_part(rest):
                return (front, rest)
            tail = self._split_whole(rest, depth - 1) if depth > 1 and len(front) > 3 else None
            if tail is not None:
                return (front, *tail)
        return None

    def _may_start(self, front: str, rest: str) -> bool:
        """Return whether ``front`` may begin a compound: KI-Workshop, but not Ki-nder."""
        return len(front) > 3 or classify(rest, stem(rest), self._generic) is WordClass.GENERIC

    def _split_front(self, word: str) -> tuple[str, ...] | None:
        for cut in range(len(word) - 4, MIN_LONE_PART - 1, -1):
            if self._is_content_part(word[:cut]):
                return (word[:cut], "?" + word[cut:])
        return None

    def _split_end(self, word: str) -> tuple[str, ...] | None:
        for cut in range(3, len(word) - MIN_LONE_PART + 1):
            if self._is_content_part(word[cut:]):
                return ("?" + word[:cut], word[cut:])
        return None

    def _is_content_part(self, word: str) -> bool:
        return self._weight(word, stem(word)) == CONTENT and self._vocabulary.knows(word, word)

    def _part_terms(self, parts: tuple[str, ...], number: int) -> tuple[Term, ...]:
        factor = FRONT_ONLY if parts[-1].startswith("?") else END_ONLY if parts[0].startswith("?") else WHOLE_COMPOUND
        words = [part.lstrip("?") for part in parts]
        weights = [self._weight(word, stem(word)) for word in words]
        lone = sum(weight > 0 for weight in weights) > 1
        return tuple(
            Term(word, stem(word), number, weight, factor, lone) for word, weight in zip(words, weights, strict=True)
        )
