"""Faults of a floor plan: each is named with its line, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import ContentError
from bot.core.yaml_reader import parse_yaml
from bot.venue.checks import plan_problems
from bot.venue.name_checks import booth_problems, room_problems
from bot.venue.reading import decode_plan
from tests.samples.venue import TEXT, edited, line_of, own_booths, own_fair


def problems(text: str) -> list[str]:
    """``line: what`` for everything that is wrong."""
    try:
        plan = decode_plan(parse_yaml(text, Path("raumplan.yml")))
    except ContentError as error:
        return [f"{each.line}: {each.what}" for each in error.problems]
    found = [*plan_problems(plan), *room_problems(plan, own_fair().rooms), *booth_problems(plan, own_booths())]
    return [f"{each.line}: {each.what}" for each in found]


def test_own_plan_has_no_fault() -> None:
    assert problems(TEXT) == []


B3 = "{nummer: B3, flaeche: 28 9 3 2}"
CLUB_STAIRS_UP = line_of("{name: Treppe zum Club, flaeche: 30 12 6 4}", after="name: Erdgeschoss")
CASES = [
    (B3, "{nummer: B3, flaeche: 28 neun 3 2}", "„flaeche: 28 neun 3 2“ ist keine Fläche"),
    (B3, "{nummer: B3, flache: 28 9 3 2}", "„flache“ ist unbekannt"),
    (B3, "{nummer: B3, flaeche: 20 9 3 2}", "Stand B3 überschneidet sich mit Stand B2 (Zeile 119)"),
    (B3, "{nummer: B3, flaeche: 28 7 3 2}", "Stand B3 steht nicht ganz in einem Raum"),
    (B3, "{nummer: B3, flaeche: 40 9 3 2}", "Stand B3 steht nicht ganz in einem Raum"),
    (B3, "{nummer: B2, flaeche: 28 9 3 2}", "Der Stand „B2“ steht schon in Zeile 119"),
    (B3, "{nummer: B9, flaeche: 28 9 3 2}", "Den Stand „B9“ gibt es in staende.yml nicht"),
    (
        "{nummer: C5, flaeche: 15 17 3 2}",
        "{nummer: C5, flaeche: 28 11.8 3 1.5}",
        "Der Stand C5 ist laut staende.yml im Raum „Kunsthalle“, auf dem Plan in „Seminarraum 1“",
    ),
    ("{art: garderobe, bei: 33 7}", "{art: gaderobe, bei: 33 7}", "„art: gaderobe“ ist unbekannt"),
    ("{art: garderobe, bei: 33 7}", "{art: garderobe, bei: 43 7}", "„Garderobe“ liegt in keinem Raum"),
    ("Haupteingang, bei: 18 22", "Haupteingang, bei: 18 15", "„Haupteingang“ liegt nicht in der Außenwand"),
    ("Infostand, bei: 11.5 17, blick: ost", "Infostand, bei: 11.5 17", "„blick“ fehlt beim Ort „infostand“"),
    (
        "{art: laden, bei: 9.5 13}",
        "{art: infostand, bei: 9.5 13, blick: ost}",
        f"Ein zweiter Infostand; der erste steht in Zeile {line_of('art: infostand')}",
    ),
    (
        "{name: Küche, flaeche: 30 16 6 4}",
        "{name: Küche, flaeche: 30 16 7 4}",
        "„Küche“ ragt über den Umriss der Etage hinaus",
    ),
    (
        "{name: Küche, flaeche: 30 16 6 4}",
        "{name: Küche, flaeche: 30 15 6 5}",
        f"„Küche“ überschneidet sich mit „Treppe zum Club“ (Zeile {CLUB_STAIRS_UP})",
    ),
    (
        "tueren: [15 4, 21 4, 5 4, 29 4, 11 8, 25 8]",
        "tueren: [15 4, 21 4, 5 5, 29 4, 11 8, 25 8]",
        "Die Tür bei 5 5 verbindet nicht zwei Räume, sie berührt: keinen Raum",
    ),
    ("tueren: [15 4, 21 4, 29 4, 13 7, 26 7, 33 12]", "tueren: links", "„tueren“ muss eine Liste sein"),
    ("- name: Großer Saal", "- name: Kleiner Saal", "Der Raum „Kleiner Saal“ steht nicht in messe.yml"),
    ("umriss: 8 0 28 20", "umriss: 8 0 28", "„umriss: 8 0 28“ ist keine Fläche"),
]


@pytest.mark.parametrize(("old", "new", "what"), CASES)
def test_fault_is_named_with_its_line(old: str, new: str, what: str) -> None:
    text = edited(old, new)
    assert f"{line_of(new, text)}: {what}" in problems(text)


@pytest.mark.parametrize(
    ("old", "new", "what", "named_at"),
    [
        (f"  - {B3}\n", "", "Der Stand B3 fehlt auf dem Plan", "name: Großer Saal"),
        (
            "schild: 22.5 14.5",
            "schild: 22.5 4.5",
            "Das Schild von „Großer Saal“ steht nicht im Raum",
            "name: Großer Saal",
        ),
        ("- name: Großer Saal", "- name: Saal", "Der Raum „Großer Saal“ fehlt auf dem Plan", "name: 1. Obergeschoss"),
        (
            "- name: 1. Obergeschoss",
            "- name: Mittelgeschoss",
            "Der Raum „Großer Saal“ liegt laut messe.yml im „1. Obergeschoss“, hier im „Mittelgeschoss“",
            "name: Großer Saal",
        ),
        (
            "kurz: 2. OG",
            "kurz: EG",
            f"Die Etage „EG“ steht schon in Zeile {line_of('- name: Erdgeschoss')}",
            "name: 2. Obergeschoss",
        ),
        (", 11 8, 25 8]", "]", "Zu „Großer Saal“ führt kein Weg vom Infostand", "name: Großer Saal"),
        (
            "{art: infostand, name: Infostand, bei: 11.5 17, blick: ost}",
            "{art: laden, bei: 11.5 17}",
            "Der Plan hat keinen Infostand",
            "name: Untergeschoss",
        ),
    ],
)
def test_fault_elsewhere_is_named_where_it_is_mended(old: str, new: str, what: str, named_at: str) -> None:
    text = edited(old, new)
    assert f"{line_of(named_at, text)}: {what}" in problems(text)


def test_stairs_that_lead_nowhere_are_named() -> None:
    text = TEXT.replace("name: Treppe zum Club, bei: 33 14, blick: nord", "name: Treppe, bei: 33 14, blick: nord")
    assert [each.partition(": ")[2] for each in problems(text)] == [
        "„Treppe“ führt auf keine andere Etage",
        "„Treppe zum Club“ führt auf keine andere Etage",
    ]


# Whatever is put in the place of some of the text: named or taken, never a stack trace.
@settings(max_examples=30)
@given(st.integers(0, len(TEXT) - 1), st.integers(0, 40), st.text(alphabet="0129 .,:-{}[]&*!%@\n\t\"'#äx", max_size=8))
def test_damaged_plan_never_raises_anything_else(start: int, length: int, put: str) -> None:
    assert isinstance(problems(TEXT[:start] + put + TEXT[start + length :]), list)
