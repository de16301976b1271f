"""Emergencies raise an alarm in whatever words; what only sounds like one does not."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.settings import RELEASE
from bot.emergency.build import EmergencySentence, source_digest
from bot.emergency.measure import has_number, measure, other_sentences, unseen_sentences
from bot.emergency.net import NET_FILE, EmergencyNet, TitleFinder, load_net

NET = load_net()
EMERGENCIES = [  # the issue's own, and one of each number
    ("er atmet nicht mehr", "atmung"),
    ("herzinfarkt!!! saal oben", "herz"),
    ("is umgekippt", "bewusstlos"),
    ("kriegt keine luft", "atmung"),
    ("schlaganfall", "schlaganfall"),
    ("es raucht aus der steckdose", "rauch"),
    ("da läuft einer mit nem messer rum", "waffe"),
    ("herrenloser koffer", "gegenstand"),
    ("hilfe wir stecken im aufzug fest", "aufzug"),
    ("meine tochter 6 is weg", "kind_vermisst"),
    ("begrapscht", "belaestigung"),
    ("wespenstich, luft", "insekt_kreislauf"),
    ("FEUER!!!", "feuer"),
    ("ich will nicht mehr leben", "suizid"),
    ("he is not breathing", "atmung"),
    ("здесь мужчина с ножом, помогите", "waffe"),
    ("yangın var", "feuer"),
    ("أغمي عليه", "bewusstlos"),
]
HARMLESS = [
    "brandneu", "Was ist brandneu auf der Messe?", "Wo finde ich den Feuerwehr-Stand?", "Erste-Hilfe-Kurs",
    "ich sterbe vor Hunger", "wo ist Raum 110", "Wo finde ich den Defi?", "wo ist der Aufzug", "", "?!", "🔥", "110",
]  # fmt: skip


@pytest.mark.parametrize(("text", "situation"), EMERGENCIES)
def test_an_emergency_gets_its_number(text: str, situation: str) -> None:
    alarm = NET.find(text)
    assert alarm is not None
    assert has_number(EmergencySentence(text, situation), alarm)


@pytest.mark.parametrize("text", [*HARMLESS, "Do I need to bring my own laptop?", "Где можно оставить куртку?"])
def test_what_only_sounds_like_one_raises_no_alarm(text: str) -> None:
    assert NET.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hallo, ich wollte fragen, wo der Saal ist. Aber hier ist gerade jemand umgekippt und reagiert nicht mehr.",
        "Wo kann ich parken?\nUnd gibt es etwas zu essen?\nMein Kollege liegt am Boden und atmet nicht mehr!",
        "Wann beginnt die Eröffnung? " * 20
        + "Hilfe, es brennt lichterloh hinter der Bühne! "
        + "Wo ist Stand B3? " * 20,
    ],
)
def test_an_emergency_is_found_within_a_long_message(text: str) -> None:
    assert NET.find(text) is not None


class Strict(EmergencyNet):
    """Takes whatever asks for a knife for an emergency."""

    def __init__(self) -> None:
        super().__init__(NET._weights, ())

    def _excess(self, words: list[str], limit: float) -> float:
        return 1.0 if {"wo", "messer"} <= set(words) else -1.0


def test_a_title_of_the_programme_is_talked_about_and_not_happening() -> None:
    net, question = Strict(), "Wo ist „Gabel, Messer, Schere“?"
    assert net.find(question) is not None
    assert net.find(question, TitleFinder(["Gabel, Messer, Schere"])) is None
    assert net.find(question, TitleFinder(["Wo Messer sind", "Messer"])) is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Mein Vater atmet nicht mehr", "mein vater atmet nicht mehr"),
        ("Es brennt im Saal", "Es brennt im Saal!"),
        ("Mein Vater atmet", "Mein Vater atmet nicht mehr"),
        ("Hilfe, ich kann nicht mehr", "Hilfe, ich kann nicht mehr"),
        ("Er atmet nicht", "er atmet nicht"),
        ("Ich will nicht mehr", "ich will nicht mehr leben"),
        ("Hilfe, mein Vater", "Hilfe, mein Vater atmet nicht mehr!"),
        ("In Saal 1: ein Mann", "In Saal 1 ein Mann ohne Puls"),
        ("Es brennt", "es brennt"),
        ("Hilfe, es brennt im Rathaus", "wo ist hilfe es brennt im rathaus? hier ist jemand bewusstlos"),
    ],
)
def test_no_title_switches_the_net_off(title: str, text: str) -> None:
    assert NET.find(text, TitleFinder([title])) is not None


class Asked(frozenset[tuple[str, ...]]):
    """Counts how often somebody looks into it."""

    looks = 0

    def __contains__(self, item: object) -> bool:
        self.looks += 1
        return super().__contains__(item)


@pytest.mark.parametrize("piece", ["a. ", "vortrag. ", "vortrag über thema 7 und mehr ", "x "])
def test_steps_grow_with_the_text_and_not_with_the_programme(piece: str) -> None:
    text = piece * (2_000 // len(piece))
    titles = TitleFinder([f"Vortrag über Thema {number} und mehr" for number in range(5_000)])
    titles.known = asked = Asked(titles.known)
    NET.find(text, titles)
    assert asked.looks <= len(text.split())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my friend fainted and won't wake up", "en"),
        ("людина не дихає", "uk"),
        ("человек не дышит", "ru"),
        ("kolega nie oddycha", "pl"),
        ("il ne respire plus", "fr"),
        ("no respira ayuda", "es"),
        ("non respira aiuto", "it"),
        ("nu mai respiră", "ro"),
        ("nefes alamıyor", "tr"),
        ("لا يتنفس", "ar"),
        ("sie atmet nicht mehr", "de"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    alarm = NET.find(text)
    assert alarm is not None
    assert alarm.language == language


def test_the_net_fits_what_it_is_learnt_from() -> None:
    with np.load(NET_FILE) as found:
        digest = str(found["digest"])
    assert digest == source_digest(), "bitte „python -m bot.emergency.build“ ausführen"


def test_other_sentences_in_tests_raise_hardly_any_alarm() -> None:
    others = other_sentences(RELEASE)
    assert len(others) > 2000
    figures = measure(others)
    assert len(figures.sure_false_alarms()) < len(others) / 200
    assert len(figures.false_alarms()) < len(others) / 50  # with those that get the number above their answer


@pytest.mark.parametrize("name", unseen_sentences(RELEASE))
def test_sentences_never_built_from_get_the_right_number(name: str) -> None:
    figures = measure(unseen_sentences(RELEASE)[name])
    assert len(figures.emergencies) > 200
    assert figures.right_share() > 0.96
    assert len(figures.sure_false_alarms()) < len(figures.harmless) / 20
