from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.reply import Reference
from actions.sessions.changes import change_sentence, changes, free_seats
from bot.programme.model import Original
from tests.samples.fair import CHANGED_AT, NOW, ask, at, buttons, keys, slots, view, view_with
from tests.samples.programme import session


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Ist bei Copilot noch Platz?",
            "„Copilot ausprobieren“ ist heute von 11:00 bis 12:30 Uhr. Es sind noch 3 von 20 Plätzen frei.",
        ),
        (
            "Ist bei Gute Passwörter noch Platz?",
            "„Gute Passwörter“ ist heute von 13:00 bis 14:00 Uhr. Leider sind keine Plätze mehr frei.",
        ),
        ("Ist bei Roboter bauen noch etwas frei?", "„Roboter bauen“ fällt leider aus."),
        (
            "Wo ist noch Platz?",
            "Freie Plätze gibt es noch hier:\n• heute, 11:00–12:30 Uhr: Copilot ausprobieren (Workshop, Seminarraum "
            "1) – 3 Plätze frei",
        ),
    ],
)
def test_free_seats(text: str, answer: str) -> None:
    assert free_seats(ask(text, "freie_plaetze"), view()).text == answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ist bei Copilot noch Platz?", [("Wo ist das?", '/wo_ist{"sitzung": "copilot"}')]),
        (
            "Ist bei Gute Passwörter noch Platz?",
            [("Anderes zu „IT-Sicherheit“", '/programm_suche{"thema": "IT-Sicherheit"}')],
        ),
    ],
)
def test_free_seats_buttons(text: str, expected: list[tuple[str, str]]) -> None:
    reply = free_seats(ask(text, "freie_plaetze"), view())
    assert (buttons(reply), reply.offer) == (expected, reply.buttons[0])


def test_free_seats_of_the_last_subject() -> None:
    question = ask("Ist da noch Platz?", "freie_plaetze", slots=slots(focus=("sitzung", "copilot")))
    assert free_seats(question, view()).focus == Reference("sitzung", "copilot")


def test_free_seats_of_a_whole_title_beside_one_like_it() -> None:
    first, second = (
        session(key, "10:00", "11:00", 14, title=title, seats=9, seats_free=free)
        for key, title, free in (("einblick", "Radwege planen: Erste Einblicke", 0), ("werk", "Radwege planen", 4))
    )
    reply = free_seats(
        ask("Noch Platz bei „Radwege planen: Erste Einblicke“?", "freie_plaetze"), view_with(first, second)
    )
    assert reply.focus == Reference("sitzung", "einblick")


def test_free_seats_of_an_unknown_session() -> None:
    reply = free_seats(ask("Plätze bei Zauberkunst?", "freie_plaetze"), view())
    assert reply.text.startswith("Dazu finde ich im Programm und bei den Ständen leider nichts.")


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        (
            NOW,
            [
                "Das hat sich geändert:",
                "• „Phishing erkennen“ ist jetzt in der Kunsthalle (vorher: Großer Saal).",
                "• „Roboter bauen“ (12:00 Uhr) fällt aus.",
                "• „Der Digitale Zwilling“ beginnt um 14:30 statt 14:00 Uhr. Die Technik braucht länger.",
                "• Neu: „Offene Daten“ am Donnerstag um 11:00 Uhr.",
            ],
        ),
        (at("9:30", 15), ["Das hat sich geändert:", "• Neu: „Offene Daten“ um 11:00 Uhr."]),
    ],
)
def test_all_changes(now: datetime, lines: list[str]) -> None:
    assert changes(ask("Gibt es Änderungen?", "aenderungen", now=now), view(now)).text.splitlines() == lines


def test_changes_are_a_list_to_choose_from() -> None:
    reply = changes(ask("Gibt es Änderungen?", "aenderungen"), view())
    assert (keys(reply), [card["id"] for card in reply.cards]) == (["phishing", "lego", "zwilling", "daten"],) * 2


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Fällt Roboter bauen aus?", "„Roboter bauen“ (12:00 Uhr) fällt aus."),
        ("Ist Phishing erkennen verlegt?", "„Phishing erkennen“ ist jetzt in der Kunsthalle (vorher: Großer Saal)."),
        (
            "Ist Copilot ausprobieren geändert?",
            "„Copilot ausprobieren“ findet wie angekündigt statt: heute von 11:00 bis 12:30 Uhr in Seminarraum 1.",
        ),
    ],
)
def test_change_of_one_session(text: str, answer: str) -> None:
    assert changes(ask(text, "aenderungen"), view()).text == answer


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"cancelled": True, "note": "Krankheit."}, "„x“ (10:00 Uhr) fällt aus. Krankheit."),
        ({"cancelled": True, "day": 15}, "„x“ am Donnerstag (10:00 Uhr) fällt aus."),
        ({"is_new": True, "room": "Großer Saal"}, "Neu: „x“ um 10:00 Uhr im Großen Saal."),
        ({"is_new": True}, "Neu: „x“ um 10:00 Uhr."),
        ({"original": Original(start=at("9:30"))}, "„x“ beginnt um 10:00 statt 9:30 Uhr."),
        ({"original": Original(start=at("9:30", 15))}, "„x“ beginnt um 10:00 statt Donnerstag 9:30 Uhr."),
        (
            {"room": "Foyer", "original": Original(room="Großer Saal", start=at("9:30"))},
            "„x“ beginnt um 10:00 statt 9:30 Uhr und ist jetzt im Foyer (vorher: Großer Saal).",
        ),
        ({"note": "Mit Gast."}, "„x“ ist geändert. Mit Gast."),
    ],
)
def test_change_sentence(details: dict[str, Any], sentence: str) -> None:
    assert change_sentence(session("x", changed_at=CHANGED_AT, **details), NOW.date()) == sentence


def test_changes_after_a_booth_was_talked_about() -> None:
    question = ask("Gibt es bei der Kinderbetreuung Änderungen?", "aenderungen", slots=slots(focus=("stand", "B3")))
    assert changes(question, view()).intro == "Das hat sich geändert:"
