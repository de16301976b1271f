"""Spans and open ends: "zwischen 10 und 12", "9-11 Uhr", "ab 13 Uhr", "bis mittags", "nach der Mittagspause"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.german.time.clock import parse_clock
from bot.german.time.dates import with_month_of
from bot.german.time.model import DateSpec, Phrase, Relation, TimePoint
from bot.german.time.points import parse_point
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import (
    AFTER_WORDS,
    ARTICLES,
    BEFORE_WORDS,
    FROM_WORDS,
    LABELS,
    SPAN_INTROS,
    SPAN_LINKS,
    UNTIL_WORDS,
    word_forms,
)

Found = tuple[Phrase, int] | None
_OPEN: Sequence[tuple[frozenset[str], Relation, bool]] = (
    (FROM_WORDS, "from", False),
    (AFTER_WORDS, "from", True),
    (UNTIL_WORDS, "until", False),
    (BEFORE_WORDS, "until", True),
)


_LIMITS: dict[str, Relation] = {
    **dict.fromkeys(word_forms("frühestens"), "from"),
    **dict.fromkeys(word_forms("spätestens"), "until"),
}
"""Words that open one end of the clock time before them."""


def parse_span(tokens: TimeTokens, at: int) -> Found:
    """Return the point, span or open-ended stretch that begins at ``at`` and the position after it, or None."""
    for rule in _RULES:
        found = rule(tokens, at)
        if found is not None:
            return found
    return None


def _headed(tokens: TimeTokens, at: int) -> Found:
    """Read a point, perhaps the head of a span: "Donnerstag ab 13 Uhr", "heute von fünf bis sieben"."""
    found = parse_point(tokens, at)
    if found is None:
        return None
    head, end = found
    linked = _linked(tokens, end, head, SPAN_LINKS) or _both_days(tokens, end, head)
    if linked is not None:
        return linked
    start = end + 1 if tokens.key(end) == "," else end
    if head.clock is not None and tokens.has(end, _LIMITS):
        return Phrase(_LIMITS[tokens.key(end)], left=head), end + 1
    inner = _introduced(tokens, start) if head.clock is None else None
    if inner is not None and _can_join(head, inner[0]):
        return _joined(head, inner[0]), inner[1]
    return Phrase(_relation(head), left=head), end


def _relation(point: TimePoint) -> Relation:
    if point.clock is None:
        return "at"
    return "about" if point.clock.about else "at"


def _linked(tokens: TimeTokens, at: int, left: TimePoint, links: frozenset[str]) -> Found:
    """Read the rest of a span after its first end: "bis zum 23.", "- 11 Uhr"."""
    if not tokens.has(at, links):
        return None
    start = _skip_articles(tokens, at + 1)
    found = parse_point(tokens, start, loose=True)
    if found is None or not _same_kind(left, found[0]):
        return None
    right, end = found
    tail = parse_point(tokens, end)
    if tail is not None and _is_tail(tail[0], left, right):
        right, end = _merged(right, tail[0]), tail[1]
    return _between(left, right), end


def _skip_articles(tokens: TimeTokens, at: int) -> int:
    start = at
    while start < at + 3 and tokens.has(start, ARTICLES):
        start += 1
    return start


def _same_kind(left: TimePoint, right: TimePoint) -> bool:
    """Return whether both ends are clock times (or now), or neither is."""
    return (left.clock is not None or left.now) == (right.clock is not None or right.now) or left.date is None


def _is_tail(tail: TimePoint, left: TimePoint, right: TimePoint) -> bool:
    """Return whether the point behind a span adds the date or part of the day it lacks."""
    fits_date = tail.date is None or (left.date is None and right.date is None)
    fits_part = tail.part is None or right.part is None
    return tail.clock is None and fits_date and fits_part


def _merged(point: TimePoint, other: TimePoint) -> TimePoint:
    return replace(point, date=point.date or other.date, part=point.part or other.part)


def _between(left: TimePoint, right: TimePoint) -> Phrase:
    """Build a span whose ends lend each other the date or part of the day they lack."""
    if left.date is not None and right.date is not None:
        left = replace(left, date=with_month_of(left.date, right.date))
        right = replace(right, date=with_month_of(right.date, left.date or right.date))
    elif left.date is None and right.date is not None and right.clock is not None:
        left = replace(left, date=right.date)
    if left.part is None and left.clock is not None and right.part is not None and left.clock.hour <= 12:
        left = replace(left, part=right.part)
    return Phrase("between", left=left, right=right)


def _both_days(tokens: TimeTokens, at: int, left: TimePoint) -> Found:
    """ "Mittwoch und Donnerstag", "heute und morgen", "am 14. und 15. Mai": days side by side."""
    if left.date is None or left.clock is not None or left.part is not None or not tokens.has(at, {"und", "/", "&"}):
        return None
    found = parse_point(tokens, _skip_articles(tokens, at + 1), loose=True)
    if found is None or found[0].clock is not None or found[0].part is not None:
        return None
    phrase = _between(left, found[0])
    # "Montag und Freitag" are two days, not the span between them.
    return (phrase, found[1]) if _are_neighbours(phrase) else None


def _are_neighbours(phrase: Phrase) -> bool:
    left, right = (point.date if point else None for point in (phrase.left, phrase.right))
    if left is None or right is None or left.kind != right.kind:
        return False
    return (_step(right) or 0) - (_step(left) or 0) == 1 and left.which == right.which


def _step(date: DateSpec) -> int | None:
    values = {"shift": date.amount, "weekday": date.weekday, "calendar": date.day}
    return values.get(date.kind)


def _introduced(tokens: TimeTokens, at: int) -> Found:
    """Read the span or open end that a word such as "zwischen", "ab", "bis", "vor" or "nach" opens at ``at``."""
    return _spanned(tokens, at) or _open_ended(tokens, at) or _bare_span(tokens, at)


def _spanned(tokens: TimeTokens, at: int) -> Found:
    """ "von 9 bis halb elf", "zwischen dem 2. und dem 22. Oktober", "von 14 Uhr an"."""
    if not tokens.has(at, SPAN_INTROS):
        return None
    found = parse_point(tokens, _skip_articles(tokens, at + 1), loose=True)
    if found is None:
        return None
    left, end = found
    # {"und"} if | "von 9 und 10" is no span, "zwischen 9 und 10" is.
    links = SPAN_LINKS | {"und"} if tokens.key(at).startswith("zw") else SPAN_LINKS
    linked = _linked(tokens, end, left, links)
    if linked is not None:
        return linked
    if tokens.key(at) == "von" and tokens.has(end, {"an", "ab"}):
        return Phrase("from", left=left), end + 1
    return None


def _open_ended(tokens: TimeTokens, at: int) -> Found:
    """ "ab 13 Uhr", "bis mittags", "vor dem Mittag", "nach der Mittagspause"."""
    for words, relation, is_after in _OPEN:
        if tokens.has(at, words):
            found = _opened(tokens, at, relation, is_after)
            if found is not None:
                return found
    return None


def _opened(tokens: TimeTokens, at: int, relation: Relation, is_after: bool) -> Found:
    start = _skip_articles(tokens, at + 1)
    found = parse_point(tokens, start, loose=True)
    if found is None or _is_counting(tokens, start, found[1]):
        return None
    point, end = found
    linked = _linked(tokens, end, point, SPAN_LINKS) if relation == "from" else None
    if linked is not None:
        return linked
    phrase = Phrase(relation, left=point, is_after=is_after)
    tail = parse_point(tokens, end) if point.clock is not None and point.date is None else None
    if tail is not None and tail[0].clock is None and tail[0].date is not None:
        return replace(phrase, left=_merged(point, tail[0])), tail[1]
    return phrase, end


def _is_counting(tokens: TimeTokens, start: int, end: int) -> bool:
    """Return whether a lone number after "ab", "bis", "vor" or "nach" counts the noun that follows it."""
    lone = end == start + 1 and tokens.number(start) is not None
    return lone and tokens.is_noun(end) and not tokens.has(end, {"und", "oder"})


def _bare_span(tokens: TimeTokens, at: int) -> Found:
    """ "9-11 Uhr", "10 bis 12:30", "3.-12. September": the second end shows that the first is a time."""
    clock = parse_clock(tokens, at, loose=True)
    if clock is not None and tokens.has(clock[1], SPAN_LINKS):
        start = _skip_articles(tokens, clock[1] + 1)
        if parse_clock(tokens, start) is not None:
            return _linked(tokens, clock[1], TimePoint(clock=clock[0]), SPAN_LINKS)
    found = parse_point(tokens, at, loose=True) if tokens.is_digits(at) else None
    day = tokens.digits(at)
    if day is not None and 0 < day < 32 and tokens.has(at + 1, SPAN_LINKS) and not tokens.has(at - 1, LABELS):
        found = TimePoint(date=DateSpec("calendar", day=day)), at + 1
    if found is None or found[0].date is None or found[0].clock is not None:
        return None
    linked = _linked(tokens, found[1], found[0], SPAN_LINKS | {"und", "/"})
    has_month = linked is not None and linked[0].right and linked[0].right.date and linked[0].right.date.month
    return linked if has_month else None


def _can_join(head: TimePoint, phrase: Phrase) -> bool:
    """Return whether a head ("heute", "morgens") and the phrase after it do not contradict each other."""
    left = phrase.left or TimePoint()
    if left.now or phrase.relation == "duration":
        return False
    if head.date is not None and left.date is not None:
        return head.date.unit == "month" and left.date.kind == "calendar" and left.date.month is None
    return head.part is None or left.part is None or left.clock is None


def _joined(head: TimePoint, phrase: Phrase) -> Phrase:
    left = _with_head(head, phrase.left or TimePoint())
    right = None if phrase.right is None else _with_head(head, phrase.right)
    return replace(phrase, left=left, right=right)


def _with_head(head: TimePoint, point: TimePoint) -> TimePoint:
    if head.date is not None and point.date is not None:
        return replace(point, date=with_month_of(point.date, head.date))
    return _merged(point, head)


# Words that open a span come first: "bis 12" must not be read as "12".
_RULES: Sequence[Callable[[TimeTokens, int], Found]] = (_introduced, _headed)
