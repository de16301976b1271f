"""Microsoft's German date and time specifications as test cases, and when an interval counts as right.

Source: microsoft/Recognizers-Text, Specs/DateTime/German (MIT). The files lie beside the repository and are never
copied into it. What counts as right is written down in :func:`is_right`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT.parent / "shared" / "daten" / "zeit" / "ms_recognizers_de"
DISPUTED = Path(__file__).resolve().parent / "zeit_strittig.yml"
FILES = (
    "DateTimeModel",
    "DateTimeModelCalendarMode",
    "DateParser",
    "DatePeriodParser",
    "TimeParser",
    "TimePeriodParser",
    "DateTimeParser",
    "DateTimePeriodParser",
    "DurationParser",
    "MergedParser",
)
KINDS = ("time", "date", "datetime", "timerange", "daterange", "datetimerange", "duration", "none")
NOW = "2016-11-07T00:00:00"

Span = tuple[datetime | None, datetime | None]

_OUT_OF_SCOPE = (
    (
        "Feiertage",
        r"oster|heiligabend|palmsonntag|karsamstag|fastnacht|drei könige|barbaratag|weltkindertag|"
        r"friedensfest|johannistag|peter und paul|allerheiligen|erntedank|pfingsten|tag der arbeit|weihnacht|ewigkeits",
    ),
    ("Jahreszeiten und Jahrzehnte", r"herbst|sommer|winter|frühling|zweitausender"),
)
_PART = re.compile(r"T(MO|AF|EV|NI|DT)|-WE$")
_EPOCH = datetime(2000, 1, 1)
_HALF_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Value:
    """One candidate value; ``vague`` for parts of the day and thirds of a period, whose borders are a convention."""

    start: datetime | None
    end: datetime | None
    vague: bool = False
    inclusive: bool = False
    seconds: float | None = None


@dataclass(frozen=True)
class Case:
    """One expected expression of one input; ``values`` is empty where nothing may be found."""

    file: str
    number: int
    kind: str
    text: str
    expression: str
    now: datetime
    values: tuple[Value, ...]
    category: str = ""
    """Why the case is out of a fair's scope, "" when it is in scope."""


def load_cases(folder: Path = SPECS) -> list[Case]:
    """Every case of the files in :data:`FILES`.

    Raises:
        FileNotFoundError: the specifications are not there.
    """
    cases: list[Case] = []
    for file in FILES:
        entries = json.loads((folder / f"{file}.json").read_text(encoding="utf-8-sig"))
        for number, entry in enumerate(entries):
            cases.extend(_cases_of(file, number, entry))
    return cases


def load_disputed(path: Path = DISPUTED) -> dict[tuple[str, int, str], str]:
    """Reasons of the debatable cases by file, number and expression."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["strittig"]
    return {(entry["datei"], entry["nummer"], entry["ausdruck"].lower()): entry["grund"] for entry in entries}


def _cases_of(file: str, number: int, entry: Mapping[str, Any]) -> list[Case]:
    now = _moment(entry.get("Context", {}).get("ReferenceDateTime") or NOW)
    text = entry["Input"]
    if not entry["Results"]:
        # a parser file is silent about every kind but its own, so that an empty result says nothing
        return [] if file.endswith("Parser") else [Case(file, number, "none", text, "", now, ())]
    return [_case(file, number, text, now, result) for result in entry["Results"]]


def _case(file: str, number: int, text: str, now: datetime, result: Mapping[str, Any]) -> Case:
    kind = (result.get("TypeName") or result["Type"]).rpartition(".")[2]
    span = result["Text"]
    values = _model_values(result) if "Resolution" in result or "values" in (result.get("Value") or {}) else ()
    values = values or _parser_values(result, kind)
    category = "Wiederkehrendes" if kind == "set" else _category(span)
    return Case(file, number, kind, text, span, now, tuple(values), category)


def _category(span: str) -> str:
    return next((name for name, pattern in _OUT_OF_SCOPE if re.search(pattern, span, re.IGNORECASE)), "")


def _model_values(result: Mapping[str, Any]) -> Sequence[Value]:
    raw = (result.get("Resolution") or result["Value"])["values"]
    return [_model_value(value) for value in raw if value.get("value") != "not resolved"]


def _model_value(value: Mapping[str, Any]) -> Value:
    vague = bool(_PART.search(value["timex"])) or value.get("Mod") in {"start", "mid", "end"}
    if value["type"] == "duration":
        return Value(None, None, seconds=float(value["value"]))
    if "value" in value:
        return Value(_moment(value["value"]), None)
    start, end = value.get("start"), value.get("end")
    inclusive = value["timex"].startswith("(")
    return Value(_moment(start) if start else None, _moment(end) if end else None, vague, inclusive)


def _parser_values(result: Mapping[str, Any], kind: str) -> Sequence[Value]:
    """A parser's past and future value; it names the first half of the day only, the model adds the second."""
    found = result.get("Value") or {}
    values = []
    for name in ("FutureResolution", "PastResolution"):
        raw = list((found.get(name) or {}).values())
        if not raw:
            continue
        if kind == "duration":
            values.append(Value(None, None, seconds=float(raw[0])))
            continue
        ends = [_moment(text) for text in raw]
        vague = bool(_PART.search(found["Timex"]))
        plain = Value(ends[0], ends[1] if len(ends) > 1 else None, vague, found["Timex"].startswith("("))
        values += [plain, *_second_half(plain, kind, result["Text"])]
    return values


def _second_half(value: Value, kind: str, span: str) -> Sequence[Value]:
    named = re.search(r"morgen|mittag|abend|nacht|\b0\d:", span, re.IGNORECASE)
    start, end = value.start, value.end
    if kind not in {"time", "timerange", "datetime", "datetimerange"} or value.vague or named or start is None:
        return ()
    if start.hour > 12 or (end is not None and end.hour > 12) or "uhr" not in span.lower() and ":" in span and not end:
        return ()
    return (Value(start + _HALF_DAY, end + _HALF_DAY if end else None, inclusive=value.inclusive),)


def _moment(text: str) -> datetime:
    """A moment without its fraction of a second; a bare time of day is put on a fixed day."""
    if re.fullmatch(r"\d\d:\d\d:\d\d", text):
        hours, minutes, seconds = (int(part) for part in text.split(":"))
        return _round_up(_EPOCH.replace(hour=hours, minute=minutes, second=seconds))
    return _round_up(datetime.fromisoformat(text.replace("T", " ").partition(".")[0]))


def _round_up(moment: datetime) -> datetime:
    """23:59:59 is how the specifications write the end of the day."""
    return moment + timedelta(seconds=1) if (moment.hour, moment.minute, moment.second) == (23, 59, 59) else moment


def is_right(case: Case, found: Sequence[Span]) -> bool:
    """Whether one of the intervals found (local time) equals one of the case's values.

    - A point in time is compared by its beginning, a bare time of day without its date.
    - The end of a span of days may be the last day or the day after ("vom 3. bis zum 12." includes the 12th).
    - Parts of the day and thirds of a period have no agreed borders: right when the longer covers at least half of
      the shorter.
    - Where nothing is expected, or a date does not exist, nothing may be found.
    """
    if not case.values:
        return not found
    return any(_equals(case.kind, value, span) for value in case.values for span in found)


def elapsed(start: datetime, end: datetime) -> float:
    """Seconds that pass, also across a clock change."""
    if start.tzinfo is not None and end.tzinfo is not None:
        return (end.astimezone(timezone.utc) - start.astimezone(timezone.utc)).total_seconds()
    return (end - start).total_seconds()


def _naive(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=None) if moment is not None else None


def _equals(kind: str, value: Value, span: Span) -> bool:
    start, end = span
    if value.seconds is not None:
        return start is not None and end is not None and elapsed(start, end) == value.seconds
    start, end = _naive(start), _naive(end)
    if kind in {"time", "timerange"}:
        value, start, end = _on_one_day(value, start, end)
    if value.vague and value.start and value.end:
        return start is not None and end is not None and _covers_half(value.start, value.end, start, end)
    if kind in {"date", "time", "datetime"}:
        return start is not None and start.replace(microsecond=0) == value.start
    right_start = value.start is None or (start is not None and start.replace(microsecond=0) == value.start)
    right_end = value.end is None or _is_end(value, end)
    return right_start and right_end and (_is_long(start, end) or None not in {value.start, value.end})


def _is_long(start: datetime | None, end: datetime | None) -> bool:
    """Whether an interval is open or stretches: "ab 14 Uhr" is more than the minute at 14:00."""
    return start is None or end is None or end - start >= timedelta(minutes=30)


def _is_end(value: Value, end: datetime | None) -> bool:
    if value.end is None or end is None:
        return False
    by_days = value.inclusive and value.end.time() == end.time() == _EPOCH.time()
    return end == value.end or (by_days and end == value.end + timedelta(days=1))


def _on_one_day(
    value: Value, start: datetime | None, end: datetime | None
) -> tuple[Value, datetime | None, datetime | None]:
    """Value and span moved to the same day, so that only the times of day are compared."""
    anchor = start or end
    if anchor is None:
        return value, start, end
    shift = anchor.replace(hour=0, minute=0, second=0, microsecond=0) - _EPOCH
    moved = Value(_time_only(value.start), _time_only(value.end, value.start), value.vague)
    return moved, start - shift if start else None, end - shift if end else None


def _time_only(moment: datetime | None, after: datetime | None = None) -> datetime | None:
    if moment is None:
        return None
    return moment if after is None or moment > after else moment + timedelta(days=1)


def _covers_half(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    common = min(end, other_end) - max(start, other_start)
    return common * 2 >= min(end - start, other_end - other_start)
