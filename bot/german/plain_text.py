"""Words from elsewhere that answers must show letter by letter: titles, names, reasons, what a visitor has typed.

Only texts that editors wrote may link and emphasise (``**bold**``, ``[name](address)``); the chat, the try-out and the
stories read that in every answer.
"""

from __future__ import annotations

import re

WORD_JOINER = "\u2060"  # without width, and no line breaks there
_MARKS = re.compile(r"\*(?=\*)|\](?=\()")


def as_text(text: str) -> str:
    """The text so that no renderer takes a part of it for markup; looks the same, and most texts are the same."""
    return _MARKS.sub(lambda match: match.group() + WORD_JOINER, text)
