"""Match a query word with the catalogue's words: exact, inflected, part of a compound, or one letter off."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import (
    NamedTuple,
)

from rapidfuzz.distance import OSA

from bot.german.stop_words import GENERIC_SPELLINGS, STOP_WORDS
from bot.programme.search.documents import HOW_ORDER, How
from bot.programme.search.postings import Places, Posting, Postings

INFLECTED = 0.97
FRONT_OF_COMPOUND = 0.85
END_OF_COMPOUND = 0.75
MIN_TYPO = 5
MIN_PART = 4
MIN_REST = 3
CACHE_WORDS = 4096
_QUIET_WORDS = (*sorted(GENERIC_SPELLINGS), *sorted(STOP_WORDS))
# „Kunst“ is no part of „künstlich“: what follows is an ending, not a second word.
_ENDINGS = ("lich", "isch", "ung", "end", "ern", "ier", "ist", "iker", "ik", "ell")


class Match(NamedTuple):
    """A place that a query word matches, with the likeness (0 to 1)."""

    posting: Posting
    likeness: float
    how: How


class Vocabulary:
    """The catalogue's words, indexed for look-up."""

    def __init__(self, postings: Postings) -> None:
        """Sort the words for prefix and suffix look-up and group them by length for typos."""
        self._postings = postings
        compoundable = {word for word in postings.compoundable if len(word) >= MIN_PART + MIN_REST}
        self._forwards = sorted(compoundable)
        self._backwards = sorted(word[::-1] for word in compoundable)
        self._by_length = _by_length((*postings.words, *postings.stems))
        # Caches of the instance, not of the class: they end with the catalogue they belong to.
        self.match: Callable[[str, str], tuple[Match, ...]] = lru_cache(CACHE_WORDS)(self._match)
        self.corrections: Callable[[str], tuple[str, ...]] = lru_cache(CACHE_WORDS)(self._corrections)

    def knows(self, word: str, word_stem: str) -> bool:
        """Return whether the catalogue has this word, as it stands or in another inflection."""
        return word in self._postings.words or word_stem in self._postings.stems

    def is_name(self, word: str) -> bool:
        """Return whether the word is part of a person's name."""
        return word in self._postings.names

    def _match(self, word: str, word_stem: str) -> tuple[Match, ...]:
        matches = _strongest((*self._whole_word(word, word_stem), *self._in_compounds(word, word_stem)))
        # Typos last: a word that is right somewhere is not corrected to another one.
        return matches or _strongest(self._misspelt(word))

    def _whole_word(self, word: str, word_stem: str) -> Iterator[Match]:
        yield from _matches(self._postings.words, word, 1.0, How.EXACT)
        yield from _matches(self._postings.stems, word_stem, INFLECTED, How.INFLECTED)

    def _in_compounds(self, word: str, word_stem: str) -> Iterator[Match]:
        for compound in _starting_with(self._forwards, word_stem):
            if _is_second_word(compound[len(word_stem) :]):
                yield from _matches(self._postings.words, compound, FRONT_OF_COMPOUND, How.COMPOUND)
        for backwards in _starting_with(self._backwards, word[::-1]):
            if len(backwards) - len(word) >= MIN_REST:
                yield from _matches(self._postings.words, backwards[::-1], END_OF_COMPOUND, How.COMPOUND)

    def _misspelt(self, word: str) -> Iterator[Match]:
        for correct in self.corrections(word):
            likeness = typo_likeness(len(word))
            yield from _matches(self._postings.words, correct, likeness, How.TYPO)
            yield from _matches(self._postings.stems, correct, likeness, How.TYPO)

    def _corrections(self, word: str) -> tuple[str, ...]:
        candidates = (other for length in (-1, 0, 1) for other in self._by_length.get(len(word) + length, ()))
        return tuple(other for other in candidates if is_typo(word, other))


def is_typo(word: str, correct: str) -> bool:
    """Return whether one letter is missing, extra, wrong or swapped; the first letter must be right."""
    if min(len(word), len(correct)) < MIN_TYPO or word[0] != correct[0] or word.isdigit():
        return False
    return OSA.distance(word, correct, score_cutoff=1) == 1


def typo_likeness(length: int) -> float:
    """Return the likeness (0 to 1) of a typo: the shorter a word, the likelier it is another word."""
    return {5: 0.6, 6: 0.7, 7: 0.75}.get(length, 0.8 if length > 7 else 0.6)


@lru_cache(CACHE_WORDS)
def quiet_correction(word: str) -> str | None:
    """Return the generic or stop word that this is with one letter off („Vortag“), or None."""
    return next((quiet for quiet in _QUIET_WORDS if is_typo(word, quiet)), None)


def _matches(places: Places, key: str, likeness: float, how: How) -> Iterator[Match]:
    return (Match(posting, likeness, how) for posting in places.get(key, ()))


def _strongest(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return the strongest match for each part of a document."""
    best: dict[Posting, Match] = {}
    for match in matches:
        known = best.get(match.posting)
        if known is None or (match.likeness, -HOW_ORDER[match.how]) > (known.likeness, -HOW_ORDER[known.how]):
            best[match.posting] = match
    return tuple(best.values())


def _starting_with(ordered: Sequence[str], start: str) -> Iterator[str]:
    if len(start) < MIN_PART or start in STOP_WORDS:
        return
    # Binary search in the sorted words instead of a scan of all of them for each term.
    for position in range(bisect_left(ordered, start), len(ordered)):
        if not ordered[position].startswith(start):
            return
        yield ordered[position]


def _is_second_word(rest: str) -> bool:
    return len(rest) >= MIN_REST and not rest.startswith(_ENDINGS)


def _by_length(words: Sequence[str]) -> dict[int, frozenset[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        groups[len(word)].append(word)
    return {length: frozenset(group) for length, group in groups.items()}
