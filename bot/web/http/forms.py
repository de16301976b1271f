"""Texts that come from forms, without what nobody can see."""

from __future__ import annotations

import unicodedata

from bot.web.http.validation import FieldFault, bad_fields

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def clean(text: str, field: str, required: bool = True) -> str:
    """One line of text without control characters and superfluous blanks.

    Raises:
        WebProblem: 400 when nothing is left of a required one.
    """
    readable = "".join(" " if unicodedata.category(each) in _INVISIBLE else each for each in text)
    line = " ".join(readable.split())
    if required and not line:
        raise bad_fields([FieldFault(field, text, "ist leer", "bitte ausfüllen")])
    return line
