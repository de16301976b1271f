from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.answer_context import AnswerContext
from actions.details import about, when, where, who
from actions.reading.question import Question
from actions.reply import Reference, Reply
from tests.samples.fair import ask, buttons, keys, slots, view

Answerer = Callable[[Question, AnswerContext], Reply]
NOT_FOUND = (
    "Dazu finde ich im Programm und bei den Ständen leider nichts. "
    "Fragen Sie gern am Infostand im Foyer, Telefon 0202 1."
)
WHICH = "Was meinen Sie genau? Nennen Sie mir bitte einen Programmpunkt, einen Stand oder einen Raum."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Wo ist Stand B3?",
            "Stand B3 „Virtuelle Welten“ finden Sie im Großen Saal (1. Obergeschoss). "
            "Besetzt ist er heute von 10:00 bis 14:00 Uhr. Die Treppe führt zum Saal.",
        ),
        ("Wo sind die Drohnen?", "Stand D1 „Drohnen im Einsatz“ finden Sie auf der Messe (ohne festen Raum)."),
        (
            "Wo ist der Vortrag zu Phishing?",
            "„Phishing erkennen“ ist in der Kunsthalle (2. Obergeschoss), nicht mehr im Großen Saal, heute von "
            "11:00 bis 11:30 Uhr.",
        ),
        (
            "Wo ist Copilot ausprobieren?",
            "„Copilot ausprobieren“ ist in Seminarraum 1 (2. Obergeschoss), heute von 11:00 bis 12:30 Uhr. Rechts "
            "von der Kunsthalle.",
        ),
        ("Wo sind die offenen Daten?", "Für „Offene Daten“ ist noch kein Raum eingetragen."),
        ("Wo ist Roboter bauen?", "„Roboter bauen“ fällt leider aus."),
        ("Wo ist der Große Saal?", "Der Große Saal ist im 1. Obergeschoss. Die Treppe führt zum Saal."),
        ("Wo ist die Kunsthalle?", "Die Kunsthalle ist im 2. Obergeschoss."),
        (
            "Wo ist Samira Dornacker?",
            "Samira Dornacker ist an Stand A1 „Messelotse“ im Foyer (Erdgeschoss) für Sie da. Das Foyer liegt "
            "hinter dem Eingang.",
        ),
        (
            "Wo spricht Miriam Talbach?",
            "Miriam Talbach ist im Programm mit:\n• heute, 10:00–10:45 Uhr: Künstliche Intelligenz im Büro "
            "(Vortrag, Großer Saal)",
        ),
        ("Wo geht es um IT-Sicherheit?", "Was davon meinen Sie?"),
        ("Wo ist Zauberkunst?", NOT_FOUND),
        ("Wo ist das?", WHICH),
        ('/wo_ist{"stand": "Z9"}', WHICH),
    ],
)
def test_where(text: str, answer: str) -> None:
    assert where(ask(text, "wo_ist"), view()).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Wann ist die Eröffnung?",
            "„Eröffnung der Messe“ ist heute von 9:15 bis 9:45 Uhr (schon vorbei) im Großen Saal.",
        ),
        (
            "Wann ist Phishing erkennen?",
            "„Phishing erkennen“ ist heute von 11:00 bis 11:30 Uhr in der Kunsthalle. Geändert: in der Kunsthalle "
            "statt im Großen Saal.",
        ),
        (
            "Wann ist der Digitale Zwilling?",
            "„Der Digitale Zwilling“ ist heute von 14:30 bis 15:15 Uhr im Großen Saal. Geändert: 14:30 statt 14:00 "
            "Uhr. Die Technik braucht länger.",
        ),
        ("Wann sind die offenen Daten?", "„Offene Daten“ ist morgen von 11:00 bis 12:00 Uhr."),
        ("Wann ist Roboter bauen?", "„Roboter bauen“ fällt leider aus."),
        ("Wann ist Stand B3 besetzt?", "Stand B3 „Virtuelle Welten“ ist heute von 10:00 bis 14:00 Uhr besetzt."),
        (
            "Wann ist Stand A1 besetzt?",
            "Stand A1 „Messelotse“ ist heute von 9:00 bis 16:30 Uhr und morgen von 9:00 bis 15:30 Uhr besetzt.",
        ),
        (
            "Wann ist etwas in der Kunsthalle?",
            "Es gibt zwei Programmpunkte in der Kunsthalle:\n• heute, 11:00–11:30 Uhr: Phishing erkennen (Vortrag, "
            "Kunsthalle) – geändert\n• morgen, 10:00–11:00 Uhr: Barrierefreie Dokumente (Vortrag, Kunsthalle)",
        ),
    ],
)
def test_when(text: str, answer: str) -> None:
    assert when(ask(text, "wann_ist"), view()).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Wer macht Phishing erkennen?", "Den Vortrag „Phishing erkennen“ hält Clara Stein."),
        ("Wer hält Copilot ausprobieren?", "Den Workshop „Copilot ausprobieren“ leiten Ben Öz und Ida Falk."),
        ("Wer hält Gute Passwörter?", "Wer „Gute Passwörter“ gestaltet, steht nicht im Programm."),
        ("Wer betreut Stand A1?", "An Stand A1 „Messelotse“ ist Samira Dornacker (Projektteam Lotse) für Sie da."),
        ("Wer ist am Stand D1?", "An Stand D1 „Drohnen im Einsatz“ sind Uwe Krahn und Ina Lorenz für Sie da."),
        (
            "Wer ist an Stand B3?",
            "Stand B3 „Virtuelle Welten“ wird betreut von: Amt für Technik. Besetzt ist er heute von 10:00 bis "
            "14:00 Uhr.",
        ),
        ("Wer ist an Stand A2?", "Wer Stand A2 „Notebooks im Vergleich“ betreut, steht nicht im Programm."),
    ],
)
def test_who(text: str, answer: str) -> None:
    assert who(ask(text, "wer_ist"), view()).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Künstliche Intelligenz im Büro",
            "„Künstliche Intelligenz im Büro“ ist ein Vortrag mit Miriam Talbach, heute von 10:00 bis 10:45 Uhr "
            "(läuft gerade) im Großen Saal. Ein Einstieg ohne Vorkenntnisse.",
        ),
        (
            "Copilot ausprobieren",
            "„Copilot ausprobieren“ ist ein Workshop mit Ben Öz und Ida Falk, heute von 11:00 bis 12:30 Uhr in "
            "Seminarraum 1. Es sind noch 3 von 20 Plätzen frei.",
        ),
        ("Roboter bauen", "„Roboter bauen“ fällt leider aus."),
        ("Offene Daten", "„Offene Daten“ ist ein Vortrag, morgen von 11:00 bis 12:00 Uhr."),
        (
            "Stand A1",
            "Stand A1 „Messelotse“ im Foyer (Erdgeschoss): Hier lernen Sie den Bot kennen. Dort können Sie "
            "knifflige Fragen stellen.",
        ),
        (
            "Stand B3",
            "Stand B3 „Virtuelle Welten“ im Großen Saal (1. Obergeschoss): Die Stadt in der VR-Brille. Besetzt ist "
            "er heute von 10:00 bis 14:00 Uhr. Bitte Wartezeit einplanen.",
        ),
        ("Stand C1", "Stand C1 „Digitale Akte“ in der Kunsthalle (2. Obergeschoss)."),
        ("Was ist im Foyer?", "Das Foyer ist im Erdgeschoss. Das Foyer liegt hinter dem Eingang."),
    ],
)
def test_about(text: str, answer: str) -> None:
    assert about(ask(text, "worum_geht_es"), view()).text == answer


@pytest.mark.parametrize(
    ("answerer", "text", "expected"),
    [
        (where, "Stand B3", [("Worum geht es?", '/worum_geht_es{"stand": "B3"}')]),
        (where, "Kunsthalle", [("Was läuft dort?", '/programm_suche{"raum": "Kunsthalle"}')]),
        (
            where,
            "IT-Sicherheit",
            [
                ("Phishing erkennen", '/wo_ist{"sitzung": "phishing"}'),
                ("Gute Passwörter", '/wo_ist{"sitzung": "passwort"}'),
            ],
        ),
        (
            when,
            "Phishing erkennen",
            [
                ("Wo ist das?", '/wo_ist{"sitzung": "phishing"}'),
                ("Worum geht es?", '/worum_geht_es{"sitzung": "phishing"}'),
            ],
        ),
        (when, "Stand B3", [("Wo ist der Stand?", '/wo_ist{"stand": "B3"}')]),
        (who, "Stand B3", [("Was gibt es dort?", '/worum_geht_es{"stand": "B3"}')]),
        (
            about,
            "Phishing erkennen",
            [
                ("Wo ist das?", '/wo_ist{"sitzung": "phishing"}'),
                ("Mehr zu „IT-Sicherheit“", '/programm_suche{"thema": "IT-Sicherheit"}'),
            ],
        ),
        (
            about,
            "Offene Daten",
            [
                ("Wo ist das?", '/wo_ist{"sitzung": "daten"}'),
                ("Was läuft jetzt?", '/programm_suche{"zeit_text": "jetzt"}'),
            ],
        ),
        (
            about,
            "Stand B3",
            [("Wo ist der Stand?", '/wo_ist{"stand": "B3"}'), ("Wer betreut ihn?", '/wer_ist{"stand": "B3"}')],
        ),
    ],
)
def test_buttons(answerer: Answerer, text: str, expected: list[tuple[str, str]]) -> None:
    intents: dict[Answerer, str] = {where: "wo_ist", when: "wann_ist", who: "wer_ist", about: "worum_geht_es"}
    assert buttons(answerer(ask(text, intents[answerer]), view())) == expected


@pytest.mark.parametrize("answerer", [where, when, who, about])
@pytest.mark.parametrize("focus", [("sitzung", "copilot"), ("stand", "B3")])
def test_question_without_a_name_is_about_the_last_subject(answerer: Answerer, focus: tuple[str, str]) -> None:
    assert answerer(ask("Und wie ist das da?", slots=slots(focus=focus)), view()).focus == Reference(*focus)


@pytest.mark.parametrize(("answerer", "text"), [(when, "Und wann?"), (who, "Wer ist dort?"), (who, "Wer hält den?")])
def test_room_as_subject_leads_to_its_programme(answerer: Answerer, text: str) -> None:
    reply = answerer(ask(text, slots=slots(focus=("raum", "Kunsthalle"))), view())
    assert keys(reply) == ["phishing", "teilhabe"]


def test_name_outweighs_the_last_subject() -> None:
    reply = where(ask("Wo ist Stand C1?", "wo_ist", slots=slots(focus=("stand", "B3"))), view())
    assert reply.focus == Reference("stand", "C1")


def test_unknown_name_does_not_fall_back_to_the_last_subject() -> None:
    assert where(ask("Wo ist Zauberkunst?", "wo_ist", slots=slots(focus=("stand", "B3"))), view()).text == NOT_FOUND


@pytest.mark.parametrize(
    ("text", "card"), [("Stand B3", ("stand", "B3")), ("Phishing erkennen", ("sitzung", "phishing"))]
)
def test_description_has_a_card(text: str, card: tuple[str, str]) -> None:
    [shown] = about(ask(text, "worum_geht_es"), view()).cards
    assert (shown["art"], shown.get("nummer", shown.get("id"))) == card
