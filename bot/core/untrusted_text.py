"""Text from outside, made safe for every database, file and log, and for Rasa: used by all entrances.

PostgreSQL refuses a NUL; UTF-8, and so SQLite and every file, refuses the lone surrogates that JSON can smuggle in.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar
from urllib.parse import unquote

_NOWHERE_STORABLE = re.compile("[\0\ud800-\udfff]")
Decoded = TypeVar("Decoded")


def storable(value: Decoded) -> Decoded:
    """Return a text without characters that cannot be stored; of decoded JSON, all texts in it, keys included."""
    cleaned: object = value
    if isinstance(value, str):
        cleaned = _NOWHERE_STORABLE.sub("", value)
    elif isinstance(value, list):
        cleaned = [storable(each) for each in value]
    elif isinstance(value, dict):
        cleaned = {storable(key): storable(each) for key, each in value.items()}
    return cleaned  # type: ignore[return-value]  # the kind of the value stays


def whole_number(text: str, most: int = 9) -> int | None:
    """Return the number that a text of up to ``most`` digits is; None for any other.

    ``int`` takes more than people mean by a number: „ 7“, „1_000“, „+3“, „٣“, and a thousand digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None


def from_address(part: str) -> str:
    """Return a part of an address's path as text; Sanic leaves them quoted."""
    return storable(unquote(part))


def clean_text(text: str) -> str:
    """Return typed text without surrounding blanks and without a leading character that could become a slash.

    Rasa takes a text that begins with "/" as a ready-made intent. The normalisation further on may uncover such a slash
    (full-width "／", invisible characters in front), so those go as well.
    """
    start = 0
    while start < len(text) and _may_hide_slash(text[start]):
        start += 1
    return text[start:].strip()


def _may_hide_slash(character: str) -> bool:
    return (
        character.isspace()
        or unicodedata.category(character) in ("Cc", "Cf")
        or unicodedata.normalize("NFKC", character).startswith("/")
    )
