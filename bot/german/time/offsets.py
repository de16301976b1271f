"""Times counted from the moment of speaking: "in einer halben Stunde", "vor zwei Tagen", "jetzt", "danach"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.german.time.clock import parse_clock
from bot.german.time.model import Phrase, Relation, TimePoint
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import (
    BOTH,
    DAY_SHIFTS,
    FEW,
    FRACTIONS,
    HALF,
    LAST,
    NEXT,
    NEXT_ITEMS,
    NOT_SOON,
    ONE,
    QUARTER_HOURS,
    UNITS,
    WEEKDAYS,
    spellings,
    word_forms,
)

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


# "ein paar Stunden": three, the smallest number that is more than a pair.
_A_FEW = 3
_SHORT_UNITS = frozenset({"min", "std", "sek", "tg"})
# Far beyond any question; what still leaves the calendar is caught in the resolver.
_LARGEST = 100_000
_LATER = frozenset({"spaeter", "spater", "danach"})
_EARLIER = spellings("früher", "vorher", "zuvor", "her")
_ALREADY_SMALL = frozenset({"minute", "second"})
_WRITTEN_FRACTIONS: dict[tuple[int | None, int | None], float] = {(1, 2): 0.5, (1, 4): 0.25, (3, 4): 0.75}
_HOURS_PER_UNIT = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}


@dataclass(frozen=True)
class Quantity:
    """A length of time: ``amount`` in ``unit`` ("second" … "year"), e.g. 1.5 hours."""

    amount: float
    unit: str


def parse_quantity(tokens: TimeTokens, at: int) -> tuple[Quantity, int] | None:
    """Return the length of time at ``at`` and the position after it, or None.

    Reads "anderthalb Stunden", "3,5 Tage" and, in two parts, "1 Stunde 20 Minuten".
    """
    if tokens.is_joined(at) and tokens.is_digits(at):
        return None
    found = _simple(tokens, at)
    if found is None or found[0].unit != "hour":
        return found
    more = _simple(tokens, found[1] + 1 if tokens.key(found[1]) == "und" else found[1])
    if more is None or more[0].unit not in _ALREADY_SMALL:
        return found
    return Quantity(found[0].amount + more[0].amount * _HOURS_PER_UNIT[more[0].unit], "hour"), more[1]


def _simple(tokens: TimeTokens, at: int) -> tuple[Quantity, int] | None:
    amount, end = _amount(tokens, at)
    if tokens.has(end, QUARTER_HOURS):
        whole = 1.0 if amount is None else amount
        return Quantity(whole * QUARTER_HOURS[tokens.key(end)], "hour"), end + 1
    unit = UNITS.get(tokens.key(end))
    if amount is None or unit is None or not 0 < amount <= _LARGEST or _is_no_unit(tokens, end):
        return None
    if tokens.is_digits(end + 1) and tokens.is_joined(end + 1):
        return None
    dotted = tokens.has(end, _SHORT_UNITS) and tokens.key(end + 1) == "." and end + 2 < len(tokens)
    return Quantity(amount, unit), end + 1 + dotted


def _is_no_unit(tokens: TimeTokens, at: int) -> bool:
    """Return whether "h" or "st" stands away from a number in digits and so is no hour."""
    return tokens.key(at) in {"h", "st"} and not tokens.is_digits(at - 1)


def _amount(tokens: TimeTokens, at: int) -> tuple[float | None, int]:
    """Read a number, a fraction in words, "halbe", "eine halbe", "ein paar" or "beiden"."""
    start = at + 1 if tokens.has(at, ONE) and tokens.has(at + 1, HALF | FEW | FRACTIONS.keys()) else at
    if tokens.has(start, HALF):
        return 0.5, start + 1
    if tokens.has(start, FEW):
        return _A_FEW, start + 1
    if tokens.has(start, BOTH):
        return 2, start + 1
    if tokens.has(start, FRACTIONS):
        return FRACTIONS[tokens.key(start)], start + 1
    return _decimal(tokens, start)


def _decimal(tokens: TimeTokens, at: int) -> tuple[float | None, int]:
    whole, part = tokens.digits(at), tokens.digits(at + 2)
    if tokens.key(at + 1) == "/" and (whole, part) in _WRITTEN_FRACTIONS:
        return _WRITTEN_FRACTIONS[whole, part], at + 3
    tight = tokens.is_joined(at + 1) and tokens.is_joined(at + 2)
    if whole is not None and part is not None and tokens.key(at + 1) in {",", "."} and tight:
        return float(f"{whole}.{tokens.key(at + 2)}"), at + 3
    value = tokens.number(at)
    return (None, at) if value is None else (value, at + 1)


def parse_offset(tokens: TimeTokens, at: int) -> Found:
    """Return the distance from now, the stretch around now or the length at ``at``, and the position after it."""
    for rule in _RULES:
        found = rule(tokens, at)
        if found is not None:
            return found
    return None


def _ahead(tokens: TimeTokens, at: int) -> Found:
    """ "in 20 min", "vor zwei Stunden", "seit drei Tagen"."""
    sign = {"in": 1, "vor": -1, "seit": -1}.get(tokens.key(at))
    start = (
        at + 2
        if tokens.has(at + 1, {"ca", "zirka", "circa", "etwa", "ungefaehr", "rund", "genau", "knapp"})
        else at + 1
    )
    found = parse_quantity(tokens, start) if sign else None
    if found is None or sign is None:
        return None
    relation: Relation = "from" if tokens.key(at) == "seit" else "at"
    return Phrase(relation, amount=sign * found[0].amount, unit=found[0].unit), found[1]


def _behind(tokens: TimeTokens, at: int) -> Found:
    """ "3 Wochen später", "zwei Stunden vorher"."""
    found = parse_quantity(tokens, at)
    if found is None or not tokens.has(found[1], _LATER | _EARLIER):
        return None
    sign = 1 if tokens.has(found[1], _LATER) else -1
    return Phrase("at", amount=sign * found[0].amount, unit=found[0].unit), found[1] + 1


def _stretch(tokens: TimeTokens, at: int) -> Found:
    """ "in den nächsten drei Stunden", "innerhalb der nächsten Stunde", "die letzten paar Tage"."""
    start = at
    while start < at + 3 and tokens.has(start, {"in", "den", "der", "die", "innerhalb", "waehrend"}):
        start += 1
    sign = 1 if tokens.has(start, NEXT) else -1 if tokens.has(start, LAST) else 0
    if not sign:
        return None
    found = parse_quantity(tokens, start + 1) or _unnumbered(tokens, start + 1)
    return (Phrase("between", amount=sign * found[0].amount, unit=found[0].unit), found[1]) if found else None


def _unnumbered(tokens: TimeTokens, at: int) -> tuple[Quantity, int] | None:
    """Read "nächsten Stunde" (one), "nächsten Stunden" (a few); single days and longer are calendar periods."""
    key = tokens.key(at)
    unit = UNITS.get(key)
    plural = key.endswith("en") or key in {"tage", "monate", "jahre"}
    if unit is None or len(key) < 3 or (not plural and unit not in _HOURS_PER_UNIT):
        return None
    return Quantity(_A_FEW if plural else 1, unit), at + 1


def _within(tokens: TimeTokens, at: int) -> Found:
    """ "innerhalb von 20 Minuten", "binnen einer Stunde"."""
    if not tokens.has(at, {"innerhalb", "binnen"}):
        return None
    found = parse_quantity(tokens, at + 2 if tokens.key(at + 1) == "von" else at + 1)
    return (Phrase("between", amount=found[0].amount, unit=found[0].unit), found[1]) if found else None


def _duration(tokens: TimeTokens, at: int) -> Found:
    """ "für 30 Minuten", "drei Stunden lang"; no age ("ab 18 Jahren"), no clock time ("20 Minuten nach 2")."""
    start = at + 1 if tokens.key(at) in {"fuer", "fur"} else at
    if tokens.has(start, BOTH):
        return None
    found = parse_quantity(tokens, start)
    if found is None or _is_age(tokens, start, found[0].unit) or tokens.has(start - 1, {"alle", "-"}):
        return None
    # "20 Minuten nach 2" begins like a length and is a clock time.
    if tokens.has(found[1], {"vor", "nach"}) and parse_clock(tokens, start) is not None:
        return None
    end = found[1] + 1 if tokens.has(found[1], {"lang"}) else found[1]
    return Phrase("duration", amount=found[0].amount, unit=found[0].unit), end


def _is_age(tokens: TimeTokens, at: int, unit: str) -> bool:
    return unit == "year" and tokens.has(at - 1, {"ab", "unter", "ueber", "mit", "von", "bis"})


_RULES: Sequence[Callable[[TimeTokens, int], Found]] = (_stretch, _ahead, _within, _behind, _duration)
