"""Clock times as Germans say and write them: "halb drei", "viertel zwölf", "14.30 Uhr", "fünf vor halb drei".

Each rule reads tokens from a position on and returns the clock time and the position after it, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.german.time.model import Clock
from bot.german.time.tokens import TimeTokens
from bot.german.time.words import ABOUT, CARDINALS, CLOCK_INTROS, COUNTED, LABELS, MIDNIGHT, QUARTERS, UNITS

Found = tuple[Clock, int] | None
_MINUTE_WORDS = frozenset({"minuten", "minute", "min"})
_H = frozenset({"h", "uhr"})
_GOES_ON = _H | {":", ".", "-", "–", "bis", "%", "und", "/"}
_UHR = frozenset({"uhr", "h", "u"})
# Minutes that "kurz nach 10" may reach: a quarter of an hour, the smallest step of a programme.
_SHORTLY = 15
HALF = 30  # minutes that „halb drei“ is before three
_HOUR_INTROS = CLOCK_INTROS | {"ab", "bis", "von", "zwischen", "vor", "nach", "seit", "-", "–"}


def parse_clock(tokens: TimeTokens, at: int, loose: bool = False) -> Found:
    """Return the clock time that begins at ``at`` and the position after it, or None.

    Args:
        tokens: the text.
        at: position of the first token.
        loose: whether a bare number counts, because a word such as "um", "ab" or "zwischen" stands before it.
    """
    if _is_label(tokens, at - 1) or _is_glued(tokens, at):
        return None
    for rule in _RULES:
        found = rule(tokens, at)
        if found is not None:
            return found
    return _bare_hour(tokens, at) if loose else None


def _is_label(tokens: TimeTokens, at: int) -> bool:
    # "S 11" is a train, but the s of "um's 11" or "geht's 11" is not.
    return tokens.has(at, LABELS) and tokens.key(at) != "s"


def _is_glued(tokens: TimeTokens, at: int) -> bool:
    """Return whether a number continues a word or a number, as in "MS365", "B3" or "1,5"."""
    if not tokens.is_joined(at) or not tokens.is_digits(at):
        return False
    before = tokens.key(at - 1)
    return before.isalnum() or (before in {",", ".", ":", "/"} and tokens.is_digits(at - 2))


def _hour(tokens: TimeTokens, at: int) -> int | None:
    """Return a whole hour from 0 to 24 in digits or words ("eine" is no hour)."""
    value = tokens.digits(at)
    if value is None:
        value = CARDINALS.get(tokens.key(at))
    return value if value is not None and 0 <= value <= 24 and len(tokens.key(at)) != 0 else None


def _clock(tokens: TimeTokens, at: int, hour: int, minute: int = 0, second: int = 0) -> Clock | None:
    if not (0 <= minute < 60 and 0 <= second < 60) or hour > 24 or (hour == 24 and (minute or second)):
        return None
    # "08:00" is written by people who mean the morning; "8:00" may be the evening.
    fixed = hour > 12 or hour == 0 or (tokens.key(at).startswith("0") and tokens.is_digits(at))
    return Clock(hour, minute, second, fixed=fixed, grain="hour")


def _skip(tokens: TimeTokens, at: int, keys: frozenset[str]) -> int:
    return at + 1 if tokens.has(at, keys) else at


def _midnight(tokens: TimeTokens, at: int) -> Found:
    return (Clock(24, fixed=True), at + 1) if tokens.has(at, MIDNIGHT) else None


def _approximate(tokens: TimeTokens, at: int) -> Found:
    """ "kurz nach 10", "kurz vor halb drei"."""
    if tokens.key(at) not in {"kurz", "knapp"} or tokens.key(at + 1) not in {"vor", "nach"}:
        return None
    attempts = (rule(tokens, at + 2) for rule in _EXACT_RULES)
    found = next((attempt for attempt in attempts if attempt is not None), None)
    if found is None:
        return None
    clock, end = found
    slack = _SHORTLY if tokens.key(at + 1) == "nach" else -_SHORTLY
    return replace(clock, about=True, slack=slack), end


def _back_from(hour: int, minutes: int) -> Clock:
    """Return the time ``minutes`` away from the full hour; the hour before 1 is 12."""
    total = (hour * 60 + minutes) % (24 * 60)
    # "halb eins" is 12:30, not 0:30.
    if hour <= 12 and total < 60:
        total += 12 * 60
    return Clock(total // 60, total % 60, fixed=total // 60 > 12, grain="minute")


def _before_the_hour(tokens: TimeTokens, at: int) -> Found:
    """ "halb drei", "viertel zwölf", "dreiviertel zehn", "drei viertel zehn"."""
    end = at + 1 if tokens.key(at) == "drei" and tokens.key(at + 1) == "viertel" else at
    missing = HALF if tokens.key(end) == "halb" else 60 - _quarter(tokens, at, end)
    hour = _hour(tokens, end + 1)
    if missing == 60 or not hour or _is_counted(tokens, end + 2):
        return None
    return _back_from(hour, -missing), _skip(tokens, end + 2, _UHR)


def _quarter(tokens: TimeTokens, at: int, end: int) -> int:
    return 45 if end > at else QUARTERS.get(tokens.key(at), 0)


def _minutes_from(tokens: TimeTokens, at: int) -> Found:
    """ "viertel vor zwölf", "fünf vor halb drei", "20 Minuten nach 8"."""
    minutes = QUARTERS.get(tokens.key(at)) or tokens.number(at)
    turn = _skip(tokens, at + 1, _MINUTE_WORDS)
    if not minutes or minutes >= 60 or tokens.key(turn) not in {"vor", "nach"}:
        return None
    offset = -minutes if tokens.key(turn) == "vor" else minutes
    is_half = tokens.key(turn + 1) == "halb"
    hour = _hour(tokens, turn + 1 + is_half)
    if not hour or _is_counted(tokens, turn + 2 + is_half) or tokens.key(turn + 2 + is_half) in {":", ","}:
        return None
    return _back_from(hour, offset - HALF * is_half), _skip(tokens, turn + 2 + is_half, _UHR)


def _digital(tokens: TimeTokens, at: int) -> Found:
    """ "14:30", "14:30:15 Uhr", "14.30 Uhr"; "14.30" only where it cannot be a date."""
    hour, separator, minute = _hour(tokens, at), tokens.key(at + 1), tokens.digits(at + 2)
    if hour is None or minute is None or not tokens.is_digits(at) or not _is_tight(tokens, at, 3):
        return None
    if separator not in {":", "."} or len(tokens.key(at + 2)) != 2:
        return None
    second, end = _seconds(tokens, at + 3, separator)
    if separator == "." and not _is_dotted_time(tokens, at, end, minute):
        return None
    clock = _clock(tokens, at, hour, minute, second)
    if clock is None:
        return None
    return replace(clock, grain="second" if second else "minute"), _skip(tokens, end, _UHR)


def _is_tight(tokens: TimeTokens, at: int, count: int) -> bool:
    return all(tokens.is_joined(position) for position in range(at + 1, at + count))


def _seconds(tokens: TimeTokens, at: int, separator: str) -> tuple[int, int]:
    second = tokens.digits(at + 1)
    if tokens.key(at) == separator == ":" and second is not None and second < 60 and _is_tight(tokens, at - 1, 3):
        return second, at + 2
    return 0, at


def _is_dotted_time(tokens: TimeTokens, at: int, end: int, minute: int) -> bool:
    """Return whether "14.30" is a time rather than a date or a price.

    It is when "Uhr" follows or a clock word precedes, or when it can be no date; a year behind it always makes it a
    date.
    """
    if tokens.has(end, _UHR):
        return True
    if tokens.key(end) == "." and tokens.is_joined(end) and tokens.is_digits(end + 1) and tokens.is_joined(end + 1):
        return False
    introduced = tokens.has(at - 1, _HOUR_INTROS)
    # There is no month 0 or 13; multiples of five rule out versions and prices such as "2.49".
    no_date = minute == 0 or minute > 12
    plain = no_date and minute % 5 == 0 and not tokens.has(end, {".", "%", "€"})
    return plain or (introduced and tokens.key(end) != ".")


def _uhr(tokens: TimeTokens, at: int) -> Found:
    """ "14 Uhr", "14 Uhr 30", "acht Uhr vierzig", "18 Uhr und 12", "14h30", "1430 Uhr"."""
    if not tokens.has(at + 1, _H) or not (tokens.is_digits(at) or tokens.key(at + 1) == "uhr"):
        return None
    packed = tokens.digits(at)
    # "1430 Uhr", as rosters write it.
    if packed is not None and len(tokens.key(at)) == 4 and tokens.key(at + 1) == "uhr":
        clock = _clock(tokens, at, packed // 100, packed % 100)
        return (replace(clock, grain="minute"), at + 2) if clock else None
    hour = _hour(tokens, at)
    if hour is None:
        return None
    minute, end = _minutes_after(tokens, at + 2)
    clock = _clock(tokens, at, hour, minute or 0)
    if clock is None or (tokens.key(at + 1) == "h" and minute is None and not tokens.has(at - 1, _HOUR_INTROS)):
        return None
    if minute is None:
        return clock, end
    return replace(clock, grain="minute"), _skip(tokens, end, _UHR)


def _minutes_after(tokens: TimeTokens, at: int) -> tuple[int | None, int]:
    """Return the minutes after "Uhr": a number that is neither a count nor another hour."""
    start = _skip(tokens, at, frozenset({"und"}))
    minute = tokens.digits(start)
    if minute is None:
        minute = CARDINALS.get(tokens.key(start))
    is_other = tokens.has(start + 1, _GOES_ON) and tokens.key(at - 1) != "h"
    if minute is None or not 0 <= minute < 60 or is_other or _is_counted(tokens, start + 1):
        return None, at
    # "um 14 Uhr 2 Plätze": a single digit is a count, unless "und" ties it to the hour.
    too_short = start == at and len(tokens.key(start)) == 1
    return (None, at) if too_short else (minute, start + 1)


def _bare_hour(tokens: TimeTokens, at: int) -> Found:
    """ "um zwei", "ab 13": a number alone, unless something is counted or it goes on."""
    hour = _hour(tokens, at)
    if hour is None or _is_counted(tokens, at + 1) or _goes_on(tokens, at + 1):
        return None
    clock = _clock(tokens, at, hour)
    return (clock, at + 1) if clock and tokens.key(at) != "ein" and tokens.key(at) != "null" else None


def _is_counted(tokens: TimeTokens, at: int) -> bool:
    """Return whether the number before ``at`` counts something, e.g. persons, rather than naming an hour."""
    return tokens.has(at, COUNTED) or (tokens.has(at, UNITS) and tokens.key(at) != "h")


def _goes_on(tokens: TimeTokens, at: int) -> bool:
    """Return whether a number continues without a blank, as in "14.30", "1,5", "3D" or "12%"."""
    if not tokens.is_joined(at):
        return False
    key = tokens.key(at)
    return (
        key.isalnum()
        or key in {"%", "€", "°"}
        or (key in {".", ",", ":", "/"} and tokens.is_joined(at + 1) and tokens.is_digits(at + 1))
    )


def is_about(tokens: TimeTokens, at: int) -> bool:
    """Return whether the word at ``at`` makes a clock time approximate ("gegen")."""
    return tokens.has(at, ABOUT)


# Order matters: "fünf vor halb drei" must be tried before "halb drei", times with minutes before bare hours.
_EXACT_RULES: Sequence[Callable[[TimeTokens, int], Found]] = (
    _midnight,
    _minutes_from,
    _before_the_hour,
    _digital,
    _uhr,
    _bare_hour,
)
_RULES: Sequence[Callable[[TimeTokens, int], Found]] = (
    _midnight,
    _approximate,
    _minutes_from,
    _before_the_hour,
    _digital,
    _uhr,
)
