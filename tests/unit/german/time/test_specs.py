"""Our share on Microsoft's German specifications, and that the yardstick measures."""

from __future__ import annotations

from datetime import datetime

import pytest

from bench.time_cases import SPECS, Case, Value, is_right, load_cases, load_disputed
from bench.time_expressions import score, select_cases
from bench.time_parsers import parse_ours

REACHED = {
    "time": 59, "date": 76, "datetime": 36, "timerange": 29, "daterange": 104, "datetimerange": 40, "duration": 28,
    "none": 4,
}  # fmt: skip
needs_specs = pytest.mark.skipif(not SPECS.is_dir(), reason="Microsofts Testfälle liegen nicht neben dem Projekt.")


def make_case(kind: str, *values: Value) -> Case:
    return Case("Beispiel", 0, kind, "um zwei", "um zwei", datetime(2025, 5, 14), values)


@needs_specs
def test_share_right_stays_at_the_level_reached() -> None:
    found = score(select_cases().scored, parse_ours, second_chance=False)
    assert {kind: found.right[kind] for kind in REACHED if found.right[kind] < REACHED[kind]} == {}


@needs_specs
def test_every_disputed_case_exists() -> None:
    known = {(case.file, case.number, case.expression.lower()) for case in load_cases()}
    assert set(load_disputed()) - known == set()


@needs_specs
def test_disputed_cases_stay_few() -> None:
    selection = select_cases()
    assert len(selection.disputed) <= len(selection.scored) // 20


def test_point_is_compared_to_the_second() -> None:
    case = make_case("datetime", Value(datetime(2025, 5, 14, 14), None))
    spans = [datetime(2025, 5, 14, 14), datetime(2025, 5, 14, 14, 0, 1)]
    assert [is_right(case, [(start, None)]) for start in spans] == [True, False]


def test_point_is_no_open_stretch() -> None:
    case = make_case("timerange", Value(datetime(2000, 1, 1, 14), None))
    minute, rest = datetime(2025, 5, 14, 14, 1), datetime(2025, 5, 15)
    assert [is_right(case, [(datetime(2025, 5, 14, 14), end)]) for end in (minute, rest)] == [False, True]


def test_last_day_of_a_span_may_be_included() -> None:
    case = make_case("daterange", Value(datetime(2025, 5, 3), datetime(2025, 5, 12), inclusive=True))
    ends = [datetime(2025, 5, day) for day in (11, 12, 13, 14)]
    assert [is_right(case, [(datetime(2025, 5, 3), end)]) for end in ends] == [False, True, True, False]


def test_nothing_may_be_found_where_nothing_is_expected() -> None:
    assert [is_right(make_case("none"), spans) for spans in ([], [(None, None)])] == [True, False]
