"""Words that the examples know: slips corrected towards them, and words that none of them has."""

from __future__ import annotations

import gzip
import json
import logging
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.german.stop_words import WordClass, classify
from bot.german.text import Word, fold, stem, tokenise

logger = logging.getLogger(__name__)
MIN_LETTERS = 5  # a shorter word is one slip away from too many others
TWO_SLIPS = 10  # from this length on
SURELY_RIGHT = 8  # examples that have a word which is not in the German list: „Copilot“, „smart.lab“
MIN_EXAMPLES = 2  # a word that one example has may itself be misspelt there
RARE = -15.0  # log probability below which a word of the German list is more likely a slip (it was counted on the web)
FILE = "spelling.npz"
_WORD = re.compile(r"[^\W\d_]+")
Checksums = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Spelling:
    """The learnt vocabulary.

    Attributes:
        surfaces: folded words of the examples with their most frequent spelling.
        targets: folded words to which others may be corrected, the most frequent first.
        german: sorted checksums of the folded words of German; a chance hit (1 in 25,000) leaves a slip uncorrected.
    """

    surfaces: dict[str, str]
    targets: tuple[str, ...]
    german: Checksums

    def correct(self, text: str) -> str:
        """Return the text with its words spelt as in the examples; case stays unless a word is replaced."""
        return _WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        folded = fold(word)
        surface = self.surfaces.get(folded)
        if surface is not None:
            return surface if _lacks_umlauts(word, surface) else word
        if len(folded) < MIN_LETTERS or self._is_german(folded):
            return word
        return self._nearest(folded) or word

    def _is_german(self, folded: str) -> bool:
        # Four bytes a word, where a set of the strings would take many times that.
        value = _checksum(folded)
        place = int(np.searchsorted(self.german, value))
        return place < len(self.german) and int(self.german[place]) == value

    def _nearest(self, folded: str) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(folded) >= TWO_SLIPS else 1
        # The most frequent word wins a tie, as it comes first.
        alike = [word for word in self.targets if word[0] == folded[0]]  # who types seldom slips on the first letter
        found = process.extractOne(folded, alike, scorer=OSA.distance, score_cutoff=slips)
        # A word with the same stem is another form, not a slip: „Vortrags“ stays.
        return self.surfaces[found[0]] if found and stem(found[0]) != stem(folded) else None

    def save(self, folder: Path) -> None:
        """Write plain arrays: loading runs no code."""
        words = np.array(list(self.surfaces.items()), dtype=str).reshape(-1, 2)
        np.savez(folder / FILE, words=words, targets=np.array(self.targets, dtype=str), german=self.german)

    @classmethod
    def load(cls, folder: Path) -> Spelling:
        """Read a saved vocabulary.

        Raises:
            OSError, ValueError, KeyError: the file is missing or damaged.
        """
        with np.load(folder / FILE, allow_pickle=False) as arrays:
            surfaces = dict(arrays["words"].tolist())
            return cls(surfaces, tuple(arrays["targets"].tolist()), arrays["german"])


def learn_spelling(texts: Iterable[str], german: Checksums) -> Spelling:
    """Learn the vocabulary from the examples and the checksums of German words."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in set(_WORD.findall(text)):
            spellings[fold(word)][word] += 1
    known = Spelling({}, (), german)
    sure = {word: forms for word, forms in spellings.items() if forms.total() >= MIN_EXAMPLES}
    surfaces = {word: forms.most_common(1)[0][0] for word, forms in sure.items()}
    targets = [
        word
        for word in surfaces
        if len(word) >= MIN_LETTERS - 1 and (known._is_german(word) or sure[word].total() >= SURELY_RIGHT)
    ]
    return Spelling(surfaces, tuple(sorted(targets, key=lambda word: -sure[word].total())), german)


def kept_german_words(folder: Path) -> Checksums:
    """Return :func:`german_words`, kept in ``folder`` for the next training."""
    file = folder / f"deutsch-{version('spacy-lookups-data')}.npy"
    try:
        return np.asarray(np.load(file, allow_pickle=False), dtype=np.uint32)
    except (OSError, ValueError):
        found = german_words()
    try:
        np.save(file, found)
    except OSError as error:
        logger.warning("Die Wortliste lässt sich nicht merken (%s): Das nächste Training dauert länger.", error)
    return found


def german_words() -> Checksums:
    """Return sorted CRC-32 sums of the not too rare words in spacy-lookups-data, in all forms (takes seconds)."""
    shares = _listed("de_lexeme_prob")
    lemmas = _listed("de_lemma_lookup")
    words = {word for word, share in shares.items() if share >= RARE}.union(lemmas, lemmas.values())
    folded = fold("\n".join(word for word in words if word.isalpha())).split("\n")  # at once: ten times as fast
    return np.unique(np.fromiter(map(_checksum, folded), dtype=np.uint32))


def _listed(name: str) -> dict[str, Any]:
    with (files("spacy_lookups_data") / "data" / f"{name}.json.gz").open("rb") as packed:
        return dict(json.loads(gzip.decompress(packed.read())))


def _lacks_umlauts(word: str, surface: str) -> bool:
    """Return whether a word differs from the surface only in umlauts or ß typed as two letters."""
    return len(word) > len(surface) and fold(word) == fold(surface) and word.isascii() and not surface.isascii()


def _checksum(folded: str) -> int:
    return zlib.crc32(folded.encode())


MIN_LETTERS_UNSEEN = 4
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
    return len(token.word) >= MIN_LETTERS_UNSEEN and classify(token.word, token.stem) not in QUIET
