"""The net that recognises emergencies: the features of a sentence, and the weights that judge them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.core.yaml_reader import load_yaml
from bot.fair.emergency_texts import GERMAN, UNCLEAR, Alarm, service_of
from bot.german.text import fold

# A file of 600 KB with all columns; hashing needs no vocabulary in it.
BUCKETS = 1 << 15
MAX_LETTERS, LONGEST_WORD = 8000, 40
NGRAMS = range(2, 6)
WORD_SHARE = 0.7  # of the words beside their letters
LENGTH = 1.2
_PIECE = re.compile(r"\w+|[?!]")
_REPEATED = re.compile(r"(.)\1{2,}")
Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """Return the folded words and marks of a text of at most ``MAX_LETTERS``: „Nich!!!“ is ``nich ! !``."""
    # Cut before and after: NFKC may lengthen a text many times.
    readable = unicodedata.normalize("NFKC", text[:MAX_LETTERS])[:MAX_LETTERS]
    return [fold(word[:LONGEST_WORD]) for word in _PIECE.findall(_REPEATED.sub(r"\1\1", readable))]


def vector_of(words: list[str], rarity: Values | None = None) -> tuple[Indices, Values]:
    """Return places (n,) and values (n,) of the words' vector, of Euclidean length 1.2; places may come twice.

    Args:
        words: see :func:`words_of`.
        rarity: (BUCKETS,) inverse document frequency of each place; None while that is being counted.
    """
    letters = Counter(index for word in words for index in _letters_of(word))
    pairs = zip(words, words[1:], strict=False)
    terms = Counter([*(_place(f"w {word}") for word in words), *(_place(f"w {a} {b}") for a, b in pairs)])
    places = np.fromiter([*letters, *terms], np.int64)
    values = np.concatenate([_unit(letters), WORD_SHARE * _unit(terms)]).astype(np.float32)
    if rarity is not None:
        values *= rarity[places]
        values *= LENGTH / max(float(np.linalg.norm(values)), 1e-9)
    return places, values


@lru_cache(maxsize=20_000)
def _letters_of(word: str) -> tuple[int, ...]:
    padded = f" {word} "
    return tuple(_place(padded[start : start + n]) for n in NGRAMS for start in range(max(len(padded) - n + 1, 0)))


def _place(term: str) -> int:
    # Not hash(): Python salts it for each process.
    return crc32(term.encode("utf-8", "ignore")) % BUCKETS


def _unit(counts: Counter[int]) -> npt.NDArray[np.float64]:
    values = np.fromiter(counts.values(), np.float64)
    return values / max(float(np.linalg.norm(values)), 1e-9)


FOLDER = Path(__file__).resolve().parent
NET_FILE, PLAIN_FILE = FOLDER / "netz.npz", FOLDER / "klare_woerter.yml"
# Probabilities from which a whole message, a part of one, and one with a plain word count; calibrated by bench notfall.
WHOLE, PART, PLAIN = 0.25, 0.8, 0.05
FOREIGN = 0.25  # instead of WHOLE in other languages
# From there on nothing but the emergency is answered; plain questions in other languages seem urgent more easily.
SURE, SURE_FOREIGN = 0.6, 0.95
SURE_SERVICE = 0.6  # share of the situations that need the same number; below, the answer names all numbers
SHORT_CRY, SHORT_PART, WINDOW, STEP = 2, 4, 10, 5  # words
TITLE_WORDS = 3  # fewer may be ordinary words: a booth „Es brennt“ must not blind the net
FOLLOWING = 3  # words after a title that may make it an alarm: „Mein Vater atmet“ and „nicht mehr“
_BETWEEN_PARTS = re.compile(r"([.!?;\n]+|\s(?:aber|but|mais|pero|ma|ale|ama|но|але)\s)", re.IGNORECASE)
_MARKS = ("!", "?")
Table = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Weights:
    """The trained models in 8 bits: ``table`` (BUCKETS, n) times ``scales`` (n,) plus ``biases`` (n,).

    The first column says whether it is an emergency, then come the situations, then the languages.
    """

    rarity: Values
    table: Table
    scales: Values
    biases: Values
    situations: tuple[str, ...]
    languages: tuple[str, ...]

    def scores(self, words: list[str], columns: slice) -> npt.NDArray[np.float64]:
        """Return the probabilities (0..1) of some columns, each for itself: they do not add up to 1."""
        places, values = vector_of(words, self.rarity)
        scores = (values @ self.table[places, columns].astype(np.float32)) * self.scales[columns] + self.biases[columns]
        return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30).astype(np.float64))))


class TitleFinder:
    """Finds titles of the programme in a text, in a number of steps that does not grow with their number."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        """Index the titles; one of fewer than ``TITLE_WORDS`` words is left out."""
        spoken = (tuple(word for word in words_of(title) if word not in _MARKS) for title in titles)
        self.known = frozenset(words for words in spoken if len(words) >= TITLE_WORDS)
        lengths: dict[str, set[int]] = {}
        for words in self.known:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def places(self, words: list[str], is_harmless: Callable[[tuple[str, ...]], bool]) -> set[int]:
        """Return the places of all words in titles that are harmless, also with the words behind them.

        Of several titles that begin at one word, the longest harmless one counts.
        """
        found: set[int] = set()
        start = 0
        while start < len(words):
            ends = (start + length for length in self._lengths.get(words[start], ()) if start + length <= len(words))
            titles = (end for end in ends if tuple(words[start:end]) in self.known)
            end = next((end for end in titles if is_harmless(tuple(words[start : end + FOLLOWING]))), start + 1)
            found.update(range(start, end) if end > start + 1 else ())
            # The words of a title are skipped, so a text is read once however many titles there are.
            start = end
        return found


NO_TITLES = TitleFinder()


class EmergencyNet:
    """Tells emergencies from all other messages; pure, thread-safe, a millisecond a message."""

    def __init__(self, weights: Weights, plain: Collection[str]) -> None:
        """Take the weights and ``plain``, folded words; one with „*“ at its end stands for every continuation."""
        self._weights = weights
        self._plain = {word for word in plain if not word.endswith("*")}
        self._starts = tuple(word[:-1] for word in plain if word.endswith("*"))

    def find(self, text: str, titles: TitleFinder = NO_TITLES) -> Alarm | None:
        """Return the emergency in a message, looked for in the whole and in its parts; None when there is none.

        Args:
            text: the message as typed.
            titles: of the programme; words in one are talked about, not happening. A title that would be an alarm
                itself is not exempt: „Mein Vater atmet nicht mehr“ may be meant.
        """
        pieces = [words_of(piece) for piece in _BETWEEN_PARTS.split(text[:MAX_LETTERS])]
        words = [word for piece in pieces for word in piece]
        hidden = titles.places(words, cache(self._is_harmless))
        language = self._language(words)
        whole = WHOLE if language == GERMAN else FOREIGN
        best, words = self._best(_views(_shown(pieces, hidden), whole))
        return Alarm(self._situation(words), language, self._is_sure(words, language)) if best >= 0 else None

    def _is_harmless(self, words: tuple[str, ...]) -> bool:
        return self._best(_views([list(words)], WHOLE))[0] < 0

    def _best(self, views: Iterable[tuple[list[str], float]]) -> tuple[float, list[str]]:
        found = ((self._excess(words, limit), words) for words, limit in views)
        return max(found, key=lambda pair: pair[0], default=(-1.0, []))

    def _is_sure(self, words: list[str], language: str) -> bool:
        found = float(self._weights.scores(words, slice(0, 1))[0])
        return self._has_plain(words) or found >= (SURE if language == GERMAN else SURE_FOREIGN)

    def _has_plain(self, words: list[str]) -> bool:
        return any(word in self._plain or word.startswith(self._starts) for word in words)

    def _excess(self, words: list[str], limit: float) -> float:
        """Return by how much the words exceed their limit; negative for no emergency."""
        found, is_plain = float(self._weights.scores(words, slice(0, 1))[0]), self._has_plain(words)
        if limit == PART or not is_plain:
            return found - (WHOLE if is_plain else limit)
        # „Hilfe!“, „Feuer!“: so short, a plain word needs no probability.
        is_cry = sum(word not in _MARKS for word in words) <= SHORT_CRY
        return 1.0 if is_cry else found - PLAIN

    def _situation(self, words: list[str]) -> str:
        names = self._weights.situations
        shares = self._weights.scores(words, slice(1, 1 + len(names)))
        # Sigmoids of one model a situation: only their proportions can be added up by service.
        shares = shares / shares.sum()
        services = [service_of(name) for name in names]
        totals = {each: sum(s for s, own in zip(shares, services, strict=True) if own == each) for each in services}
        needed = max(totals, key=totals.__getitem__)
        # A wrong number costs more time than an answer with all of them.
        if totals[needed] < SURE_SERVICE:
            return UNCLEAR
        return max((s, name) for s, name, own in zip(shares, names, services, strict=True) if own == needed)[1]

    def _language(self, words: list[str]) -> str:
        names = self._weights.languages
        scores = self._weights.scores(words, slice(1 + len(self._weights.situations), None))
        return names[int(scores.argmax())]


def _views(pieces: list[list[str]], limit: float) -> Iterator[tuple[list[str], float]]:
    """Yield the whole and windows of its parts with their limits; every second piece separates two parts."""
    whole = [word for piece in pieces for word in piece]
    spoken = sum(word not in _MARKS for word in whole)
    if spoken:
        yield whole, limit
    for words in pieces[::2]:
        for start in range(0, max(len(words) - WINDOW + STEP, 1), STEP):
            window = words[start : start + WINDOW]
            if SHORT_PART <= len(window) < spoken:
                yield window, PART


def _shown(pieces: list[list[str]], hidden: set[int]) -> list[list[str]]:
    places = count()
    return [[word for word in piece if next(places) not in hidden] for piece in pieces]


@cache
def load_net() -> EmergencyNet:
    """Return the net that lies beside this module; read once."""
    with np.load(NET_FILE, allow_pickle=False) as found:
        weights = Weights(
            found["rarity"].astype(np.float32), found["table"], found["scales"], found["biases"],
            tuple(map(str, found["situations"])), tuple(map(str, found["languages"])),
        )  # fmt: skip
    entry = load_yaml(PLAIN_FILE)
    return EmergencyNet(weights, {fold(word) for name in entry.names() for word in entry.texts(name)})
