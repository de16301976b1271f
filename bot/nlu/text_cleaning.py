"""The text of a message as the model reads it: cleaned, limited, with labels that have a meaning of their own."""

from __future__ import annotations

import re
import unicodedata

MAX_UNITS = 128  # some 450 letters of German; an ordinary question has 20
MAX_PIECES = 4
_UNIT = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{1,4}|\S")
_SENTENCE = re.compile(r"[^.!?]*[.!?]*\s*")
_UNREADABLE = {"Cc", "Cs", "Co", "Cn"}  # control characters, lone surrogates, private and unassigned ones


def count_units(text: str) -> int:
    """Return the number of units, which is about the number of tokens."""
    return sum(1 for _ in _UNIT.finditer(text))


def normalised(text: str, most: int) -> str:
    """Return the first ``most`` characters in NFKC, without invisible ones and with blanks for unreadable ones."""
    # Cut twice: NFKC makes up to 18 characters of one (U+FDFA).
    kinds = ((letter, unicodedata.category(letter)) for letter in unicodedata.normalize("NFKC", text[:most])[:most])
    return "".join(" " if kind in _UNREADABLE else letter for letter, kind in kinds if kind != "Cf")


def sentences(text: str) -> list[str]:
    """Cut a text at the ends of sentences, and within those that are longer than :data:`MAX_UNITS`."""
    return [piece for found in _SENTENCE.findall(text) for piece in _slices(found)]


def _slices(sentence: str) -> list[str]:
    borders = [unit.start() for unit in _UNIT.finditer(sentence)][MAX_UNITS::MAX_UNITS]
    cuts = zip([0, *borders], [*borders, len(sentence)], strict=True)
    return [sentence[begin:end] for begin, end in cuts if sentence[begin:end].strip()]


def pieces(text: str) -> list[str]:
    """Cut a text into up to :data:`MAX_PIECES` pieces of whole sentences, each of at most :data:`MAX_UNITS`."""
    found: list[str] = []
    room = 0
    for sentence in sentences(text):
        size = count_units(sentence)
        if size > room:
            found, room = [*found, ""], MAX_UNITS
        if len(found) > MAX_PIECES:
            return found[:MAX_PIECES]
        found[-1] += sentence
        room -= size
    return found or [text]


def core(text: str) -> str:
    """Return the part of a message that is read: all up to :data:`MAX_UNITS`, else questions before the rest."""
    if count_units(text) <= MAX_UNITS:
        return text
    every = sentences(text)
    kept: set[int] = set()
    room = MAX_UNITS
    # Taken in order of worth, put together in order of the text.
    for place in sorted(range(len(every)), key=lambda place: "?" not in every[place]):
        size = count_units(every[place])
        if size <= room:
            kept.add(place)
            room -= size
    return "".join(every[place] for place in sorted(kept)).strip()


OUT_OF_SCOPE = "ausserhalb"
# Answers to the bot, and what is not about the fair, are no topics to choose from.
NEVER_SUGGESTED = frozenset({
    OUT_OF_SCOPE, "bejahen", "verneinen", "auswahl", "korrektur", "mehr", "wiederholen", "neu_anfangen",
})  # fmt: skip


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
