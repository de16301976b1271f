"""Readable identifiers for URLs, button payloads and file stems: lower case, digits, hyphens, umlauts written out."""

from __future__ import annotations

import re
import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def is_identifier(text: str) -> bool:
    """Return whether ``text`` can stand in a URL or a button payload unescaped."""
    return _IDENTIFIER.fullmatch(text) is not None


def slug(text: str, separator: str = "-") -> str:
    """Return a readable identifier; "" when no letter or digit is left.

    „Künstliche Intelligenz: Was nun?“ becomes ``kuenstliche-intelligenz-was-nun``.
    """
    # Composed first: browsers on macOS send umlauts as letter and dots, which the table of single characters would
    # miss.
    written_out = unicodedata.normalize("NFC", text).lower().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", written_out).encode("ascii", "ignore").decode("ascii")
    return separator.join(re.findall(r"[a-z0-9]+", plain))


def unique(candidate: str, taken: set[str]) -> str:
    """Return ``candidate``, else ``candidate-2``, ``candidate-3`` …, and add the result to ``taken``."""
    answer, number = candidate, 2
    while answer in taken:
        answer, number = f"{candidate}-{number}", number + 1
    taken.add(answer)
    return answer
