from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from actions.cards import booth_card, session_card
from actions.wording import (
    booth_line,
    change_words,
    floor_of,
    in_room,
    leaders,
    page,
    seats_sentence,
    session_line,
    session_time,
    short_title,
    the_room,
    try_out_sentence,
)
from bot.fair.model import Place
from bot.programme.model import Booth, Original
from tests.samples.fair import BOOTHS, NOW, SESSIONS, at
from tests.samples.programme import session

WEDNESDAY = date(2025, 5, 14)
BY_ID = {each.id: each for each in SESSIONS}


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("", ""),
        ("Foyer", "im Foyer"),
        ("Großer Saal", "im Großen Saal"),
        ("Saal", "im Saal"),
        ("Bibliothek", "in der Bibliothek"),
        ("Kunsthalle", "in der Kunsthalle"),
        ("Seminarraum 1", "in Seminarraum 1"),
        ("Live Club Barmen", "im Live Club Barmen"),
        ("B 101", "in B 101"),
    ],
)
def test_in_room(room: str, text: str) -> None:
    assert in_room(room) == text


@pytest.mark.parametrize(
    ("place", "text"), [(None, ""), (Place(name="X"), ""), (Place(name="X", floor="2. OG"), " (2. OG)")]
)
def test_floor_of(place: Place | None, text: str) -> None:
    assert floor_of(place) == text


@pytest.mark.parametrize(
    ("key", "today", "with_day", "line"),
    [
        ("ki", 14, False, "• 10:00–10:45 Uhr: Künstliche Intelligenz im Büro (Vortrag, Großer Saal)"),
        ("ki", 14, True, "• heute, 10:00–10:45 Uhr: Künstliche Intelligenz im Büro (Vortrag, Großer Saal)"),
        ("teilhabe", 14, True, "• morgen, 10:00–11:00 Uhr: Barrierefreie Dokumente (Vortrag, Kunsthalle)"),
        ("ki", 15, True, "• Mittwoch, 10:00–10:45 Uhr: Künstliche Intelligenz im Büro (Vortrag, Großer Saal)"),
        ("daten", 15, False, "• 11:00–12:00 Uhr: Offene Daten (Vortrag)"),
        ("lego", 14, False, "• 12:00–13:00 Uhr: Roboter bauen (Workshop, Foyer) – fällt aus"),
        ("passwort", 14, False, "• 13:00–14:00 Uhr: Gute Passwörter (Workshop, Seminarraum 1) – ausgebucht"),
        ("copilot", 14, False, "• 11:00–12:30 Uhr: Copilot ausprobieren (Workshop, Seminarraum 1) – 3 Plätze frei"),
        ("phishing", 14, False, "• 11:00–11:30 Uhr: Phishing erkennen (Vortrag, Kunsthalle) – geändert"),
    ],
)
def test_session_line(key: str, today: int, with_day: bool, line: str) -> None:
    assert session_line(BY_ID[key], date(2025, 5, today), with_day) == line


def test_bare_session_line() -> None:
    assert session_line(session("x"), WEDNESDAY, False) == "• 10:00–11:00 Uhr: x"


def test_session_card() -> None:
    assert session_card(BY_ID["zwilling"], WEDNESDAY) == {
        "art": "sitzung",
        "id": "zwilling",
        "titel": "Der Digitale Zwilling",
        "zeit": "14:30–15:15 Uhr",
        "tag": "heute",
        "raum": "Großer Saal",
        "vortragende": ["Jonas Erlenbruch"],
        "format": "Vortrag",
        "hinweis": "14:30 statt 14:00 Uhr",
    }


@pytest.mark.parametrize(
    ("booth", "line"),
    [(BOOTHS[0], "• A1: Messelotse (Foyer)"), (BOOTHS[4], "• D1: Drohnen im Einsatz")],
)
def test_booth_line(booth: Booth, line: str) -> None:
    assert booth_line(booth, NOW.date()) == line


def test_booth_card() -> None:
    assert booth_card(BOOTHS[0]) == {
        "art": "stand",
        "nummer": "A1",
        "name": "Messelotse",
        "raum": "Foyer",
        "organisation": "Projektteam Lotse",
        "text": "knifflige Fragen stellen",
    }


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, ""),
        ({"cancelled": True, "seats_free": 0}, "fällt aus"),
        ({"original": Original(start=at("9:30"))}, "10:00 statt 9:30 Uhr"),
        ({"original": Original(start=at("9:30", 15))}, "Mittwoch 10:00 statt Donnerstag 9:30 Uhr"),
        ({"room": "Foyer", "original": Original(room="Großer Saal")}, "im Foyer statt im Großen Saal"),
        ({"is_new": True, "seats_free": 0}, "neu im Programm, ausgebucht"),
    ],
)
def test_change_words(details: dict[str, Any], words: str) -> None:
    assert change_words(session("x", **details)) == words


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (NOW.replace(hour=9), "heute von 10:00 bis 10:45 Uhr"),
        (at("10:00"), "heute von 10:00 bis 10:45 Uhr (läuft gerade)"),
        (at("10:45"), "heute von 10:00 bis 10:45 Uhr (schon vorbei)"),
        (at("9:00", 13), "morgen von 10:00 bis 10:45 Uhr"),
        (at("9:00", 10), "am Mittwoch, 14. Mai von 10:00 bis 10:45 Uhr"),
        (at("9:00", 15), "gestern von 10:00 bis 10:45 Uhr (schon vorbei)"),
    ],
)
def test_session_time(now: datetime, text: str) -> None:
    assert session_time(BY_ID["ki"], now) == text


@pytest.mark.parametrize(
    ("seats", "free", "sentence"),
    [
        (None, None, ""),
        (20, None, "Es gibt 20 Plätze; wie viele noch frei sind, weiß ich nicht."),
        (20, 0, "Leider sind keine Plätze mehr frei."),
        (20, 1, "Es ist noch 1 von 20 Plätzen frei."),
        (20, 3, "Es sind noch 3 von 20 Plätzen frei."),
        (None, 1, "Es ist noch 1 Platz frei."),
        (None, 3, "Es sind noch 3 Plätze frei."),
    ],
)
def test_seats_sentence(seats: int | None, free: int | None, sentence: str) -> None:
    assert seats_sentence(session("x", seats=seats, seats_free=free)) == sentence


@pytest.mark.parametrize(
    ("total", "text"), [(2, "a\nb"), (3, "a\nb\n… und ein weiterer Eintrag."), (4, "a\nb\n… und 2 weitere.")]
)
def test_page(total: int, text: str) -> None:
    assert page(["a", "b"], total) == text


def test_short_title() -> None:
    assert short_title("Ein langer Titel, der nicht passt", 20) == "Ein langer Titel …"


@pytest.mark.parametrize(
    ("name", "sentence_start"),
    [
        ("Großer Saal", "Der Große Saal"),
        ("Kunsthalle", "Die Kunsthalle"),
        ("Seminarraum 1", "Seminarraum 1"),
        ("Live Club Barmen", "Der Live Club Barmen"),
    ],
)
def test_the_room(name: str, sentence_start: str) -> None:
    assert the_room(name) == sentence_start


@pytest.mark.parametrize(
    ("kind", "people", "sentence"),
    [
        ("Vortrag", ("Ina",), "Den Vortrag „x“ hält Ina."),
        ("Workshop", ("Ina", "Uwe"), "Den Workshop „x“ leiten Ina und Uwe."),
        ("Lesung", ("Ina",), "„x“ gestaltet Ina."),
    ],
)
def test_leaders(kind: str, people: tuple[str, ...], sentence: str) -> None:
    assert leaders(session("x", kind=kind, speakers=people)) == sentence


@pytest.mark.parametrize(
    ("try_out", "sentence"),
    [
        ("Karten verschieben und zeichnen", "Dort können Sie Karten verschieben und zeichnen."),
        ("ein Quiz.", "Zum Ausprobieren: ein Quiz."),
        ("", ""),
    ],
)
def test_try_out_sentence(try_out: str, sentence: str) -> None:
    assert try_out_sentence(Booth(number="A1", name="x", try_out=try_out)) == sentence
