"""Join a date, a part of the day and a clock time that stand side by side into one point in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.german.time.clock import is_about, parse_clock
from bot.german.time.dates import parse_date
from bot.german.time.model import Clock, TimePoint
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import (
    CLOCK_INTROS,
    CONNECTORS,
    GREETINGS,
    LUNCH,
    PART_INTROS,
    PART_WORDS,
    PIECE_STARTS,
    PLAIN_PARTS,
    QUALIFIED_PARTS,
    WEEKDAYS,
)

Found = tuple[TimePoint, int] | None
# These connect pieces ("am Montag so um 10") but open no expression.
_NEVER_FIRST = frozenset({"das", "des", "so", "dann"})
_MOST_PIECES = 5
_MOST_CONNECTORS = 3
_EXACTLY_NOW = frozenset({"jetzt", "sofort"})
_RATHER = frozenset(qualifier for qualifier, _ in QUALIFIED_PARTS)


def parse_point(tokens: TimeTokens, at: int, loose: bool = False) -> Found:
    """Return the point in time that begins at ``at`` (with its prepositions) and the position after it, or None.

    Args:
        tokens: the text.
        at: position of the first token.
        loose: whether a bare number or "15." counts, because a word such as "ab" or "zwischen" stands before it.
    """
    point, end = TimePoint(), at
    for _ in range(_MOST_PIECES):
        found = _next_piece(tokens, end, point, loose)
        if found is None:
            break
        point, end = found
    return None if point.is_empty else (point, end)


def _next_piece(tokens: TimeTokens, at: int, point: TimePoint, loose: bool) -> Found:
    """Return the next piece after up to three connecting words such as ", um" or "am"."""
    position = at
    for _ in range(_MOST_CONNECTORS + 1):
        for piece in _PIECES if _may_begin(tokens, position) else ():
            found = piece(tokens, position, point, loose)
            if found is not None:
                return found
        if not _connects(tokens, position, point):
            return None
        position += 1
    return None


def _may_begin(tokens: TimeTokens, at: int) -> bool:
    """Return whether a piece can begin here at all; most tokens fail, so the rules below rarely run."""
    return tokens.is_digits(at) or tokens.has(at, PIECE_STARTS)


def _connects(tokens: TimeTokens, at: int, point: TimePoint) -> bool:
    if tokens.key(at) == ",":
        return not point.is_empty
    if tokens.key(at) == ".":
        return tokens.has(at - 1, {"ca"})
    return tokens.has(at, CONNECTORS) and not (point.is_empty and tokens.has(at, _NEVER_FIRST))


def _date(tokens: TimeTokens, at: int, point: TimePoint, loose: bool) -> Found:
    if point.date is not None or point.now:
        return None
    found = parse_date(tokens, at, loose and point.is_empty)
    if found is None:
        return None
    part = _joined_part(tokens, at, found[1]) if point.part is None else point.part
    return replace(point, date=found[0], part=part), found[1]


def _joined_part(tokens: TimeTokens, at: int, end: int) -> str | None:
    """Return the part of the day inside the weekday's word: "Mittwochvormittag"."""
    names = (WEEKDAYS[tokens.key(position)][1] for position in range(at, end) if tokens.has(position, WEEKDAYS))
    return next((name for name in names if name), None)


def _part(tokens: TimeTokens, at: int, point: TimePoint, loose: bool) -> Found:
    if point.part is not None or point.now:
        return None
    start = at + 1 if tokens.has(at, _RATHER) and tokens.has(at + 1, PART_WORDS) else at
    name = "mittagspause" if tokens.has(start, LUNCH) else PART_WORDS.get(tokens.key(start))
    if name is None or not _is_part(tokens, at, start, point, loose):
        return None
    qualified = QUALIFIED_PARTS.get((tokens.key(at), name), name) if start > at else name
    return replace(point, part=qualified), start + 1


def _is_part(tokens: TimeTokens, at: int, start: int, point: TimePoint, loose: bool) -> bool:
    """Return whether a part word means a time: not "guten Abend", not "Mittagessen" alone, not "früh" alone."""
    before = tokens.key(at - 1)
    if before in GREETINGS or (before == "zu" and tokens.key(start) == "mittag"):
        return False
    if tokens.has(start, LUNCH):
        return loose or before == "zur" or (before == "der" and tokens.has(at - 2, {"in", "waehrend", "wahrend"}))
    if tokens.has(start, {"frueh", "fruh"}):
        return (point.date is not None and not tokens.has(start + 1, {"genug"})) or point.clock is not None
    beside = point != TimePoint() and tokens.key(at - 1) != ","
    return beside or loose or start > at or tokens.has(start, PLAIN_PARTS) or before in PART_INTROS


def _clock(tokens: TimeTokens, at: int, point: TimePoint, loose: bool) -> Found:
    if point.clock is not None or point.now:
        return None
    # After "am" a bare number is a day, after a part of the day an hour ("nachmittags drei").
    introduced = _is_introduced(tokens, at) or (loose and tokens.key(at - 1) != "am") or point.part is not None
    found = parse_clock(tokens, at, loose=introduced)
    if found is None or (_is_clutter(tokens, at, found) and not introduced):
        return None
    clock = replace(found[0], about=True) if is_about(tokens, at - 1) else found[0]
    return replace(point, clock=clock), found[1]


def _is_introduced(tokens: TimeTokens, at: int) -> bool:
    """Return whether a word such as "um" stands before; "Punkt 4" without it is an item on a list."""
    if tokens.key(at - 1) == "punkt" and tokens.is_digits(at):
        return tokens.has(at - 2, CLOCK_INTROS)
    return tokens.has(at - 1, CLOCK_INTROS)


def _is_clutter(tokens: TimeTokens, at: int, found: tuple[Clock, int]) -> bool:
    """Return whether "H.MM" without "Uhr" is a price or a version rather than a time."""
    return tokens.key(at + 1) == "." and found[1] == at + 3 and tokens.key(at - 1) in {"version", "v", "euro", "€"}


def _now(tokens: TimeTokens, at: int, point: TimePoint, loose: bool) -> Found:
    if not point.is_empty or not loose or not tokens.has(at, _EXACTLY_NOW):
        return None
    return TimePoint(now=True), at + 1


_PIECES: Sequence[Callable[[TimeTokens, int, TimePoint, bool], Found]] = (_date, _part, _clock, _now)
