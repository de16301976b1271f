"""Make any input safe to understand: no lone surrogates or control characters, bounded length."""

from __future__ import annotations

import re
import unicodedata

from bot.nlu.text_limits import core

MAX_LETTERS = 2000
MIN_QUESTION_WORDS = 2
_GREETING = re.compile(
    r"^(?:(?:hallo|hallöchen|hi|hey|moin(?: moin)?|servus|tach|mahlzeit|guten (?:tag|morgen|abend)|grüß gott"
    r"|sehr geehrte\w* \w+)"
    r"(?: (?:zusammen|allerseits|messelotse|lieber bot|liebes team|bot|du|ihr))?[\s,.!:–-]+)+",
    re.IGNORECASE,
)
# Pictures, arrows, dingbats, and what joins or colours them.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]+")
_BLANKS = re.compile(r"\s+")
_TOPIC_PAYLOAD = re.compile(r"^/(faq|smalltalk)/([a-z0-9_]+)$")
_THANKS = re.compile(r"^(?:danke|vielen dank|super|prima|toll|ok|okay|alles klar)\b[^.!?]{0,40}[.!?]\s+", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Drop characters that no model can read, join blanks, cut at 2,000 characters."""
    readable = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text[: MAX_LETTERS * 2]
    )
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", readable)).strip()[:MAX_LETTERS]


def readable_text(text: str) -> str:
    """Return the part of a message that is read: cleaned, and of a long letter its questions before the rest."""
    return core(clean_text(text))


def understood_text(text: str) -> str:
    """Return the text that the pipeline understands: cleaned, without a greeting before the question.

    „Guten Tag, wo kann ich parken?“ is a question, not a greeting; a greeting alone stays. Sentences in capitals are
    lower-cased. Emoji beside words go: to a sentence model they are words of their own.
    """
    cleaned = _without_emoji(readable_text(text))
    question = _GREETING.sub("", _THANKS.sub("", cleaned, count=1), count=1)
    understood = question if len(question.split()) >= MIN_QUESTION_WORDS else cleaned
    # A sentence model takes shouting for abbreviations; a single word in capitals may be one.
    return understood.lower() if understood.isupper() and " " in understood else understood


def _without_emoji(text: str) -> str:
    words = _BLANKS.sub(" ", _EMOJI.sub(" ", text)).strip()
    # Emoji alone are the message: they stay.
    return words if any(letter.isalpha() for letter in words) else text


def topic_of_payload(text: str) -> str:
    """Return ``faq/parken`` for ``/faq/parken``; "" when the text is no topic button."""
    match = _TOPIC_PAYLOAD.match(text.strip())
    return f"{match.group(1)}/{match.group(2)}" if match else ""
