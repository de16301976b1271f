"""The statistics as they may be shown: counts that meet the disclosure rule, with titles in German. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.disclosure_control import Breakdown, add_up, disclose
from bot.chat.question_counts import DURATIONS, Cell, Count, CountKind
from bot.chat.questions import Verdict
from bot.dialogue.nlu_report import Decision

Counts = Mapping[Cell, Count]
DECISIONS = {
    Decision.ANSWERED.value: "beantwortet",
    Decision.ASKED_BACK.value: "nachgefragt",
    Decision.NONE.value: "keine Antwort gefunden",
    Decision.OUT_OF_SCOPE.value: "gehört nicht zur Messe",
}
VERDICTS = {Verdict.GOOD.value: "Daumen nach oben", Verdict.BAD.value: "Daumen nach unten"}
_OF_VERDICT = {CountKind.GOOD_OF: Verdict.GOOD, CountKind.BAD_OF: Verdict.BAD}
_HALF, _NEARLY_ALL = 0.5, 0.95


@dataclass(frozen=True)
class Statistics:
    """The disclosable statistics of some days; every number of :attr:`parts` comes from at least five chats.

    Attributes:
        days: all days that may be chosen (ISO 8601), latest first.
        day: the chosen one, "" for all.
        parts: by kind.
        median, slow: milliseconds within which half, and 95 %, of the questions were answered; None for none.
    """

    days: tuple[str, ...]
    day: str
    parts: Mapping[CountKind, Breakdown]
    median: str | None
    slow: str | None

    @property
    def questions(self) -> int:
        """The number of all questions."""
        return self.parts[CountKind.ALL].total

    @property
    def share_answered(self) -> int | None:
        """Percent; None where it may not be told."""
        decisions = self.parts[CountKind.DECISION]
        answered = decisions.shown.get(Decision.ANSWERED.value)
        return round(100 * answered / decisions.total) if answered else None


def make_statistics(counts: Counts, day: str = "") -> Statistics:
    """The statistics of one day, or of all ("" or a day of which nothing may be shown)."""
    by_day: dict[str, dict[CountKind, dict[str, Count]]] = {}
    for cell, count in counts.items():
        by_day.setdefault(cell.day, {}).setdefault(cell.kind, {})[cell.key] = count
    shown = {name: parts for name, each in by_day.items() if (parts := _disclosed(each))[CountKind.ALL].total}
    chosen = [day] if day in shown else sorted(shown)
    durations = [by_day[each].get(CountKind.DURATION, {}) for each in chosen]
    return Statistics(
        days=tuple(sorted(shown, reverse=True)),
        day=day if day in shown else "",
        # each day is disclosed by itself first: else two sums would tell the day between them
        parts={kind: add_up(shown[each][kind] for each in chosen) for kind in CountKind},
        median=_within(durations, _HALF),
        slow=_within(durations, _NEARLY_ALL),
    )


def _disclosed(counts: Mapping[CountKind, Mapping[str, Count]]) -> dict[CountKind, Breakdown]:
    """One day's breakdowns; topics of a verdict only where the verdict itself is shown."""
    parts = {kind: disclose(counts.get(kind, {})) for kind in CountKind}
    for kind, verdict in _OF_VERDICT.items():
        if verdict.value not in parts[CountKind.VERDICT].shown:
            parts[kind] = Breakdown()
    return parts


def _within(days: Sequence[Mapping[str, Count]], share: float) -> str | None:
    """The bound in ms below which this share of all durations lies; "" when it lies above the last."""
    numbers = {str(bound): sum(day[str(bound)].number for day in days if str(bound) in day) for bound in DURATIONS}
    total = sum(count.number for day in days for count in day.values())
    so_far = 0
    for bound, number in numbers.items():
        so_far += number
        if total and so_far >= share * total:
            return bound
    return "" if total else None


@dataclass(frozen=True)
class ChartRow:
    """A line of a table with its bar; ``share`` of the longest bar, in percent. ``number`` None: too few to be told."""

    title: str
    number: int | None
    share: float = 0.0
    is_rest: bool = False


@dataclass(frozen=True)
class ChartTable:
    """A chart with its table; ``rest`` is what stands for all that is not shown by itself."""

    key: str
    title: str
    column: str
    rows: tuple[ChartRow, ...]


def make_table(
    key: str, title: str, column: str, part: Breakdown, name: Callable[[str], str], most: int | None = None
) -> ChartTable:
    """The table of a breakdown; with ``most`` only the first ones, and the others within the rest."""
    shown = list(part.shown.items())
    kept, cut = shown[:most], shown[most:] if most else []
    rest = part.others + sum(number for _, number in cut)
    longest = max([*(number for _, number in kept), 1])
    rows = [ChartRow(name(each), number, 100 * number / longest) for each, number in kept]
    return ChartTable(key, title, column, tuple(rows + ([ChartRow("Übrige", rest, 0.0, is_rest=True)] if rest else [])))


def hour_rows(part: Breakdown) -> list[ChartRow]:
    """One row an hour from the first to the last that is shown, hidden ones in between with None."""
    if not part.shown:
        return []
    hours = sorted(map(int, part.shown))
    longest = max(part.shown.values())
    found = {hour: part.shown.get(f"{hour:02d}") for hour in range(hours[0], hours[-1] + 1)}
    rows = [ChartRow(f"{hour} Uhr", number, 100 * (number or 0) / longest) for hour, number in found.items()]
    return rows + ([ChartRow("Übrige", part.others, is_rest=True)] if part.others else [])


def duration_words(bound: str | None) -> str:
    """A bound of a duration in words: ``höchstens 0,2 s``, „–“ for none."""
    if bound is None:
        return "–"
    seconds = f"{(int(bound) if bound else DURATIONS[-1]) / 1000:g}".replace(".", ",")
    return f"höchstens {seconds} s" if bound else f"über {seconds} s"


@dataclass(frozen=True)
class Usage:
    """How a topic is used, over all days; None: too little to be told."""

    asked: int | None = None
    good: int | None = None
    bad: int | None = None


def usage_of(counts: Counts) -> Callable[[str], Usage]:
    """Tells the use of a topic by its label."""
    parts = make_statistics(counts).parts
    asked, good, bad = (parts[kind].shown for kind in (CountKind.LABEL, CountKind.GOOD_OF, CountKind.BAD_OF))
    return lambda label: Usage(asked.get(label), good.get(label), bad.get(label))
