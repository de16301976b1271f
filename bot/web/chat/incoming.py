"""Decodes and checks messages from browsers before anything else sees them."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

from bot.content.languages import LANGUAGE_KEY, LANGUAGES
from bot.content.topics import is_payload
from bot.core.untrusted_text import clean_text, storable
from bot.web.http.problems import WebProblem
from bot.web.http.validation import MAXIMUM_BODY

MAXIMUM_TEXT = 2_000  # characters
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_FIELDS = ("id", "text", "knopf", "titel", LANGUAGE_KEY)


@dataclass(frozen=True)
class Incoming:
    """One message of a visitor: typed ``text``, or the ``payload`` of a button (never both).

    ``language`` is a key of :data:`LANGUAGES`, "" for German.
    """

    id: str
    text: str = ""
    payload: str = ""
    title: str = ""
    language: str = ""


def parse_incoming(body: bytes) -> Incoming:
    """Decode the body of POST /chat/nachricht.

    Raises:
        WebProblem: 413 when it is too large, 400 when it is anything but a usable message.
    """
    # before decoding: JSON of any size would be parsed first
    if len(body) > MAXIMUM_BODY:
        raise _too_long()
    fields = _read_fields(body)
    if not _UUID.fullmatch(fields.get("id", "")):
        raise _unusable("Die Nachricht hat keine gültige Kennung.")
    if ("text" in fields) == ("knopf" in fields):
        raise _unusable("Die Nachricht braucht entweder einen Text oder einen Knopf.")
    if "knopf" in fields and not is_payload(fields["knopf"]):
        raise _unusable("Diesen Knopf gibt es nicht.")
    text = clean_text(fields.get("text", ""))
    if "text" in fields and not text:
        raise WebProblem(400, "Ihre Nachricht ist leer.", "Bitte schreiben Sie eine Frage.")
    if len(unicodedata.normalize("NFKC", text)) > MAXIMUM_TEXT:  # a single character may stand for eighteen
        raise _too_long()
    if fields.get(LANGUAGE_KEY, "") not in ("", *LANGUAGES):
        raise _unusable(f"Die Angabe „{LANGUAGE_KEY}“ ist unbekannt, möglich ist „{'“, „'.join(LANGUAGES)}“.")
    # the id is a key in the database: the same UUID in capitals is the same message
    return Incoming(
        fields["id"].lower(), text, fields.get("knopf", ""), fields.get("titel", ""), fields.get(LANGUAGE_KEY, "")
    )


def _read_fields(body: bytes) -> dict[str, str]:
    try:
        decoded = storable(json.loads(body.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise _unusable("Die Nachricht ist nicht lesbar.") from error
    if not isinstance(decoded, dict):
        raise _unusable("Die Nachricht ist nicht lesbar.")
    fields = {name: decoded[name] for name in _FIELDS if decoded.get(name) is not None}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise _unusable(f"Die Angabe „{name}“ ist kein Text.")
    return fields


def _unusable(what: str) -> WebProblem:
    return WebProblem(400, what, "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.")


def _too_long() -> WebProblem:
    return WebProblem(413, "Ihre Nachricht ist zu lang.", f"Bitte kürzen Sie sie auf höchstens {MAXIMUM_TEXT} Zeichen.")
