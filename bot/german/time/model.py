"""Values of time expressions: the public result, and the unresolved pieces that parsers hand to the resolver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Grain = Literal["second", "minute", "hour", "part", "day", "week", "month", "year"]
"""How exactly the text says it; "part" is a part of a day such as the afternoon."""

Relation = Literal["at", "about", "between", "from", "until", "now", "next", "after", "later", "earlier", "duration"]
"""How the interval is meant; "after" ("danach") and "next" refer to the conversation's subject or what is running."""

DateKind = Literal["shift", "weekday", "calendar", "fair", "period", "nth_week", "year"]


@dataclass(frozen=True)
class TimeExpression:
    """One time expression in a text.

    ``start`` is inclusive, ``end`` exclusive, both aware in the fair's zone; None is open. A clock time ("um zwei") is
    one minute long, whatever its grain. "from" and "until" with a clock time stay on their day. "duration" begins now.
    ``offset`` and ``length`` count characters of the input; the text includes prepositions such as "um" or "am".
    """

    start: datetime | None
    end: datetime | None
    grain: Grain
    relation: Relation
    text: str
    offset: int
    length: int


@dataclass(frozen=True)
class DayPart:
    """A part of the day in hours since midnight; ``after`` is the hour from which it is over ("nach dem Mittag")."""

    start: int
    end: int
    after: int


# They overlap as they do in speech (afternoon and evening between 17 and 18); 30 is six in the morning after.
PARTS: dict[str, DayPart] = {
    "fruehmorgens": DayPart(6, 10, 10),
    "morgen": DayPart(6, 12, 12),
    "vormittag": DayPart(6, 12, 12),
    "spaetvormittag": DayPart(10, 12, 12),
    "mittag": DayPart(12, 14, 13),
    "mittagspause": DayPart(12, 13, 13),
    "nachmittag": DayPart(12, 18, 18),
    "fruehnachmittag": DayPart(12, 15, 15),
    "spaetnachmittag": DayPart(15, 18, 18),
    "abend": DayPart(17, 24, 24),
    "spaetabend": DayPart(21, 24, 24),
    "nacht": DayPart(22, 30, 30),
}


@dataclass(frozen=True)
class Clock:
    """A time of day as said; ``fixed`` is True when 24-hour notation leaves no doubt about the half of the day."""

    hour: int
    minute: int = 0
    second: int = 0
    fixed: bool = False
    about: bool = False
    grain: Grain = "hour"
    slack: int = 0
    """Minutes meant around it: 15 for "kurz nach", -15 for "kurz vor"."""


@dataclass(frozen=True)
class DateSpec:
    """A day or a longer period as said, not yet seen from any day; which fields count depends on ``kind``."""

    kind: DateKind
    amount: int = 0
    unit: str = "day"
    weekday: int | None = None
    which: int | None = None
    """Shift said with it: 0 this, 1 next, -1 last …; None when nothing was said."""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    segment: str = ""
    """"start", "middle", "end" or "rest" of a period."""


@dataclass(frozen=True)
class TimePoint:
    """A date, a part of the day and a clock time that belong together; None where the text says nothing."""

    date: DateSpec | None = None
    part: str | None = None
    clock: Clock | None = None
    now: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the text said nothing at all."""
        return self == TimePoint()


@dataclass(frozen=True)
class Phrase:
    """A parsed expression: a single point, the two ends of a span, or a length of time (``amount`` and ``unit``)."""

    relation: Relation
    left: TimePoint | None = None
    right: TimePoint | None = None
    is_after: bool = False
    """For "from": begin when ``left`` is over ("nach"), for "until": end before ``right`` begins ("vor")."""
    amount: float = 0
    unit: str = ""
