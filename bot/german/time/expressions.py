"""German time expressions in a visitor's message, resolved to intervals by the fair's clock and days.

The text is read once from left to right: words become tokens (``tokens``), tokens become phrases (``spans``,
``offsets``, ``deictic``), phrases become intervals (``resolver``). This is the only entrance other rooms need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.fair.model import FairDay
from bot.german.time.calendar import Anchor
from bot.german.time.model import Grain, Phrase, Relation, TimeExpression
from bot.german.time.offsets import is_farewell, parse_deictic, parse_offset
from bot.german.time.resolver import Interval, resolve_phrase
from bot.german.time.spans import parse_span
from bot.german.time.tokens import TimeTokens

__all__ = ["Grain", "Relation", "TimeExpression", "find_time_expressions"]
_DEFAULT_ZONE = "Europe/Berlin"


def find_time_expressions(text: str, now: datetime, days: Sequence[FairDay] = ()) -> list[TimeExpression]:
    """Return all time expressions in ``text``, in order and without overlap.

    Args:
        text: any text; time grows linearly with its length.
        now: the present moment; a naive one is taken as the fair's local time.
        days: the fair's days. They decide which day "um zwei", "Donnerstag" or "am 15." means and which half of the
            day; without them the usual sense counts.
    """
    anchor = _anchor(now, days)
    tokens = TimeTokens(text)
    found: list[TimeExpression] = []
    at = 0
    while at < len(tokens):
        expression, at = _expression_at(tokens, at, anchor)
        if expression is not None:
            found.append(expression)
    return found


def _anchor(now: datetime, days: Sequence[FairDay]) -> Anchor:
    ordered = tuple(sorted(days, key=lambda day: day.opens))
    zone = ordered[0].opens.tzinfo if ordered else None
    if not isinstance(zone, ZoneInfo):
        zone = ZoneInfo(_DEFAULT_ZONE)
    return Anchor(now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone), ordered)


def _expression_at(tokens: TimeTokens, at: int, anchor: Anchor) -> tuple[TimeExpression | None, int]:
    """Return the expression that begins at a token, if any, and the token at which to go on."""
    # "Danke, bis morgen!" asks for nothing; the rest of the message is skipped.
    if is_farewell(tokens, at):
        return None, len(tokens)
    for parse in _PARSERS:
        found = parse(tokens, at)
        if found is None:
            continue
        phrase, end = found
        interval = resolve_phrase(phrase, anchor)
        if interval is not None:
            return _expression(tokens, at, end, phrase, interval), end
        if phrase.right is not None:
            # half of an impossible span ("29.2. bis 1.3.2025") is not what was asked
            return None, end
    return None, at + 1


def _expression(tokens: TimeTokens, at: int, end: int, phrase: Phrase, interval: Interval) -> TimeExpression:
    offset, stop = tokens.token(at).start, tokens.token(end - 1).end
    text = tokens.text[offset:stop]
    return TimeExpression(interval.start, interval.end, interval.grain, phrase.relation, text, offset, stop - offset)


# Order matters: "in zwei Stunden" must be read as an offset before "zwei" can be read as an hour.
_PARSERS: Sequence[Callable[[TimeTokens, int], tuple[Phrase, int] | None]] = (parse_deictic, parse_offset, parse_span)
