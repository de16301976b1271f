from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.errors import ConfigurationError
from bot.fair.clock import FairClock, clock_from_environment
from tests.samples.programme import FAIR, ZONE, ManualTime, at

REAL = replace(FAIR, clock_start=None)


def test_demo_time_starts_at_the_anchor_and_runs_on() -> None:
    real = ManualTime()
    clock = FairClock(ZONE, at("10:05"), 940.0, real)
    first, real.seconds = clock.now(), real.seconds + 90
    assert (first, clock.now(), clock.is_demo) == (at("10:06"), at("10:07").replace(second=30), True)


def test_demo_time_starts_now_without_an_anchor() -> None:
    assert FairClock(ZONE, at("10:05"), None, ManualTime()).now() == at("10:05")


def test_demo_time_crosses_the_end_of_summer_time() -> None:
    real = ManualTime()
    clock = FairClock(ZONE, datetime(2025, 10, 26, 1, 30, tzinfo=ZONE), 1000.0, real)
    real.seconds += 2 * 3600
    assert clock.now().isoformat() == "2025-10-26T02:30:00+01:00"


def test_real_time_is_in_the_zone_of_the_fair() -> None:
    clock = FairClock(ZONE, real_time=ManualTime())
    assert (clock.now().isoformat(), clock.is_demo) == ("1970-01-01T01:16:40+01:00", False)


@pytest.mark.parametrize(
    ("environment", "is_demo"),
    [({}, False), ({"MESSE_NOW": " "}, False), ({"MESSE_NOW": "2025-05-14T10:05:00"}, True)],
)
def test_environment_chooses_the_clock(environment: Mapping[str, str], is_demo: bool) -> None:
    assert clock_from_environment(REAL, environment).is_demo == is_demo


@pytest.mark.parametrize(
    "raw", ["2025-05-14T12:00:00", "2025-05-14T12:00:00+02:00", "2025-05-14T10:00:00Z", "2025-05-14T10:00:00+00:00"]
)
def test_start_is_read_in_the_zone_of_the_fair(raw: str) -> None:
    anchor = "1000"
    clock = clock_from_environment(REAL, {"MESSE_NOW": raw, "MESSE_UHR_ANKER": anchor})
    clock._real_time = lambda: float(anchor)
    assert clock.now() == at("12:00")


def test_fair_has_its_own_start() -> None:
    assert clock_from_environment(FAIR, {}).is_demo


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"MESSE_NOW": "morgen"},
            "MESSE_NOW=morgen ist kein Zeitpunkt – bitte wie 2025-05-14T10:05:00+02:00 schreiben.",
        ),
        ({"MESSE_UHR_ANKER": "x"}, "MESSE_UHR_ANKER=x ist keine Zahl – bitte nicht von Hand setzen."),
    ],
)
def test_unreadable_clock_is_one_line(environment: Mapping[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        clock_from_environment(FAIR, environment)
    assert str(caught.value) == message
