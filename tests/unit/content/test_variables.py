from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.content.variables import fair_variables, fill_in, today_sentence
from bot.fair.model import Contact, Place
from tests.samples.programme import FAIR, NOW, at

ROOMS = (Place(name="Foyer", floor="EG"), Place(name="Saal", floor="1. OG"), Place(name="Bibliothek", floor="EG"))
SAMPLE = replace(FAIR, rooms=ROOMS, contact=Contact("Infostand", "0202", "a@b"), facts={"eintritt": "frei"})


def test_all_variables() -> None:
    assert fair_variables(SAMPLE, NOW) == {
        "eintritt": "frei",
        "name": "Hausmesse",
        "motto": "",
        "veranstalter": "Stadt",
        "zielgruppe": "Beschäftigte",
        "ort": "Haus",
        "adresse": "Platz 1",
        "termin": "Mittwoch, 14. Mai 2025, und Donnerstag, 15. Mai 2025",
        "oeffnungszeiten": "Mittwoch, 14. Mai 2025, von 9:00 bis 16:30 Uhr, "
        "und Donnerstag, 15. Mai 2025, von 9:00 bis 15:30 Uhr",
        "uhrzeit": "10:05",
        "heute": "Heute ist noch bis 16:30 Uhr geöffnet.",
        "infostand": "Infostand",
        "telefon": "0202",
        "mail": "a@b",
        "raeume": "EG: Foyer und Bibliothek; 1. OG: Saal",
        "chat_loeschfrist": "nach 14 Tagen",
    }


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (at("8:00", 10), "Die Messe beginnt am Mittwoch, 14. Mai 2025: Geöffnet ist dann von 9:00 bis 16:30 Uhr."),
        (at("23:59", 13), "Morgen ist von 9:00 bis 16:30 Uhr geöffnet."),
        (at("8:59"), "Heute ist von 9:00 bis 16:30 Uhr geöffnet."),
        (at("9:00"), "Heute ist noch bis 16:30 Uhr geöffnet."),
        (at("16:30"), "Morgen ist von 9:00 bis 15:30 Uhr geöffnet."),
        (at("15:29", 15), "Heute ist noch bis 15:30 Uhr geöffnet."),
        (at("15:30", 15), "Die Messe ist vorbei."),
    ],
)
def test_today_sentence(now: datetime, sentence: str) -> None:
    assert today_sentence(FAIR, now) == sentence


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("In {ort} und {ort}.", "In Haus und Haus."),
        ("{ort} {fehlt} {wo}", "Haus {fehlt} {wo}"),
        ("{Ort} { ort } {}", "{Ort} { ort } {}"),
    ],
)
def test_fill_in(text: str, filled: str) -> None:
    assert fill_in(text, {"ort": "Haus"}) == filled


def test_filled_in_values_are_not_filled_in_again() -> None:
    assert fill_in("{a}", {"a": "{b}", "b": "x"}) == "{b}"
