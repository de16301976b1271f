"""The first line says the right number and what to do; messe.yml changes it, and is checked."""

from __future__ import annotations

import re

import pytest

from bot.core.yaml_reader import load_yaml, parse_yaml
from bot.emergency.build import SENTENCES
from bot.fair.emergency_texts import (
    MOST_LETTERS,
    OFFER,
    SIMPLE_OFFER,
    Alarm,
    EmergencyTexts,
    default_texts,
    read_emergency,
    service_of,
)

FACTS = {"telefon": "0202 1", "infostand": "Infostand", "defibrillator": "im Foyer", "sanitaetsraum": "im Keller",
         "sammelplatz": "auf dem Platz"}  # fmt: skip
SITUATIONS = [*load_yaml(SENTENCES / "eigene.yml").entry("saetze").names(), "unklar"]
NEEDED = {"rettung": "112", "polizei": "110", "haus": "0202 1", "seele": "0800 1110111"}


@pytest.mark.parametrize("is_simple", [False, True])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_answer_begins_with_the_number_and_asks_nothing_back(situation: str, is_simple: bool) -> None:
    first, *others = EmergencyTexts().answer(Alarm(situation), FACTS, is_simple).splitlines()
    assert NEEDED[service_of(situation)] in first
    assert is_simple or "?" not in first
    assert len(first) <= MOST_LETTERS
    assert others[-1] == (SIMPLE_OFFER if is_simple else OFFER)
    assert len(others) <= 3
    assert not re.search(r"[{}]", "".join([first, *others]))


@pytest.mark.parametrize("language", ["en", "tr", "uk", "ru", "ar", "pl", "fr", "es", "it", "ro"])
@pytest.mark.parametrize("situation", ["herz", "feuer", "waffe", "aufzug", "suizid", "unklar"])
def test_another_language_comes_first_and_german_follows(situation: str, language: str) -> None:
    first, *german = EmergencyTexts().answer(Alarm(situation, language), FACTS).splitlines()
    assert german == EmergencyTexts().answer(Alarm(situation), FACTS).splitlines()
    assert first not in german
    assert any(number in first for number in ("112", "110"))


def test_a_line_whose_place_is_unknown_is_left_out() -> None:
    answer = EmergencyTexts().answer(Alarm("herz"), {"telefon": "0202 1"})
    assert "Defibrillator" not in answer
    assert "0202 1" in answer


def read(text: str) -> tuple[EmergencyTexts, list[str]]:
    entry = parse_yaml(text, "messe.yml")
    found = read_emergency(entry, FACTS)
    return found, [str(problem) for problem in entry.problems]


def test_messe_yml_changes_numbers_and_texts() -> None:
    texts, problems = read(
        "rettung: 0-112\ntexte:\n  aufzug:\n    zuerst: Notruf im Aufzug drücken, dann {haus}, zur Not {rettung}\n"
        "    dann: Die Haustechnik kommt.\n    leicht: 'Rufen Sie an: {haus}'\n"
    )
    assert problems == []
    assert texts.answer(Alarm("aufzug"), FACTS).splitlines() == [
        "Notruf im Aufzug drücken, dann 0202 1, zur Not [0-112](tel:112)", "Die Haustechnik kommt.", OFFER,
    ]  # fmt: skip
    assert "0-112" in texts.answer(Alarm("herz"), FACTS).splitlines()[0]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("feuerwehr: '112'", "„feuerwehr“ ist unbekannt"),
        ("rettung: '117'", "„117“ ist keine brauchbare Nummer"),
        ("polizei: siehe Aushang", "keine brauchbare Nummer"),
        ("texte:\n  herz:\n    zuerst: x", "„herz“ ist unbekannt"),
        ("texte:\n  medizin:\n    zuerst: Setzen Sie sich.\n    leicht: '{rettung}'", "fehlt {rettung}"),
        ("texte:\n  medizin:\n    zuerst: '{rettung}'\n    leicht: Hallo", "fehlt die Nummer"),
        ("texte:\n  medizin:\n    zuerst: '{rettung} {arzt}'\n    leicht: '{rettung}'", "„{arzt}“ gibt es nicht"),
        (f"texte:\n  medizin:\n    zuerst: '{{rettung}} {'x' * 200}'\n    leicht: '{{rettung}}'", "zu lang"),
        ("texte:\n  medizin:\n    zuerst: '{rettung}'\n    dann: |\n      a\n      b\n      c\n    leicht: '{rettung}'",
         "mehr als 2 Zeilen"),
    ],
)  # fmt: skip
def test_a_flaw_is_named_where_it_stands(text: str, flaw: str) -> None:
    problems = read(text)[1]
    assert len(problems) == 1
    assert flaw in problems[0]


def test_every_text_has_all_three_parts() -> None:
    assert all(text.first and text.more and text.simple for text in default_texts().values())
