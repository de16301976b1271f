"""Mask personal data in a text before it is kept for the editors."""

from __future__ import annotations

import re

MASK = "…"
_LETTERS = r"[^\W\d_]"
_WORD = rf"{_LETTERS}[\w'’-]*"
_CAPITAL = r"(?-i:[A-ZÄÖÜ])[\w'’-]*"
_TITLES = r"(?:(?:dr|prof|dipl|ing|med)\. ?|herr |frau )*"
_PARTICLES = r"(?:(?:von|van|der|den|de|zu|zum|zur|el|al|bin) )*"
# Words that end a name which is written small or in a sentence of capitals only.
_NO_NAME = (
    r"(?!(?:und|aber|oder|denn|wo|wie|was|wann|wer|ich|wir|mein\w*|such\w*|find\w*|bin|hab\w*|hätte|komm\w*|arbeit\w*"
    r"|möcht\w*|will|woll\w*|brauch\w*|kann|könn\w*|darf|aus|bei|beim|im|in|an|am|auf|mit|für|von|vom|gibt|ist|sind"
    r"|heute|morgen|hier|da|nicht|bitte)\b)"
)
_REST_OF_NAME = rf"(?: {_PARTICLES}{_NO_NAME}{_WORD})?(?: {_PARTICLES}{_NO_NAME}{_CAPITAL}){{0,2}}"
_TWO_CAPITALS = rf"{_PARTICLES}{_CAPITAL}(?: {_PARTICLES}{_NO_NAME}{_CAPITAL}){{1,2}}"
_MAIL = re.compile(
    r"[\w.+-]+(?:@| ?[(\[{](?:at|ät)[)\]}] ?)[\w-]+(?: ?(?:\.|[(\[{](?:dot|punkt)[)\]}]) ?[\w-]+)*|(?<!\w)@\w[\w.-]+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.:])(?!\d{1,2}\.\d{1,2}\.)(?!\d{4}-\d\d-\d\d\b)\+?\(?\d[\d /().-]{4,}\d(?![\w:])")
_HOURS = re.compile(r"\d{1,2}(?:\.\d\d)? ?- ?\d{1,2}(?:\.\d\d)?")
_NAMES = (
    re.compile(
        r"(?P<intro>\bich hei(?:ß|ss)e?[:,]? |\bmein name (?:ist|lautet|wäre)[:,]? |\bname: ?|\bhier spricht )"
        rf"{_TITLES}{_NO_NAME}{_WORD}{_REST_OF_NAME}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<intro>\b(?:ich bin|hier ist) (?:der |die )?){_TITLES}{_TWO_CAPITALS}", re.IGNORECASE),
    re.compile(rf"(?P<intro>\bgrü(?:ß|ss)e?n?,? (?:von )?){_TITLES}{_CAPITAL}(?: {_CAPITAL})?", re.IGNORECASE),
)


def mask_personal_data(text: str) -> str:
    """Return the text on one line without mail addresses, long numbers and names that introduce their bearer."""
    masked = _MAIL.sub(MASK, " ".join(text.split()))
    masked = _NUMBER.sub(_mask_number, masked)
    for names in _NAMES:
        masked = names.sub(rf"\g<intro>{MASK}", masked)
    return masked


def _mask_number(match: re.Match[str]) -> str:
    found = match.group()
    is_long = sum(letter.isdigit() for letter in found) >= 6
    return MASK if is_long and not _HOURS.fullmatch(found) else found
