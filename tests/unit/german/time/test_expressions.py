"""German time expressions at the fair of 14 and 15 May 2025, seen from Wednesday 10:05."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.german.time.expressions import find_time_expressions
from tests.unit.german.time.times import DAYS, NOW, at, only, starts

NO_TIMES = [
    "Guten Morgen!",
    "Guten Morgen, wo ist das Foyer?",
    "Morgen! Wo ist das Foyer?",
    "Schönen guten Abend",
    "Bis morgen!",
    "bis später dann",
    "Stand B3",
    "Wo ist der Stand 12?",
    "Stand 9-11",
    "Seminarraum 2",
    "zwei Tickets",
    "Zwischen 10 und 12 Personen",
    "ab 18 Jahren",
    "1. Obergeschoss",
    "im 2. Obergeschoss",
    "MS365",
    "Windows 11",
    "die erste Hilfe",
    "zum ersten Mal",
    "Ich nehme den zweiten",
    "halb so wild",
    "ein Viertel der Leute",
    "gleich neben dem Foyer",
    "Wo ist die nächste Toilette?",
    "Mein Schreibtisch von morgen",
    "Wo kann ich zu Mittag essen?",
    "Um wie viel Uhr?",
    "24/7",
    "3,50 Euro",
    "42275 Wuppertal",
    "Telefon 0202 563-0000",
    "am 30. Februar",
    "am dritten Messetag",
    "0 Minuten",
    "",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_other_text_is_no_time(text: str) -> None:
    assert find_time_expressions(text, NOW, DAYS) == []


def test_expression_carries_text_and_offset_of_the_input() -> None:
    found = only("Was läuft am Donnerstag um 14 Uhr im Großen Saal?")
    assert (found.text, found.offset, found.length) == ("am Donnerstag um 14 Uhr", 10, 23)


def test_grain_follows_what_was_said() -> None:
    texts = ["um 14 Uhr", "14:30", "am Nachmittag", "morgen", "nächste Woche", "im Mai", "dieses Jahr"]
    assert [only(text).grain for text in texts] == ["hour", "minute", "part", "day", "week", "month", "year"]


def test_several_expressions_come_in_order() -> None:
    assert starts("um 14 Uhr oder um 15 Uhr") == [at(14, 14), at(14, 15)]


def test_past_clock_time_stays_today_during_the_fair() -> None:
    assert starts("um 9 Uhr") == [at(14, 9)]


@pytest.mark.parametrize("text", ["um zwei", "um 14 Uhr", "14:00"])
def test_clock_time_before_the_fair_means_its_first_day(text: str) -> None:
    assert starts(text, at(2, 8)) == [at(14, 14)]


def test_weekday_before_the_fair_prefers_the_fair() -> None:
    assert starts("am Donnerstag", at(28, 8, month=4)) == [at(15)]


def test_first_fair_day_stays_reachable_on_the_second() -> None:
    assert starts("am Mittwoch", at(15, 8)) == [at(14)]


def test_offset_across_clock_change_counts_elapsed_time() -> None:
    now = at(30, 1, 30, month=3)
    assert starts("in einer Stunde", now) == [at(30, 3, 30, month=3)]


def test_day_of_clock_change_has_23_hours() -> None:
    (found,) = find_time_expressions("heute", at(30, 10, month=3))
    assert found.start is not None and found.end is not None
    assert found.end.timestamp() - found.start.timestamp() == 23 * 3600


def test_naive_now_is_taken_as_local_time() -> None:
    assert starts("jetzt", datetime(2025, 5, 14, 10, 5)) == [NOW]


def test_hours_without_fair_days_have_their_usual_sense() -> None:
    found = find_time_expressions("um drei oder um acht", NOW)
    assert [item.start for item in found] == [at(14, 15), at(14, 8)]
