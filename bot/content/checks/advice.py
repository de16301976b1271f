"""Advice on example sentences while they are written: repeated, only misspelt, too few, all alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from bot.content.examples import MIN_EXAMPLES, plain
from bot.german.text import fold

_LITTLE_WORDS = frozenset(map(fold, (
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "und", "oder", "im", "in", "am", "an",
    "auf", "bei", "beim", "mit", "ohne", "von", "vom", "zu", "zum", "zur", "nach", "aus", "wie", "wo", "was", "ist",
    "gibt", "es", "ich", "mein", "meine", "für",
)))  # fmt: skip
MOST_TYPOS, LEAST_LETTERS = 2, 5  # of a word
ALIKE_SHARE, ALIKE_LEAST = 0.8, MIN_EXAMPLES


@dataclass(frozen=True)
class Advice:
    """A remark in German on one sentence, or on all of them ("").

    Attributes:
        topic: the stem of the topic that may be the better place; "" for none.
    """

    sentence: str
    text: str
    topic: str = ""


def advise(new: Sequence[str], examples: Sequence[str], elsewhere: Mapping[str, str]) -> list[Advice]:
    """Return the remarks on example sentences; they advise and never keep a topic from being saved.

    Args:
        new: the sentences to judge, each once.
        examples: all of the topic as they stand now, the new ones among them.
        elsewhere: the title of the other topic that has a sentence, by its :func:`plain` form.
    """
    found = []
    for sentence in new:
        # One remark a sentence, the gravest first: several at once only confuse.
        remark = _elsewhere(sentence, elsewhere) or _repeated(sentence, examples) or _misspelt(sentence, examples)
        if remark:
            found.append(Advice(sentence, remark))
    return found + [Advice("", remark) for remark in (_too_few(examples), _one_sided(examples)) if remark]


def _elsewhere(sentence: str, elsewhere: Mapping[str, str]) -> str:
    title = elsewhere.get(plain(sentence))
    return f"steht schon bei „{title}“. Bitte nur beim passenden Thema behalten." if title else ""


def _repeated(sentence: str, examples: Sequence[str]) -> str:
    same = [each for each in examples if plain(each) == plain(sentence)]
    if len(same) < 2:
        return ""
    other = next((each for each in same if each != sentence), "")
    return f"ist dasselbe wie „{other}“." if other else "steht doppelt da."


def _misspelt(sentence: str, examples: Sequence[str]) -> str:
    other = next((each for each in examples if each != sentence and differs_by_typos(each, sentence)), "")
    return f"unterscheidet sich von „{other}“ nur durch Tippfehler. Anders gesagt hilft sie mehr." if other else ""


def differs_by_typos(one: str, other: str) -> bool:
    """Return whether two sentences differ by misspelt words only; short words differ in meaning (B2, B3)."""
    first, second = ([fold(word) for word in plain(each).split()] for each in (one, other))
    if len(first) != len(second) or plain(one) == plain(other):
        return False
    # same number of words: a word more or less is no slip
    pairs = [(left, right) for left, right in zip(first, second, strict=True) if left != right]
    return all(
        min(len(left), len(right)) >= LEAST_LETTERS and DamerauLevenshtein.distance(left, right) <= MOST_TYPOS
        for left, right in pairs
    )


def are_alike(title: str, other: str) -> bool:
    """Return whether one title has all content words of the other: „Handy laden“, „Handy und Notebook laden“."""
    first, second = ({fold(word) for word in plain(each).split()} - _LITTLE_WORDS for each in (title, other))
    # little words aside: „Wo kann ich mein Handy laden?“ and „Handy laden“ name one thing
    return bool(first and second) and (first <= second or second <= first)


def _too_few(examples: Sequence[str]) -> str:
    if len(examples) >= MIN_EXAMPLES:
        return ""
    return f"Erst {len(examples)} von mindestens {MIN_EXAMPLES} Beispielfragen, besser sind fünfzehn."


def _one_sided(examples: Sequence[str]) -> str:
    beginnings = Counter(words[0] for each in examples if (words := plain(each).split()))
    if not beginnings:
        return ""
    word, count = beginnings.most_common(1)[0]
    if count < ALIKE_LEAST or count < ALIKE_SHARE * len(examples):
        return ""
    return f"{count} von {len(examples)} Fragen beginnen mit „{word}“. Bitte auch anders anfangen."
