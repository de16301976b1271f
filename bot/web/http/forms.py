"""Texts from forms and addresses, without invisible characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from sanic import Request

from bot.core.untrusted_text import storable
from bot.web.http.validation import FieldFault, bad_fields

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form, each once."""
    return storable({name: str(values[0]) for name, values in (request.form or {}).items()})


def query_of(request: Request) -> dict[str, str]:
    """The parameters of the address, each once, empty ones included."""
    return storable({name: str(values[0]) for name, values in request.get_args(keep_blank_values=True).items()})


def clean(text: str, field: str, required: bool = True) -> str:
    """One line of text without control characters and superfluous blanks.

    Raises:
        WebProblem: 400 when nothing is left of a required one.
    """
    # Cf holds marks that turn the direction of writing: a line would look other than it is
    readable = "".join(" " if unicodedata.category(each) in _INVISIBLE else each for each in text)
    line = " ".join(readable.split())
    if required and not line:
        raise bad_fields([FieldFault(field, text, "ist leer", "bitte ausfüllen")])
    return line


def lines_of(fields: Mapping[str, str], name: str) -> list[str]:
    """A field's lines, clean; a dash in front, as in lists of the files, is taken off."""
    lines = (clean(line, name, required=False) for line in fields.get(name, "").splitlines())
    return [line for line in (each.removeprefix("- ").strip() for each in lines) if line]
