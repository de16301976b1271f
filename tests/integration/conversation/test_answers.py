"""Questions as visitors ask them, over Rasa's own REST webhook; the essential part of each answer."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.core.settings import ROOT
from bot.dialogue.nlu_report import read_understandings
from tests.integration.helpers.fair_facts import BOOTHS, FAIR, GIVEN, ROOMS, SESSIONS, STAIRS, clock, read, running_at
from tests.integration.helpers.running_system import RunningSystem

PHISHING, PASSWORDS, SENSORS = (SESSIONS[key] for key in ("phishing-live", "passwoerter-workshop", "sensoren-strassen"))
OPEN_DATA, TOUR, CANCELLED = (SESSIONS[key] for key in ("open-data-nutzen", "messerundgang-mittwoch", "e-akte-praxis"))
VR, SECURITY, CITY = (BOOTHS[key] for key in ("D1", "B3", "C4"))
LIBRARY_BOOTHS = [booth["name"] for booth in BOOTHS.values() if booth["raum"] == "Bibliothek"]
COPILOT = SESSIONS["copilot-workshop"]
ADDRESS = [FAIR["ort"]["strasse"], FAIR["ort"]["plz_ort"]]
TOPICS = sorted((ROOT / "data" / "themen").glob("*.yml"))
OPENS = clock(FAIR["tage"][0]["von"])

# question, what the answer must say
CASES: list[tuple[str, list[str]]] = [
    ("Wann beginnt der Vortrag „Phishing live“?", [PHISHING["titel"], clock(PHISHING["beginn"])]),
    ("Um wie viel Uhr ist der Workshop zu starken Passwörtern?", [clock(PASSWORDS["beginn"]), PASSWORDS["raum"]]),
    ("wann ist der vortrag über sensoren daten straßen", [clock(SENSORS["beginn"]), SENSORS["hinweis"]]),
    ("Wo ist der Vortrag „Open Data: Offene Daten finden und nutzen“?", [OPEN_DATA["titel"], OPEN_DATA["raum"]]),
    ("Wo ist Stand D1?", [VR["name"], VR["raum"], ROOMS[VR["raum"]]["etage"]]),
    ("Wo steht Stand C4?", [CITY["name"], CITY["raum"]]),
    ("Wo ist die Kunsthalle?", [ROOMS["Kunsthalle"]["etage"], STAIRS["Kunsthalle"]]),
    ("Wie komme ich zum Live Club Barmen?", [ROOMS["Live Club Barmen"]["etage"], STAIRS["Live Club Barmen"]]),
    ("Wer hält den Vortrag über Open Data?", OPEN_DATA["vortragende"]),
    ("Wer betreut Stand B3?", SECURITY["betreut_von"]),
    ("Was kann man am Stand C4 ausprobieren?", [CITY["ausprobieren"]]),
    ("Gibt es im Messerundgang für Eilige noch freie Plätze?", [f"{TOUR['frei']} von {TOUR['plaetze']} Plätzen"]),
    ("Ist im Workshop „Gute Fragen an die KI“ noch Platz?", ["keine Plätze mehr frei"]),
    ("Hat sich am Programm etwas geändert?", [PASSWORDS["hinweis"], SENSORS["hinweis"], CANCELLED["hinweis"]]),
    ("Findet der Vortrag „Die digitale Akte im Alltag“ statt?", ["fällt aus"]),
    ("Welche Stände gibt es in der Bibliothek?", LIBRARY_BOOTHS),
    ("Welche Stände gibt es zur IT-Sicherheit?", [SECURITY["name"], BOOTHS["D6"]["name"]]),
    ("Welche Workshops gibt es zu Copilot?", [COPILOT["titel"], clock(COPILOT["beginn"]), "morgen"]),
    ("Was läuft heute um 14 Uhr?", [SESSIONS["copilot-erste-schritte"]["titel"]]),
    ("Was gibt es morgen ab 14 Uhr?", [SESSIONS["phishing-quiz"]["titel"], SESSIONS["abschluss"]["titel"]]),
    ("Was macht Samira Dornacker?", [SESSIONS["chatbot-werkstatt"]["titel"]]),
    ("Wann ist die Messe geöffnet?", [OPENS, *(clock(day["bis"]) for day in FAIR["tage"])]),
    ("Wo findet die Messe statt?", [FAIR["ort"]["name"], *ADDRESS]),
    ("Wo kann ich parken?", [GIVEN["parkplatz"], GIVEN["parkgebuehr"]]),
    ("Muss ich mich anmelden?", [GIVEN["anmeldung_weg"]]),
    ("Wo gibt es etwas zu essen?", [GIVEN["verpflegung_ort"], GIVEN["verpflegung_angebot"]]),
    ("Wo sind die Toiletten?", [GIVEN["toiletten_orte"], GIVEN["toilette_barrierefrei"]]),
    ("Wie komme ich ins WLAN?", [GIVEN["wlan_name"], GIVEN["wlan_passwort"]]),
    ("Ist das Haus barrierefrei?", [GIVEN["stufenloser_zugang"]]),
    ("Zählt der Besuch als Arbeitszeit?", [GIVEN["arbeitszeit_regel"], GIVEN["zeiterfassung"]]),
    ("Was kostet der Eintritt?", [GIVEN["eintritt"]]),
    ("Wo kann ich meine Jacke abgeben?", [GIVEN["garderobe_preis"]]),
    ("An wen wende ich mich bei Fragen?", [FAIR["kontakt"]["infostand"], FAIR["kontakt"]["telefon"]]),
    ("Wie komme ich mit der Schwebebahn hin?", [GIVEN["schwebebahn_fussweg"]]),
    ("Wer bist du?", ["KI-Assistent"]),
    ("Wie wird das Wetter morgen?", ["Dabei kann ich leider nicht helfen"]),
    ("/faq/parken", [GIVEN["parkplatz"]]),
    ('/wo_ist{"stand": "D1"}', [VR["name"], VR["raum"]]),
    ('/worum_geht_es{"sitzung": "chatbot-werkstatt"}', SESSIONS["chatbot-werkstatt"]["vortragende"]),
    ('/programm_suche{"raum": "Live Club Barmen"}', [SESSIONS["chatbot-werkstatt"]["titel"]]),
]

# the questions of one conversation, what the answer to the last must say
TALKS: list[tuple[list[str], list[str]]] = [
    (["Wann ist der Vortrag „Phishing live“?", "Und wo?"], ["Großen Saal"]),
    (["Wo ist Stand D1?", "Wer betreut den?"], VR["betreut_von"]),
    (["Wo ist Stand D1?", "Wo kann ich parken?", "Und wer betreut den Stand?"], VR["betreut_von"]),
    (["Wie wird das Wetter morgen?", "ja bitte"], ["Jetzt"]),
    (["Wie wird das Wetter morgen?", "nein danke"], ["Alles klar"]),
    (["/stand_suche", "mehr"], [list(BOOTHS)[5]]),
    (["Welche Stände gibt es in der Bibliothek?", "den zweiten bitte"], [BOOTHS["D5"]["name"]]),
    (["Was läuft heute um 14 Uhr?", "nein, ich meinte morgen um 14 Uhr"], [SESSIONS["phishing-quiz"]["titel"]]),
    (["Wo ist Stand D1?", "Neu anfangen", "Wer betreut den?"], ["Nennen Sie mir bitte"]),
]


@pytest.mark.parametrize(("question", "facts"), CASES, ids=[case[0] for case in CASES])
def test_answer_says(running: RunningSystem, question: str, facts: list[str]) -> None:
    text = running.text_of(question)
    assert [fact for fact in facts if fact not in text] == [], text


@pytest.mark.parametrize(("questions", "facts"), TALKS, ids=[" → ".join(conversation[0]) for conversation in TALKS])
def test_conversation_leads_to(
    running: RunningSystem, request: pytest.FixtureRequest, questions: list[str], facts: list[str]
) -> None:
    text = [running.text_of(question, request.node.name[:150]) for question in questions][-1]
    assert [fact for fact in facts if fact not in text] == [], text


@pytest.mark.parametrize("word", ["ja", "nein"])
def test_yes_or_no_without_an_offer_gets_one_answer(running: RunningSystem, word: str) -> None:
    """No story expects it: Rasa's fallback must answer once and wait, not again and again."""
    sender = f"ohne-vorschlag-{word}"
    running.text_of("Wo kann ich parken?", sender)
    assert len([message for message in running.ask(word, sender) if message.get("text")]) == 1


def test_what_is_on_now_names_every_running_session(running: RunningSystem) -> None:
    moment = datetime.fromisoformat(running.health().json()["uhr"])
    answers = [running.text_of("Was läuft jetzt?", "jetzt"), running.text_of("mehr", "jetzt")]
    assert [title for title in running_at(moment) if title not in "\n".join(answers)] == [], answers


def test_every_card_stands_in_the_text_as_well(running: RunningSystem) -> None:
    """A plain channel shows ``text`` only: it must be complete without cards."""
    messages = running.ask("Was läuft heute um 14 Uhr?")
    text = "\n".join(message.get("text", "") for message in messages)
    cards = [card for message in messages for card in message.get("custom", {}).get("karten", [])]
    assert cards
    assert [card["titel"] for card in cards if card["titel"] not in text or card["raum"] not in text] == []


def test_no_answer_shows_a_variable_or_markup(running: RunningSystem) -> None:
    labels = [read(f"data/themen/{path.name}")["nlu"][0]["intent"] for path in TOPICS]
    texts = {label: running.text_of(f"/{label}") for label in labels}
    assert [label for label, text in texts.items() if not text or any(mark in text for mark in "{}<>*")] == []


def test_report_comes_for_each_question_when_asked_for(running: RunningSystem) -> None:
    body = {"sender": "bericht", "message": "Wo ist Stand B3? Und wo kann ich parken?", "metadata": {"bericht": True}}
    messages = running.post_to_rasa(json.dumps(body).encode()).json()
    reports = read_understandings(messages)
    assert [(each.label, each.decision.value, each.sources[0].name) for each in reports] == [
        ("wo_ist", "antwort", "programm"),
        ("faq/parken", "antwort", "thema/parken"),
    ]
    steps = {"text", "bedeutung", "einordnen", "zeiten", "gespraech", "antwort", "ablauf", "gesamt"}
    assert [set(each.durations) for each in reports] == [steps | {"programm"}, steps]
    unasked = [message for message in running.ask("Wo kann ich parken?") if "custom" in message]
    assert unasked == []
