"""Texts from outside as every database, file and log can hold them: the one function for all entrances.

PostgreSQL refuses a NUL; UTF-8, and so SQLite and every file, refuses the lone surrogates that JSON can smuggle in.
"""

from __future__ import annotations

import re
from typing import TypeVar
from urllib.parse import unquote

_NOWHERE_STORABLE = re.compile("[\0\ud800-\udfff]")
Decoded = TypeVar("Decoded")


def storable(value: Decoded) -> Decoded:
    """A text without what cannot be stored; of decoded JSON, all texts in it, keys included."""
    cleaned: object = value
    if isinstance(value, str):
        cleaned = _NOWHERE_STORABLE.sub("", value)
    elif isinstance(value, list):
        cleaned = [storable(each) for each in value]
    elif isinstance(value, dict):
        cleaned = {storable(key): storable(each) for key, each in value.items()}
    return cleaned  # type: ignore[return-value]  # the kind of the value stays


def from_address(part: str) -> str:
    """A part of an address's path as text; Sanic leaves them as they came."""
    return storable(unquote(part))
