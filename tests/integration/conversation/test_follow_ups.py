"""Whole dialogues with the running system: each question only makes sense within the talk."""

from __future__ import annotations

import uuid

import pytest

from tests.integration.helpers.running_system import RunningSystem

DIALOGUES = {
    "way_to_the_booth_talked_of": [
        ("Wo ist Stand B3?", "Stand B3 „Phishing und Passwörter“ finden Sie im Großen Saal"),
        ("wer steht da?", "An Stand B3 „Phishing und Passwörter“ sind Hakan Silberdorn und Jonas Wiegenthal"),
        ("und wie komm ich dahin", "Stand B3 „Phishing und Passwörter“ finden Sie im Großen Saal"),
        ("und was gibts da noch", "Im Großen Saal gibt es außerdem sieben Stände:"),
    ],
    "some_of_a_list_then_one_of_it": [
        ("Was gibt es zum Thema Datenschutz?", "Es gibt vier Programmpunkte zu „Datenschutz“:"),
        ("welcher davon ist heute", "Davon heute:"),
        ("der um 15 Uhr, wer hält den", "Den Vortrag „Fair, transparent, menschlich: Leitlinien für KI“ halten"),
        ("wie lange geht der", "„Fair, transparent, menschlich: Leitlinien für KI“ ist heute von 15:00 bis 15:45 Uhr"),
        ("und wo ist das", "„Fair, transparent, menschlich: Leitlinien für KI“ ist im Großen Saal"),
    ],
    "topic_between_and_back": [
        ("Wo ist Stand D1?", "Stand D1 „VR-Brillen erleben“ finden Sie im Live Club Barmen"),
        ("Wo sind die Toiletten?", "Toiletten finden Sie im Erdgeschoss"),
        ("wo genau ist das", "Toiletten finden Sie im Erdgeschoss"),
        ("Wer betreut den?", "An Stand D1 „VR-Brillen erleben“ ist Yuki Ahrenholt"),
    ],
    "topic_answers_a_detail": [
        ("Wo gibt es hier was zu essen?", "Essen und Getränke bekommen Sie im Foyer"),
        ("wie lange gibts das", "Es gibt Brötchen, Suppe und Kuchen"),
        ("kostet das was?", "Alles gibt es zum Selbstkostenpreis"),
    ],
    "kind_and_day_stay": [
        ("Was gibt es heute zu VR?", "Heute gibt es drei Programmpunkte zu „VR“:"),
        ("gibts da auch einen Vortrag?", "Heute gibt es keinen Vortrag zu „VR“."),
    ],
    "room_talked_of": [
        ("Wo ist die Kunsthalle?", "Die Kunsthalle ist im 2. Obergeschoss."),
        ("was läuft da um 14:30 Uhr?", "Heute um 14:30 Uhr gibt es einen Programmpunkt in der Kunsthalle:"),
        ("ist da noch Platz", "„Open Data: Offene Daten finden und nutzen“ ist heute von 14:30 bis 15:15 Uhr."),
    ],
    "own_topic_stays": [
        ("Wo ist Stand B3?", "Stand B3 „Phishing und Passwörter“ finden Sie im Großen Saal"),
        ("Wo kann ich parken?", "Parken können Sie"),
    ],
    "nobody_of_that_name": [("Vorträge von Herrn Müller", "Herrn Müller finde ich weder im Programm noch")],
    "two_questions_one_room": [
        ("Wo ist der Große Saal und was läuft da um 14 Uhr?", "Der Große Saal ist im 1. Obergeschoss."),
    ],
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_dialogue(running: RunningSystem, name: str) -> None:
    sender = uuid.uuid4().hex
    said = [(running.text_of(question, sender), expected) for question, expected in DIALOGUES[name]]
    assert [text[: len(expected)] for text, expected in said] == [expected for _, expected in said]
