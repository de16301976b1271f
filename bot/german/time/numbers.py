"""Folded spellings, and the German number words keyed by them.

Keys spell umlauts out (ä → ae) instead of dropping the dots as :func:`bot.german.text.fold` does: "schon" and "schön"
are different words in an expression of time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})


def fold(word: str) -> str:
    """Return the key of a word: small letters, umlauts spelled out."""
    return unicodedata.normalize("NFC", word).lower().translate(_FOLDS)


def word_forms(word: str) -> frozenset[str]:
    """Return the keys under which a word or phrase is typed: umlauts spelled out, and with the dots left off."""
    return frozenset({fold(word), word.lower().translate(_BARE)})


def spellings(*texts: str) -> frozenset[str]:
    """Return the keys of every word in ``texts`` (see :func:`word_forms`)."""
    return frozenset(key for text in texts for word in text.split() for key in word_forms(word))


def spelled(table: Mapping[str, int]) -> dict[str, int]:
    """Return ``table`` under every spelling of its words."""
    return {key: value for word, value in table.items() for key in word_forms(word)}


def forms(stems: Iterable[str], endings: str = "e en er es em") -> frozenset[str]:
    """Return the keys of adjectives: every stem with every ending."""
    return spellings(*(stem + ending for stem in stems for ending in endings.split()))


_ONES = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_TEENS = ("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = {20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig", 60: "sechzig", 70: "siebzig", 80: "achtzig"}


def _number_words() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_ONES + _TEENS)}
    words |= {word: tens for tens, word in _TENS.items()}
    words |= {f"{_ONES[one]}und{word}": tens + one for tens, word in _TENS.items() for one in range(1, 10)}
    return words | {"eins": 1, "zwo": 2, "neunzig": 90, "hundert": 100}


def _ordinal_words() -> dict[str, int]:
    # The only irregular ordinals in German.
    stems = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    words = {}
    for word, value in _number_words().items():
        stem = stems.get(value, word + ("t" if value < 20 else "st"))
        words.update({stem + ending: value for ending in ("e", "en", "er", "es", "em") if 0 < value < 32})
    return words | {"siebenten": 7, "siebente": 7, "siebenter": 7}


CARDINALS = spelled(_number_words())
ORDINALS = spelled(_ordinal_words())
ONE = spellings("ein eine einer einem einen eines ne ner nem nen")
FEW = frozenset({"paar"})
BOTH = frozenset({"beide", "beiden", "beider"})
# "anderthalb" has no number word inside; all others are built: "zweieinhalb", "dreiundeinhalb".
FRACTIONS: dict[str, float] = {"anderthalb": 1.5, "eineinhalb": 1.5, "einundeinhalb": 1.5}
FRACTIONS |= {f"{key}einhalb": value + 0.5 for key, value in CARDINALS.items() if 1 < value < 13}
FRACTIONS |= {f"{key}undeinhalb": value + 0.5 for key, value in CARDINALS.items() if 1 < value < 13}
HALF = frozenset({"halb", "halbe", "halben", "halbes", "halber"})
QUARTERS: dict[str, int] = {"viertel": 15, "dreiviertel": 45}
QUARTER_HOURS: dict[str, float] = {
    "viertelstunde": 0.25,
    "dreiviertelstunde": 0.75,
    "halbstunde": 0.5,
    "viertelstd": 0.25,
    "dreiviertelstd": 0.75,
}
