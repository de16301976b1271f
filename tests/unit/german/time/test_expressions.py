"""German time expressions at the fair of 14 and 15 May 2025, seen from Wednesday 10:05."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.fair.model import FairDay
from bot.german.time.expressions import TimeExpression, find_time_expressions

ZONE = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int = 0, minute: int = 0, month: int = 5, year: int = 2025) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


NOW = at(14, 10, 5)
DAYS = (FairDay(at(14, 9), at(14, 16, 30)), FairDay(at(15, 9), at(15, 15, 30)))


def spans(text: str, now: datetime = NOW) -> list[tuple[datetime | None, datetime | None]]:
    return [(found.start, found.end) for found in find_time_expressions(text, now, DAYS)]


def starts(text: str, now: datetime = NOW) -> list[datetime | None]:
    return [found.start for found in find_time_expressions(text, now, DAYS)]


def only(text: str) -> TimeExpression:
    (found,) = find_time_expressions(text, NOW, DAYS)
    return found


CLOCKS = [
    ("halb drei", 14, 30),
    ("um halb elf", 10, 30),
    ("halb 12", 11, 30),
    ("halb eins", 12, 30),
    ("viertel vor zwölf", 11, 45),
    ("viertel nach 9", 9, 15),
    ("viertel zwölf", 11, 15),
    ("viertel eins", 12, 15),
    ("dreiviertel zehn", 9, 45),
    ("drei viertel zehn", 9, 45),
    ("fünf vor halb drei", 14, 25),
    ("zehn nach halb drei", 14, 40),
    ("fünf nach zwölf", 12, 5),
    ("20 Minuten nach 2", 14, 20),
    ("14:30", 14, 30),
    ("14.30 Uhr", 14, 30),
    ("um 14.30", 14, 30),
    ("14 Uhr 30", 14, 30),
    ("14h30", 14, 30),
    ("14uhr", 14, 0),
    ("14uhr30", 14, 30),
    ("1430 Uhr", 14, 30),
    ("acht Uhr vierzig", 8, 40),
    ("um zwei", 14, 0),
    ("um 9", 9, 0),
    ("um 3 Uhr", 15, 0),
    ("um ein Uhr", 13, 0),
    ("um eins", 13, 0),
    ("um 5", 17, 0),
    ("2:15", 14, 15),
    ("02:15", 2, 15),
    ("gegen elf", 11, 0),
    ("so gegen 3", 15, 0),
    ("Punkt zwölf", 12, 0),
    ("kurz nach 10", 10, 0),
    ("mittags um zwölf", 12, 0),
    ("nachmittags um 1 Uhr 30", 13, 30),
    ("8 Uhr abends", 20, 0),
    ("um 8 abends", 20, 0),
    ("um 8 Uhr morgens", 8, 0),
    ("um fuenf vor zwoelf", 11, 55),
    ("UM ZWEI", 14, 0),
    ("heute um 15 Uhr", 15, 0),
]


@pytest.mark.parametrize(("text", "hour", "minute"), CLOCKS)
def test_clock_time_without_date_means_today(text: str, hour: int, minute: int) -> None:
    assert starts(text) == [at(14, hour, minute)]


DAYS_NAMED = [
    ("heute", 14, 15),
    ("morgen", 15, 16),
    ("übermorgen", 16, 17),
    ("uebermorgen", 16, 17),
    ("gestern", 13, 14),
    ("vorgestern", 12, 13),
    ("Mittwoch", 14, 15),
    ("am Donnerstag", 15, 16),
    ("donerstag", 15, 16),
    ("mitwoch", 14, 15),
    ("nächsten Donnerstag", 15, 16),
    ("Freitag", 16, 17),
    ("am Do", 15, 16),
    ("Do 15.05.", 15, 16),
    ("am 15.", 15, 16),
    ("am 15ten", 15, 16),
    ("den fünfzehnten", 15, 16),
    ("15. Mai", 15, 16),
    ("15.05.", 15, 16),
    ("15.5.2025", 15, 16),
    ("2025-05-15", 15, 16),
    ("Donnerstag, den 15. Mai 2025", 15, 16),
    ("den ganzen Tag", 14, 15),
    ("am ersten Tag", 14, 15),
    ("am zweiten Messetag", 15, 16),
    ("Tag 2", 15, 16),
    ("am letzten Tag", 15, 16),
    ("beide Tage", 14, 16),
    ("an beiden Tagen", 14, 16),
    ("Mittwoch und Donnerstag", 14, 16),
    ("am 14. und 15. Mai", 14, 16),
    ("14./15.05.", 14, 16),
    ("vom 14. bis zum 15. Mai", 14, 16),
    ("in drei Tagen", 17, 18),
    ("in einer Woche", 21, 22),
    ("nächste Woche", 19, 26),
    ("nächste Woche Dienstag", 20, 21),
    ("am Wochenende", 17, 19),
    ("diese Woche", 12, 19),
    ("Montag bis Freitag", 12, 17),
]


@pytest.mark.parametrize(("text", "first", "end"), DAYS_NAMED)
def test_day_spans_from_midnight_to_midnight(text: str, first: int, end: int) -> None:
    assert spans(text) == [(at(first), at(end))]


STRETCHES = [
    ("morgens", at(14, 6), at(14, 12)),
    ("am Morgen", at(14, 6), at(14, 12)),
    ("heute früh", at(14, 6), at(14, 12)),
    ("morgen früh", at(15, 6), at(15, 12)),
    ("vormittags", at(14, 6), at(14, 12)),
    ("mittags", at(14, 12), at(14, 14)),
    ("am Nachmittag", at(14, 12), at(14, 18)),
    ("am späten Nachmittag", at(14, 15), at(14, 18)),
    ("heute Abend", at(14, 17), at(15)),
    ("heute Nacht", at(14, 22), at(15, 6)),
    ("am Mittwochvormittag", at(14, 6), at(14, 12)),
    ("Donnerstagnachmittag", at(15, 12), at(15, 18)),
    ("in der Mittagspause", at(14, 12), at(14, 13)),
    ("zwischen 10 und 12", at(14, 10), at(14, 12)),
    ("zwischen elf und eins", at(14, 11), at(14, 13)),
    ("von 9 bis halb elf", at(14, 9), at(14, 10, 30)),
    ("von 2 bis 4", at(14, 14), at(14, 16)),
    ("9-11 Uhr", at(14, 9), at(14, 11)),
    ("9–11 Uhr", at(14, 9), at(14, 11)),
    ("10.00–10.45 Uhr", at(14, 10), at(14, 10, 45)),
    ("von 14 bis 15 Uhr am Donnerstag", at(15, 14), at(15, 15)),
    ("morgen zwischen 9:30 und 11", at(15, 9, 30), at(15, 11)),
    ("von jetzt bis 12", at(14, 10, 5), at(14, 12)),
    ("ab 13 Uhr", at(14, 13), at(15)),
    ("morgen ab 13 Uhr", at(15, 13), at(16)),
    ("nach 15 Uhr", at(14, 15), at(15)),
    ("14 Uhr frühestens", at(14, 14), at(15)),
    ("bis mittags", at(14), at(14, 12)),
    ("bis 12", at(14), at(14, 12)),
    ("vor dem Mittag", at(14), at(14, 12)),
    ("am Donnerstag bis 12", at(15), at(15, 12)),
    ("nach der Mittagspause", at(14, 13), at(15)),
    ("nach dem Mittagessen", at(14, 13), at(15)),
    ("ab Donnerstag", at(15), None),
    ("bis Donnerstag abends", at(15), at(15, 17)),
    ("Programm bis Donnerstag", None, at(16)),
    ("den Rest des Tages", at(14, 10, 5), at(15)),
    ("in den nächsten 30 Minuten", at(14, 10, 5), at(14, 10, 35)),
    ("in der nächsten Stunde", at(14, 10, 5), at(14, 11, 5)),
    ("eine halbe Stunde", at(14, 10, 5), at(14, 10, 35)),
    ("Donnerstag nachmittag um drei", at(15, 15), at(15, 15, 1)),
    ("in einer halben Stunde", at(14, 10, 35), at(14, 10, 36)),
    ("in 20 min", at(14, 10, 25), at(14, 10, 26)),
    ("in anderthalb Stunden", at(14, 11, 35), at(14, 11, 36)),
    ("vor zwei Stunden", at(14, 8, 5), at(14, 8, 6)),
    ("seit gestern", at(13), None),
]


@pytest.mark.parametrize(("text", "start", "end"), STRETCHES)
def test_stretch_is_resolved(text: str, start: datetime | None, end: datetime | None) -> None:
    assert spans(text) == [(start, end)]


POINTING = [
    ("jetzt", "now"),
    ("gerade", "now"),
    ("momentan", "now"),
    ("aktuell", "now"),
    ("im Moment", "now"),
    ("gleich", "next"),
    ("als Nächstes", "next"),
    ("der nächste Vortrag", "next"),
    ("danach", "after"),
    ("anschließend", "after"),
    ("Und dann?", "after"),
    ("später", "later"),
    ("nachher", "later"),
    ("vorhin", "earlier"),
    ("um 14 Uhr", "at"),
    ("gegen 14 Uhr", "about"),
    ("ab 14 Uhr", "from"),
    ("bis 14 Uhr", "until"),
    ("von 10 bis 12 Uhr", "between"),
    ("für 20 Minuten", "duration"),
]


@pytest.mark.parametrize(("text", "relation"), POINTING)
def test_relation_says_how_it_is_meant(text: str, relation: str) -> None:
    assert only(text).relation == relation


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
