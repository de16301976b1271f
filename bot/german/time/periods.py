"""Longer periods: "diese Woche", "am Wochenende", "nächsten Monat", "im Mai", "Ende des Monats", "im Jahr 2012"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.german.time.model import DateSpec
from bot.german.time.numeric_dates import full_year, year_at
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import LAST, MONTHS, SHIFT_WORDS, WHOLE, spellings

Found = tuple[DateSpec, int] | None
_PERIODS: dict[str, str] = {
    "woche": "week",
    "wochenende": "weekend",
    "wochenendes": "weekend",
    "arbeitswoche": "workweek",
    "werktags": "workweek",
    "monat": "month",
    "monats": "month",
    "jahr": "year",
    "jahres": "year",
}
_SEGMENTS: dict[str, str] = {"anfang": "start", "beginn": "start", "mitte": "middle", "ende": "end", "rest": "rest"}
_DEFINITE = frozenset({"das", "dem", "des", "der", "die"})
_MONTH_INTROS = spellings("im in seit bis ab monat vom von für nach vor den")


def parse_period(tokens: TimeTokens, at: int) -> Found:
    """Return the period that begins at ``at`` and the position after it, or None."""
    for rule in _RULES:
        found = rule(tokens, at)
        if found is not None:
            return found
    return None


def _segment(tokens: TimeTokens, at: int) -> Found:
    """ "Ende des Monats", "Rest dieser Woche", "Anfang Mai", "Ende 1989", "Rest des Tages"."""
    segment = _SEGMENTS.get(tokens.key(at))
    if segment is None:
        return None
    start = at + 2 if tokens.has(at + 1, {"des", "der", "vom", "von"}) else at + 1
    # "Ende des Tages" has no third of a day: the day's rest is meant, or the day.
    if segment in {"rest", "end"} and tokens.key(start) in {"tag", "tages"}:
        return DateSpec("shift", 0, segment=segment), start + 1
    found = _inner(tokens, start, is_definite=start > at + 1)
    return (replace(found[0], segment=segment), found[1]) if found else None


def _inner(tokens: TimeTokens, at: int, is_definite: bool) -> Found:
    unit = _PERIODS.get(tokens.key(at))
    if unit and is_definite:
        return DateSpec("period", unit=unit, which=0), at + 1
    year = year_at(tokens, at)
    if year is not None:
        return DateSpec("year", year=year), at + 1
    month = MONTHS.get(tokens.key(at))
    return _month_with_year(tokens, at, month) if month else _shifted_unit(tokens, at)


def _shifted_unit(tokens: TimeTokens, at: int) -> Found:
    """ "diese Woche", "übernächste Woche", "letztes Jahr"."""
    shift, unit = SHIFT_WORDS.get(tokens.key(at)), _PERIODS.get(tokens.key(at + 1))
    if shift is None or unit is None:
        return None
    return DateSpec("period", unit=unit, which=shift), at + 2


def _whole_unit(tokens: TimeTokens, at: int) -> Found:
    """ "die ganze Woche"."""
    unit = _PERIODS.get(tokens.key(at + 1))
    return (DateSpec("period", unit=unit, which=0), at + 2) if unit and tokens.has(at, WHOLE) else None


def _week_of_month(tokens: TimeTokens, at: int) -> Found:
    """ "dritten Woche des Monats", "letzten Woche im Juli"."""
    number, end = tokens.ordinal(at)
    number = -1 if tokens.has(at, LAST) else number
    if number is None or tokens.key(end) != "woche" or not tokens.has(end + 1, {"des", "im", "vom", "in"}):
        return None
    month = MONTHS.get(tokens.key(end + 2))
    if month is None and not tokens.has(end + 2, {"monat", "monats"}):
        return None
    return DateSpec("nth_week", number, month=month), end + 3


def _weekend(tokens: TimeTokens, at: int) -> Found:
    """ "am Wochenende", "unter der Woche"."""
    if tokens.has(at, {"wochenende", "wochenends"}):
        return DateSpec("period", unit="weekend", which=0), at + 1
    is_workweek = tokens.key(at) == "unter" and tokens.key(at + 1) == "der" and tokens.key(at + 2) == "woche"
    return (DateSpec("period", unit="workweek", which=0), at + 3) if is_workweek else None


def _month_name(tokens: TimeTokens, at: int) -> Found:
    """ "im Mai", "diesen September", "Monat Januar", "März 2008", "August 99"."""
    shift = SHIFT_WORDS.get(tokens.key(at))
    start = at if shift is None else at + 1
    introduced = shift is not None or tokens.key(start) == "monat" or tokens.has(start - 1, _MONTH_INTROS)
    start = start + 1 if tokens.key(start) == "monat" else start
    month = MONTHS.get(tokens.key(start))
    if month is None:
        return None
    found = _month_with_year(tokens, start, month)
    # "Mai" alone is also a surname; a year or a preposition settles it.
    if found[0].year is None and not introduced:
        return None
    return replace(found[0], which=shift), found[1]


def _month_with_year(tokens: TimeTokens, at: int, month: int) -> tuple[DateSpec, int]:
    year, value = year_at(tokens, at + 1), tokens.digits(at + 1)
    # Two digits up to 31 would rather be a day: "Mai 15".
    if year is None and value is not None and 31 < value <= 99:
        year = full_year(value)
    return DateSpec("period", unit="month", month=month, year=year), at + 1 + (year is not None)


def _year(tokens: TimeTokens, at: int) -> Found:
    """ "im Jahr 2012", "seit 2001", "das Jahr"."""
    if tokens.has(at, {"jahr", "jahre"}):
        year = year_at(tokens, at + 1)
        if year is not None:
            return DateSpec("year", year=year), at + 2
        definite = tokens.has(at - 1, _DEFINITE)
        return (DateSpec("period", unit="year", which=0), at + 1) if definite else None
    if tokens.has(at, {"jahres"}) and tokens.has(at - 1, {"des"}):
        return DateSpec("period", unit="year", which=0), at + 1
    year = year_at(tokens, at)
    introduced = tokens.has(at - 1, {"seit", "vor", "nach", "von", "bis", "anno", "ab"})
    goes_on = tokens.has(at + 1, {":", ",", "."}) and tokens.is_joined(at + 1) and tokens.is_digits(at + 2)
    return (DateSpec("year", year=year), at + 1) if year and introduced and not goes_on else None


_RULES: Sequence[Callable[[TimeTokens, int], Found]] = (
    _segment,
    _week_of_month,
    _shifted_unit,
    _whole_unit,
    _weekend,
    _month_name,
    _year,
)
