"""Days as people name them: "heute", "Donnerstag", "am 15.", "am zweiten Messetag", "nächste Woche Montag"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.german.time.model import DateSpec
from bot.german.time.numeric_dates import month_at, parse_numeric
from bot.german.time.periods import parse_period
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import (
    BOTH,
    CARDINALS,
    DAY_INTROS,
    DAY_SHIFTS,
    FIGURATIVE,
    GREETINGS,
    LABELS,
    LAST,
    NEXT,
    NOT_A_DATE,
    ORDINALS,
    PART_INTROS,
    SHIFT_WORDS,
    THIS,
    UNITS,
    WEEKDAY_SHORT,
    WEEKDAYS,
    WHOLE,
    spellings,
)

Found = tuple[DateSpec, int] | None
_SINGLE_OUT = frozenset({"den", "dem", "der", "zum"})
_FIRST_SAFE_DAY = 13
"""From here on "den 13." is a date; below it may as well pick from a list of results."""
_FAIR_DAYS = frozenset({"tag", "tage", "tages", "tagen", "messetag", "messetage", "messetages", "messetagen"})
_FAIR_NUMBER_DAYS = frozenset({"tag", "messetag"})
ALL_DAYS = 0
_WHEN_ITEM_FOLLOWS = frozenset({"den", "der", "dem", ","})


def parse_date(tokens: TimeTokens, at: int, loose: bool = False) -> Found:
    """Return the day or period that begins at ``at`` and the position after it, or None.

    Args:
        tokens: the text.
        at: position of the first token.
        loose: whether a bare "15." counts, because a word such as "bis" or "vom" stands before it.
    """
    for rule in _RULES:
        found = rule(tokens, at)
        if found is not None:
            return found
    return (parse_numeric(tokens, at, introduced=True) if loose else None) or _day_of_month(tokens, at, loose)


def _shifted(tokens: TimeTokens, at: int) -> Found:
    """ "heute", "übermorgen"; "morgen" unless it is a greeting, the morning, or a figure of speech."""
    shift = DAY_SHIFTS.get(tokens.key(at))
    if shift is None or (shift == 1 and not _is_tomorrow(tokens, at)):
        return None
    return DateSpec("shift", shift), at + 1


def _is_tomorrow(tokens: TimeTokens, at: int) -> bool:
    before = tokens.key(at - 1)
    if tokens.key(at) not in {"morgen", "morgn"}:
        return True
    if before in PART_INTROS or before in GREETINGS or (before == "von" and tokens.has(at - 2, FIGURATIVE)):
        return False
    # "Morgen!", "Morgen zusammen", "Morgen, wo …" greet; "Morgen, 10 Uhr" does not.
    greets = tokens.has(at + 1, {"!", "zusammen", "allerseits"}) or (tokens.key(at + 1) == "," and len(tokens) > 2)
    return not (at == 0 and greets and not tokens.is_digits(at + 2))


def _weekday(tokens: TimeTokens, at: int) -> Found:
    """ "Donnerstag", "nächsten Freitag", "Do 15.05."; a date that follows counts instead of the weekday."""
    shift = SHIFT_WORDS.get(tokens.key(at))
    start = at if shift is None else at + 1
    day, end = _weekday_name(tokens, start)
    if day is None:
        return None
    date = _date_after(tokens, end)
    # People mistake weekdays more often than dates.
    return date or (DateSpec("weekday", weekday=day, which=shift), end)


def _weekday_name(tokens: TimeTokens, at: int) -> tuple[int | None, int]:
    if tokens.has(at, WEEKDAYS):
        return WEEKDAYS[tokens.key(at)][0], at + 1
    day = WEEKDAY_SHORT.get(tokens.key(at))
    end = at + 2 if tokens.key(at + 1) == "." and tokens.is_joined(at + 1) else at + 1
    # "do", "so" and "mi" are also words: short forms need "am", a number behind them, or a capital after "bis" and
    # "ab".
    dated = tokens.is_digits(end) or (tokens.has(end, {",", "um"}) and tokens.is_digits(end + 1))
    announced = tokens.key(at - 1) == "am" or (tokens.has(at - 1, {"bis", "ab"}) and tokens.is_noun(at))
    if day is None or tokens.is_joined(at) or not (announced or (dated and tokens.is_noun(at))):
        return None, at
    return day, end


def _date_after(tokens: TimeTokens, at: int) -> Found:
    """Return the calendar date behind a weekday: "Montag, den 15. Januar", "Dienstag, der 25."."""
    start = at
    while tokens.has(start, _WHEN_ITEM_FOLLOWS | {"am"}) and start < at + 3:
        start += 1
    found = parse_numeric(tokens, start, introduced=True)
    if found is not None:
        return found
    value, end = tokens.ordinal(start)
    if value is None and tokens.is_digits(start) and tokens.key(start - 1) == "der":
        value = tokens.digits(start)
    return (DateSpec("calendar", day=value), end) if value and value < 32 and not _is_thing(tokens, end) else None


def _fair_day(tokens: TimeTokens, at: int) -> Found:
    """ "ersten Tag", "zweiter Messetag", "letzten Tag", "Tag 2", "beide Tage", "alle Messetage"."""
    if tokens.has(at, _FAIR_NUMBER_DAYS):
        number = tokens.digits(at + 1) or CARDINALS.get(tokens.key(at + 1))
        return (DateSpec("fair", number), at + 2) if number and number < 32 else None
    if tokens.has(at, BOTH | {"alle", "allen"}) and tokens.has(at + 1, _FAIR_DAYS - _FAIR_NUMBER_DAYS):
        return DateSpec("fair", ALL_DAYS), at + 2
    value, end = tokens.ordinal(at)
    if value is None and tokens.has(at, LAST):
        value = -1
    found = value is not None and tokens.has(end, _FAIR_DAYS)
    return (DateSpec("fair", value or 1), end + 1) if found else None


def _whole_day(tokens: TimeTokens, at: int) -> Found:
    """ "ganzen Tag", "diesen Tag", "ganze Messe"."""
    if tokens.has(at, WHOLE) and tokens.has(at + 1, {"messe", "hausmesse"}):
        return DateSpec("fair", ALL_DAYS), at + 2
    if tokens.has(at, WHOLE | THIS) and tokens.key(at + 1) in {"tag", "tages"}:
        return DateSpec("shift", 0, unit="base"), at + 2
    return (DateSpec("shift", 0, unit="base"), at + 1) if tokens.has(at, {"ganztags", "ganztaegig"}) else None


def _neighbour_day(tokens: TimeTokens, at: int) -> Found:
    """ "nächsten Tag", "Tag danach" is left to the dialogue."""
    is_next = tokens.has(at, NEXT) and tokens.key(at + 1) in {"tag", "messetag"}
    return (DateSpec("shift", 1, unit="fair"), at + 2) if is_next else None


def _week_then_day(tokens: TimeTokens, at: int) -> Found:
    """ "nächste Woche Montag", "diese Woche am Dienstag", "Montag nächster Woche"."""
    week = _week_shift(tokens, at)
    if week is not None:
        start = at + 3 if tokens.key(at + 2) in {"am", "den", ","} else at + 2
        day, end = _weekday_name(tokens, start)
        return (DateSpec("weekday", weekday=day, which=week, unit="week"), end) if day is not None else None
    day, end = _weekday_name(tokens, at)
    start = end + 1 if tokens.has(end, {"in", "der"}) else end
    week = _week_shift(tokens, start)
    if day is None or week is None:
        return None
    return DateSpec("weekday", weekday=day, which=week, unit="week"), start + 2


def _week_shift(tokens: TimeTokens, at: int) -> int | None:
    return SHIFT_WORDS.get(tokens.key(at)) if tokens.key(at + 1) == "woche" else None


def _day_in_weeks(tokens: TimeTokens, at: int) -> Found:
    """ "Sonntag in 2 Wochen", "heute in drei Tagen", "morgen in einer Woche"."""
    day, end = _weekday_name(tokens, at)
    shift = DAY_SHIFTS.get(tokens.key(at))
    end = at + 1 if shift is not None else end
    number, unit = tokens.number(end + 1), UNITS.get(tokens.key(end + 2))
    if tokens.key(end) != "in" or not number or number > 999 or unit not in {"week", "day"}:
        return None
    days = number * (7 if unit == "week" else 1)
    if shift is not None:
        return DateSpec("shift", shift + days), end + 3
    return (DateSpec("weekday", weekday=day, amount=days), end + 3) if day is not None else None


def _named_month(tokens: TimeTokens, at: int) -> Found:
    return parse_numeric(tokens, at, introduced=_is_introduced(tokens, at))


def _is_introduced(tokens: TimeTokens, at: int) -> bool:
    return tokens.has(at - 1, DAY_INTROS) or tokens.has(at - 1, {"bis", "-", "–", "und", "ab"})


def _day_of_month(tokens: TimeTokens, at: int, loose: bool) -> Found:
    """ "am 15.", "den fünfzehnten"; not "den zweiten" (of several), not "am 1. Stand"."""
    value, end = tokens.ordinal(at)
    if not value or value > 31 or _is_thing(tokens, end) or tokens.has(at - 1, LABELS):
        return None
    # "am" and "vom" introduce days only; "den" and "der" also pick from a list of results.
    if loose or tokens.has(at - 1, {"am", "vom"}):
        return DateSpec("calendar", day=value), end
    if tokens.has(at - 1, _SINGLE_OUT):
        safe = "" if value >= _FIRST_SAFE_DAY else "unsure"
        return DateSpec("calendar", day=value, segment=safe), end
    return None


def _is_thing(tokens: TimeTokens, at: int) -> bool:
    """Return whether the ordinal before ``at`` numbers a thing ("am 1. Stand") rather than a day."""
    if tokens.has(at, NOT_A_DATE) or (tokens.is_digits(at) and tokens.is_joined(at)):
        return True
    known = tokens.has(at, WEEKDAYS) or tokens.has(at, ORDINALS) or month_at(tokens, at) is not None
    return tokens.is_noun(at) and not known and tokens.key(at) not in _MAY_FOLLOW


_MAY_FOLLOW = spellings(
    "vormittag vormittags nachmittag nachmittags abend abends morgen morgens mittag mittags uhr um ab bis von am in",
    "und oder was wo wer wie wann gibt ist sind findet läuft kommt ich wir",
)


def with_month_of(spec: DateSpec, other: DateSpec) -> DateSpec:
    """Return a day that takes the month and year it lacks from ``other``, the other end of a span."""
    if spec.kind != "calendar" or spec.day is None:
        return spec
    if spec.month is not None:
        return _with_year_of(spec, other)
    if other.kind in {"calendar", "period"} and other.month is not None:
        return replace(spec, month=other.month, year=other.year, segment="")
    if other.kind == "period" and other.unit == "month":
        return replace(spec, which=other.which, segment="")
    return spec


def _with_year_of(spec: DateSpec, other: DateSpec) -> DateSpec:
    """ "20. Dezember bis 6. Januar 2026" begins in 2025."""
    if spec.year is not None or other.year is None or other.month is None:
        return spec
    return replace(spec, year=other.year - ((spec.month or 0) > other.month))


# Longest readings first: "Montag nächster Woche" before "Montag", "nächste Woche Montag" before "nächste Woche".
_RULES: Sequence[Callable[[TimeTokens, int], Found]] = (
    _fair_day,
    _whole_day,
    _week_then_day,
    _day_in_weeks,
    _neighbour_day,
    _named_month,
    _weekday,
    parse_period,
    _shifted,
)
