"""Clock times, days, stretches and relations: one table for each kind of words."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.unit.german.time.times import at, only, spans, starts

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
