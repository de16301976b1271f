"""Words that point from the moment of speaking: "jetzt", "gleich", "als Nächstes", "danach", "später", "vorhin"."""

from __future__ import annotations

from bot.german.time.model import Phrase, Relation, TimePoint
from bot.german.time.numbers import spellings, word_forms
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import DAY_SHIFTS, NEXT, NEXT_ITEMS, NOT_SOON, WEEKDAYS

Found = tuple[Phrase, int] | None
_PHRASES: tuple[tuple[Relation, str], ...] = (
    ("earlier", "vorhin|gerade eben|eben gerade|vor kurzem|eben erst"),
    (
        "now",
        "jetzt|jetz|jetzt gerade|jetzt grade|gerade|grade|gerade jetzt|genau jetzt|momentan|aktuell|aktuelle|"
        "aktuellen|aktuelles|aktueller|derzeit|im moment|in diesem moment|im augenblick|augenblicklich|zurzeit|"
        "zur zeit|zur stunde|in diesem augenblick|sofort",
    ),
    (
        "next",
        "gleich|jetzt gleich|als nächstes|als nächste|als nächster|als naechsten|demnächst|in kürze|bald|so bald wie "
        "möglich|so früh wie möglich|so schnell wie möglich|in bälde",
    ),
    ("after", "danach|anschließend|im anschluss|hinterher|direkt danach|gleich danach|kurz danach|im anschluß"),
    ("later", "später|nachher|später noch|etwas später|im laufe des tages|noch später"),
)
# Words of the longest entry above, "so früh wie möglich" and one to spare.
_LONGEST = 5


def _table() -> dict[str, Relation]:
    phrases = ((relation, phrase) for relation, texts in _PHRASES for phrase in texts.split("|"))
    return {key: relation for relation, phrase in phrases for key in word_forms(phrase)}


_RELATIONS = _table()
_FAREWELLS = spellings("bis tschüss tschüs ciao")
_PARTING = _FAREWELLS | spellings("ok okay danke dann also na gut alles klar zusammen , ! . ) :")
_NOT_STRAIGHT = spellings("zahlen zahl aus so strecke linie")


def parse_deictic(tokens: TimeTokens, at: int) -> Found:
    """Return the longest pointing word or phrase at ``at`` and the position after it, or None."""
    # Longest first: "direkt danach" must not be read as "direkt" and "danach", nor "jetzt gerade" as two times.
    for length in range(_LONGEST, 0, -1):
        relation = _RELATIONS.get(" ".join(tokens.key(at + step) for step in range(length)))
        if relation is not None:
            return None if _means_else(tokens, at, at + length) else (_phrase(relation), at + length)
    return _next_item(tokens, at) or _and_then(tokens, at)


def _phrase(relation: Relation) -> Phrase:
    return Phrase(relation, left=TimePoint(now=True))


def _means_else(tokens: TimeTokens, at: int, end: int) -> bool:
    """Return whether the word has another sense: "gleich groß", "wann war gleich", "gerade Zahlen", "bis später"."""
    if tokens.has(at - 1, _FAREWELLS):
        return True
    if tokens.key(end - 1) == "gleich":
        return tokens.has(end, NOT_SOON) or tokens.has(at - 1, {"war", "waren"})
    return tokens.key(at) in {"gerade", "grade"} and tokens.has(end, _NOT_STRAIGHT)


def is_farewell(tokens: TimeTokens, at: int) -> bool:
    """Return whether "bis morgen" at ``at`` is the whole message, save for words of parting."""
    if tokens.key(at) != "bis" or not (tokens.has(at + 1, DAY_SHIFTS) or tokens.has(at + 1, WEEKDAYS)):
        return False
    if at > _LONGEST or len(tokens) > at + 2 + _LONGEST:
        return False
    around = [*range(at), *range(at + 2, len(tokens))]
    return all(tokens.has(position, _PARTING) for position in around)


def _next_item(tokens: TimeTokens, at: int) -> Found:
    """ "der nächste Vortrag": only what runs on the programme, not "die nächste Toilette"."""
    return (_phrase("next"), at + 1) if tokens.has(at, NEXT) and tokens.has(at + 1, NEXT_ITEMS) else None


def _and_then(tokens: TimeTokens, at: int) -> Found:
    """ "Und dann?" as the whole message."""
    is_whole = at == 1 and tokens.key(0) == "und" and tokens.key(1) == "dann" and not tokens.key(2).isalnum()
    return (_phrase("after"), at + 1) if is_whole else None
