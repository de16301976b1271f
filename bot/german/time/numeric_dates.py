"""Calendar dates with a month: "15. Mai", "15.05.", "15.5.2025", "2025-05-15", "dritten Mai", "05/2016"."""

from __future__ import annotations

from bot.german.time.model import DateSpec
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import LABELS, MONTHS, MONTHS_SHORT, ORDINALS

Found = tuple[DateSpec, int] | None
_SEPARATORS = frozenset({".", "/", "-"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
# As POSIX strptime does it for %y, rounded.
_CENTURY_TURN = 70
_NO_DATES = frozenset({(24, 7)})
"""Day and month that mean something else ("24/7")."""


def parse_numeric(tokens: TimeTokens, at: int, introduced: bool) -> Found:
    """Return the date with its month at ``at`` and the position after it, or None.

    ``introduced`` says that a word such as "am" announces a date, which also admits "22.04" and ordinals.
    """
    if _continues(tokens, at) or tokens.has(at - 1, LABELS):
        return None
    return (
        _triple(tokens, at)
        or _year_and_month(tokens, at)
        or _day_and_name(tokens, at)
        or _day_and_number(tokens, at, introduced)
        or _ordinal_pair(tokens, at, introduced)
    )


def month_at(tokens: TimeTokens, at: int) -> int | None:
    """Return the month (1–12) named at ``at``, abbreviated or not, or None."""
    return MONTHS.get(tokens.key(at)) or MONTHS_SHORT.get(tokens.key(at))


def year_at(tokens: TimeTokens, at: int) -> int | None:
    """Return a year in four digits from 1900 to 2199, or None."""
    value = tokens.digits(at)
    return value if value is not None and _FIRST_YEAR <= value <= _LAST_YEAR and len(tokens.key(at)) == 4 else None


def full_year(value: int) -> int:
    """Return the year that two digits stand for: below 70 in this century, else in the last; longer ones stay."""
    return value if value > 99 else value + (2000 if value < _CENTURY_TURN else 1900)


def _continues(tokens: TimeTokens, at: int) -> bool:
    """Return whether the number at ``at`` is the tail of a longer one ("MS365", "3.15.5")."""
    if not tokens.is_joined(at) or not tokens.is_digits(at):
        return False
    before = tokens.key(at - 1)
    return before.isalnum() or (before in {".", ",", "/"} and tokens.is_digits(at - 2))


def _triple(tokens: TimeTokens, at: int) -> Found:
    """Read three parts with one separator, the year first, in the middle or last, the month in digits or letters."""
    separator = tokens.key(at + 1)
    if separator not in _SEPARATORS or tokens.key(at + 3) != separator or not _is_tight(tokens, at, 4):
        return None
    parts = [tokens.digits(at + step) for step in (0, 2, 4)]
    named = [month_at(tokens, at + step) for step in (0, 2, 4)]
    spec = _from_parts(parts, named, len(tokens.key(at + 4)))
    # "10.30.15 Uhr" is a time of day with seconds.
    return (spec, at + 5) if spec and not (separator == "." and tokens.key(at + 5) == "uhr") else None


def _is_tight(tokens: TimeTokens, at: int, count: int) -> bool:
    return all(tokens.is_joined(position) for position in range(at + 1, at + count))


def _from_parts(parts: list[int | None], named: list[int | None], last_digits: int) -> DateSpec | None:
    months = [month for month in named if month is not None]
    numbers = [number for number in parts if number is not None]
    if len(months) == 1 and len(numbers) == 2:
        years = [number for number in numbers if number > 31]
        days = [number for number in numbers if number <= 31]
        return _dated(days[0], months[0], years[0]) if years and days else None
    if months or len(numbers) != 3:
        return None
    first, second, third = numbers
    if first > 999:
        return _dated(third, second, first)
    return _dated(first, second, full_year(third)) if last_digits in {2, 4} else None


def _dated(day: int, month: int, year: int | None) -> DateSpec | None:
    in_range = 1 <= day <= 31 and 1 <= month <= 12 and (year is None or _FIRST_YEAR <= year <= _LAST_YEAR)
    return DateSpec("calendar", day=day, month=month, year=year) if in_range else None


def _year_and_month(tokens: TimeTokens, at: int) -> Found:
    """ "2016-05", "05/2016", "05. 2016": a whole month."""
    if tokens.key(at + 1) not in _SEPARATORS or tokens.key(at + 3) in _SEPARATORS and tokens.is_joined(at + 3):
        return None
    for year_step, month_step in ((0, 2), (2, 0)):
        year, month = year_at(tokens, at + year_step), tokens.digits(at + month_step)
        # "2016-5" may be a range or a version; with a leading zero it is a month.
        two_digits = len(tokens.key(at + month_step)) == 2
        if year and month and two_digits and 1 <= month <= 12:
            return DateSpec("period", unit="month", month=month, year=year), at + 3
    return None


def _day_and_name(tokens: TimeTokens, at: int) -> Found:
    """ "15. Mai 2025", "fünfzehnten Mai", "28.Oktober", "14 Mai"."""
    day, end = tokens.ordinal(at)
    if day is None and tokens.is_digits(at):
        day, end = tokens.digits(at), at + 1
    month = month_at(tokens, end)
    if not day or not month:
        return None
    return _with_year(tokens, end + 1, day, month, dotted=tokens.has(end, MONTHS_SHORT))


def _with_year(tokens: TimeTokens, at: int, day: int, month: int, dotted: bool) -> Found:
    start = at + 1 if dotted and tokens.key(at) == "." and tokens.is_joined(at) else at
    year = year_at(tokens, start)
    spec = _dated(day, month, year)
    return (spec, start + (year is not None)) if spec else None


def _day_and_number(tokens: TimeTokens, at: int, introduced: bool) -> Found:
    """ "15.05.", "27. 11.", "28/2"; "22.04" only after a word such as "am"."""
    day, separator, month = tokens.digits(at), tokens.key(at + 1), tokens.digits(at + 2)
    if day is None or month is None or not tokens.is_joined(at + 1) or (day, month) in _NO_DATES:
        return None
    closed = tokens.key(at + 3) == "." and tokens.is_joined(at + 3)
    if separator == "." and (closed or (introduced and tokens.is_joined(at + 2))):
        return _with_year(tokens, at + 3 + closed, day, month, dotted=False)
    # "28/2" cannot be a fraction of anything; "1/2" and "3/4" can.
    slashed = separator == "/" and tokens.is_joined(at + 2) and (introduced or day > 12)
    return _with_year(tokens, at + 3, day, month, dotted=False) if slashed else None


def _ordinal_pair(tokens: TimeTokens, at: int, introduced: bool) -> Found:
    """Read "siebter 4.", "dritter/11.", "den siebten vierten": at least one of day and month is an ordinal in words."""
    day, end = tokens.ordinal(at)
    start = end + 1 if tokens.key(end) == "/" else end
    month, end = tokens.ordinal(start)
    in_words = tokens.has(at, ORDINALS) or tokens.has(start, ORDINALS)
    if not introduced or not day or not month or not in_words:
        return None
    return _with_year(tokens, end, day, month, dotted=False)
