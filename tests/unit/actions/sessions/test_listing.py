from __future__ import annotations

from datetime import datetime

import pytest

from actions.reply import Reference
from actions.sessions.listing import list_sessions
from tests.samples.fair import NOW, ask, at, buttons, keys, slots, view

PHISHING = "• 11:00–11:30 Uhr: Phishing erkennen (Vortrag, Kunsthalle) – geändert"
COPILOT = "• 11:00–12:30 Uhr: Copilot ausprobieren (Workshop, Seminarraum 1) – 3 Plätze frei"
KI = "• 10:00–10:45 Uhr: Künstliche Intelligenz im Büro (Vortrag, Großer Saal)"
TOUR = "• 10:00–10:30 Uhr: Rundgang durch das Smart Lab (Führung, Foyer)"
PASSWORT = "• 13:00–14:00 Uhr: Gute Passwörter (Workshop, Seminarraum 1) – ausgebucht"
TWIN = "• 14:30–15:15 Uhr: Der Digitale Zwilling (Vortrag, Großer Saal) – geändert"
TEILHABE = "• 10:00–11:00 Uhr: Barrierefreie Dokumente (Vortrag, Kunsthalle)"


def today(*lines: str) -> list[str]:
    """The lines as they read where the sentence above does not name the day."""
    return [line.replace("• ", "• heute, ") for line in lines]


MORGEN_TEILHABE = "• morgen, 10:00–11:00 Uhr: Barrierefreie Dokumente (Vortrag, Kunsthalle)"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Was läuft jetzt?", ["Jetzt laufen zwei Programmpunkte:", TOUR, KI]),
        ('/programm_suche{"zeit_text": "jetzt"}', ["Jetzt laufen zwei Programmpunkte:", TOUR, KI]),
        ("Welche Führungen gibt es jetzt?", ["Jetzt läuft eine Führung:", TOUR]),
        ("Was kommt als Nächstes?", ["Um 11:00 Uhr beginnen zwei Programmpunkte:", PHISHING, COPILOT]),
        ("Was läuft um 11 Uhr?", ["Heute um 11:00 Uhr gibt es zwei Programmpunkte:", PHISHING, COPILOT]),
        (
            "Was läuft zwischen 11 und 12 Uhr?",
            ["Heute zwischen 11:00 und 12:00 Uhr gibt es zwei Programmpunkte:", PHISHING, COPILOT],
        ),
        ("Was läuft ab 14 Uhr?", ["Heute ab 14:00 Uhr gibt es einen Programmpunkt:", TWIN]),
        ("Was läuft am Donnerstag bis 11 Uhr?", ["Morgen bis 11:00 Uhr gibt es einen Programmpunkt:", TEILHABE]),
        (
            "Was gibt es morgen?",
            ["Morgen gibt es zwei Programmpunkte:", TEILHABE, "• 11:00–12:00 Uhr: Offene Daten (Vortrag)"],
        ),
        ("Was gibt es heute Nachmittag?", ["Heute Nachmittag gibt es drei Programmpunkte:", COPILOT, PASSWORT, TWIN]),
        ("Was gibt es später?", ["Später gibt es vier Programmpunkte:", *today(PHISHING, COPILOT, PASSWORT, TWIN)]),
        (
            "Programm",
            [
                "Heute gibt es noch sechs Programmpunkte:",
                TOUR,
                KI,
                PHISHING,
                COPILOT,
                PASSWORT,
                "… und ein weiterer Eintrag.",
            ],
        ),
        ("Welche Workshops gibt es?", ["Es gibt zwei Workshops:", *today(COPILOT, PASSWORT)]),
        ("Gibt es Vorträge zu KI?", ["Es gibt einen Vortrag zu „KI“:", *today(KI)]),
        ("Was macht Miriam Talbach?", ["Es gibt einen Programmpunkt mit Miriam Talbach:", *today(KI)]),
        ("Was läuft im Großen Saal?", ["Es gibt zwei Programmpunkte im Großen Saal:", *today(KI, TWIN)]),
        ("Vorträge zu Barrierefreiheit", ["Es gibt einen Vortrag dazu:", MORGEN_TEILHABE]),
        (
            '/programm_suche{"thema": "IT-Sicherheit"}',
            ["Es gibt zwei Programmpunkte zu „IT-Sicherheit“:", *today(PHISHING, PASSWORT)],
        ),
        (
            "Gibt es heute um 17 Uhr etwas?",
            ["Heute um 17:00 Uhr gibt es keinen Programmpunkt. Zeitlich am nächsten liegt:", TWIN],
        ),
        (
            "Gibt es eine Führung um 13 Uhr?",
            ["Heute um 13:00 Uhr gibt es keine Führung. Mehr steht dazu nicht im Programm."],
        ),
        ("Gibt es etwas zu Zauberkunst?", ["Dazu steht nichts im Programm."]),
        ("Drohnen", ["Dazu steht nichts im Programm. Vielleicht hilft Ihnen das:"]),
    ],
)
def test_sessions(text: str, lines: list[str]) -> None:
    assert list_sessions(ask(text, "programm_suche"), view()).text.splitlines() == lines


def test_kind_without_any_session() -> None:
    reply = list_sessions(ask("Gibt es Sprechstunden?", "programm_suche"), view())
    assert reply.text == "Sprechstunden stehen nicht im Programm."


@pytest.mark.parametrize(
    ("text", "now", "lines"),
    [
        ("Gibt es jetzt einen Workshop?", NOW, ["Jetzt läuft kein Workshop. Zeitlich am nächsten liegt:", COPILOT]),
        (
            "Was läuft jetzt?",
            at("16:00"),
            ["Jetzt läuft kein Programmpunkt. Zeitlich am nächsten liegt:", MORGEN_TEILHABE],
        ),
        ("Was läuft jetzt?", at("20:00", 15), ["Jetzt läuft kein Programmpunkt. Mehr steht dazu nicht im Programm."]),
        (
            "Was kommt als Nächstes?",
            at("20:00", 15),
            ["Danach kommt kein Programmpunkt. Mehr steht dazu nicht im Programm."],
        ),
    ],
)
def test_nothing_on(text: str, now: datetime, lines: list[str]) -> None:
    assert list_sessions(ask(text, "programm_suche", now=now), view(now)).text.splitlines() == lines


def test_everything_is_over() -> None:
    now = at("20:00", 15)
    assert list_sessions(ask("Vorträge zu KI", now=now), view(now)).text.splitlines() == [
        "Ein Vortrag zu „KI“ – schon vorbei:",
        "• Mittwoch, 10:00–10:45 Uhr: Künstliche Intelligenz im Büro (Vortrag, Großer Saal)",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Was läuft jetzt?",
            [
                ("Rundgang durch das Smart Lab", '/worum_geht_es{"sitzung": "rundgang"}'),
                ("Künstliche Intelligenz im Büro", '/worum_geht_es{"sitzung": "ki"}'),
            ],
        ),
        ("Programm", [("Mehr anzeigen", "/mehr")]),
        (
            "Was läuft ab 14 Uhr?",
            [
                ("Worum geht es?", '/worum_geht_es{"sitzung": "zwilling"}'),
                ("Wo ist das?", '/wo_ist{"sitzung": "zwilling"}'),
            ],
        ),
        ("Drohnen", [("Stand D1 – Drohnen im Einsatz", '/worum_geht_es{"stand": "D1"}')]),
        (
            "Gibt es Sprechstunden?",
            [
                ("Was läuft jetzt?", '/programm_suche{"zeit_text": "jetzt"}'),
                ("Programm heute", '/programm_suche{"zeit_text": "heute"}'),
                ("Alle Stände", "/stand_suche"),
            ],
        ),
    ],
)
def test_buttons(text: str, expected: list[tuple[str, str]]) -> None:
    assert buttons(list_sessions(ask(text, "programm_suche"), view())) == expected


@pytest.mark.parametrize(
    ("text", "focus", "offer"),
    [
        ("Was läuft jetzt?", None, None),
        ("Was läuft ab 14 Uhr?", Reference("sitzung", "zwilling"), None),
        ("Programm", None, "/mehr"),
        ("Drohnen", None, '/worum_geht_es{"stand": "D1"}'),
    ],
)
def test_subject_and_offer(text: str, focus: Reference | None, offer: str | None) -> None:
    reply = list_sessions(ask(text, "programm_suche"), view())
    assert (reply.focus, reply.offer.payload if reply.offer else None) == (focus, offer)


def test_list_remembers_how_it_came_about() -> None:
    listing = list_sessions(ask("Programm", "programm_suche"), view()).listing
    assert listing is not None and (listing.keys, listing.shown, listing.filters) == (
        ("rundgang", "ki", "phishing", "copilot", "passwort", "zwilling"),
        5,
        {"woerter": "", "raum": "", "art": "", "zeit": ""},
    )


def test_cards_are_those_of_the_page() -> None:
    reply = list_sessions(ask("Programm", "programm_suche"), view())
    shown = [card["id"] for card in reply.cards]
    assert (shown, reply.intro) == (
        ["rundgang", "ki", "phishing", "copilot", "passwort"],
        "Heute gibt es noch sechs Programmpunkte:",
    )


def test_after_follows_the_session_that_was_talked_about() -> None:
    question = ask("Was läuft danach?", "programm_suche", slots=slots(focus=("sitzung", "copilot")))
    assert list_sessions(question, view()).text == f"Um 13:00 Uhr beginnt ein Programmpunkt:\n{PASSWORT}"


@pytest.mark.parametrize(
    ("text", "intro", "found"),
    [
        ("Was is im erdgeschos los", "Es gibt einen Programmpunkt im Erdgeschoss:", ["rundgang"]),
        ("Was ist im 1. Stock los?", "Es gibt zwei Programmpunkte im 1. Obergeschoss:", ["ki", "zwilling"]),
        (
            "Welche Workshops sind im zweiten Stock?",
            "Es gibt zwei Workshops im 2. Obergeschoss:",
            ["copilot", "passwort"],
        ),
        ("Was läuft im 2. OG zu Phishing?", "Es gibt einen Programmpunkt dazu im 2. Obergeschoss:", ["phishing"]),
    ],
)
def test_sessions_on_a_floor(text: str, intro: str, found: list[str]) -> None:
    reply = list_sessions(ask(text, "programm_suche"), view())
    assert (reply.intro, keys(reply)) == (intro, found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Was kommt nach der Eröffnung?", ["ki", "rundgang"]),
        ("Was läuft direkt nach dem Vortrag über Phishing?", ["passwort"]),
        ("Welche Workshops gibt es nach der Eröffnung?", ["copilot"]),
        ("Ich suche nach dem Workshop Copilot ausprobieren", ["copilot"]),
        ("Was läuft nach der Mittagspause?", ["passwort", "zwilling"]),
    ],
)
def test_what_comes_after_a_named_session(text: str, found: list[str]) -> None:
    assert sorted(keys(list_sessions(ask(text, "programm_suche", now=at("09:00")), view(at("09:00"))))) == found


@pytest.mark.parametrize(
    ("text", "filters", "found"),
    [
        ("Und um elf?", {"woerter": "KI"}, ["copilot"]),
        ("Nur Vorträge", {"zeit": "um elf"}, ["phishing"]),
        ("Und am Donnerstag?", {}, ["teilhabe", "daten"]),
    ],
)
def test_follow_up(text: str, filters: dict[str, str], found: list[str]) -> None:
    kept = slots(listing=("sitzung", ("ki",), 1), filters=filters)
    assert keys(list_sessions(ask(text, "programm_suche", slots=kept), view())) == found
