"""Escape text that answers must show letter by letter: titles, names, reasons, visitors' own words.

Only texts by editors may link and emphasise (``**bold**``, ``[name](address)``); the chat, the try-out and the stories
render that markup in every answer, so text from elsewhere has to be disarmed before it is put into one.
"""

from __future__ import annotations

import re

WORD_JOINER = "\u2060"  # without width, and no line breaks there
# The first half of each mark only: parted by a joiner, the second half is plain text everywhere.
_MARKS = re.compile(r"\*(?=\*)|\](?=\()")


def as_text(text: str) -> str:
    """Return ``text`` so that no renderer takes a part of it for markup; most texts come back unchanged."""
    return _MARKS.sub(lambda match: match.group() + WORD_JOINER, text)
