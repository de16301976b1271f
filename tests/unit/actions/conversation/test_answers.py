from __future__ import annotations

import pytest

from actions.conversation.answers import accept_offer, correct, pick, show_more, split_payload, start_over
from actions.details import where as find_where
from actions.reply import MORE, Reference
from actions.sessions.listing import AFTER
from tests.samples.fair import ask, buttons, keys, slots, view

SESSIONS = ("rundgang", "ki", "phishing", "copilot", "passwort", "zwilling")
BOOTHS = ("A1", "A2", "B3", "C1", "D1", "D2")
HELP = [("Was läuft jetzt?", '/programm_suche{"zeit_text": "jetzt"}'), ("Alle Stände", "/stand_suche")]


@pytest.mark.parametrize(
    ("listing", "answer", "shown"),
    [
        (
            ("sitzung", SESSIONS, 5),
            "Weitere Programmpunkte:\n• heute, 14:30–15:15 Uhr: Der Digitale Zwilling (Vortrag, Großer Saal) – "
            "geändert",
            6,
        ),
        (("stand", BOOTHS, 5), "Weitere Stände:\n• D2: Fundgrube (Foyer)", 6),
        (("sitzung", SESSIONS, 6), "Das waren schon alle.", None),
        (("sitzung", ("ki", "entfallen"), 1), "Das waren schon alle.", None),
        (
            ("sitzung", ("entfallen", "ki", "rundgang"), 2),
            "Weitere Programmpunkte:\n• heute, 10:00–10:30 Uhr: Rundgang durch das Smart Lab (Führung, Foyer)",
            2,
        ),
        (None, "Gern: Wozu möchten Sie mehr wissen?", None),
    ],
)
def test_show_more(listing: tuple[str, tuple[str, ...], int] | None, answer: str, shown: int | None) -> None:
    reply = show_more(ask("mehr", "mehr", slots=slots(listing=listing)), view())
    assert (reply.text, reply.listing.shown if reply.listing else None) == (answer, shown)


def test_show_more_of_a_topic_without_a_list() -> None:
    reply = show_more(ask("Zeig alles zu VR", "mehr", slots=slots()), view())
    assert reply.focus == Reference("sitzung", "rundgang")


def test_show_more_keeps_the_filters() -> None:
    kept = slots(listing=("sitzung", SESSIONS, 5), filters={"zeit": "heute"})
    listing = show_more(ask("mehr", "mehr", slots=kept), view()).listing
    assert listing is not None and listing.filters["zeit"] == "heute"


@pytest.mark.parametrize(
    ("text", "kind", "chosen", "focus"),
    [
        ("den zweiten", "sitzung", SESSIONS, Reference("sitzung", "ki")),
        ("das letzte", "sitzung", SESSIONS, Reference("sitzung", "zwilling")),
        ("den zweiten", "stand", BOOTHS, Reference("stand", "A2")),
        ("den siebten", "sitzung", SESSIONS, None),
        ("hm", "sitzung", SESSIONS, None),
    ],
)
def test_pick(text: str, kind: str, chosen: tuple[str, ...], focus: Reference | None) -> None:
    kept = slots(listing=(kind, chosen, 5))
    assert pick(ask(text, "auswahl", slots=kept), view()).focus == focus


@pytest.mark.parametrize(
    ("chosen", "answer"),
    [
        (None, "Welchen Eintrag meinen Sie? Nennen Sie mir bitte den Titel oder die Standnummer."),
        (("stand", ("A1", "Z9"), 2), "Diesen Eintrag gibt es im Programm nicht mehr."),
    ],
)
def test_pick_of_nothing(chosen: tuple[str, tuple[str, ...], int] | None, answer: str) -> None:
    assert pick(ask("den zweiten", "auswahl", slots=slots(listing=chosen)), view()).text == answer


def test_pick_of_a_button_that_asked_back() -> None:
    choice = find_where(ask("Wo geht es um IT-Sicherheit?", "wo_ist"), view()).buttons
    reply = pick(ask("den zweiten", "auswahl", shown=choice), view())
    assert reply.text.startswith("„Gute Passwörter“ ist in Seminarraum 1")


def test_pick_from_a_long_list_passes_over_its_button() -> None:
    kept, more = slots(listing=("sitzung", SESSIONS, 5)), [MORE, AFTER]
    assert pick(ask("den ersten", "auswahl", slots=kept, shown=more), view()).focus == Reference("sitzung", "rundgang")


def test_second_pick_from_the_same_list() -> None:
    kept = slots(listing=("sitzung", SESSIONS, 5))
    first = pick(ask("den ersten", "auswahl", slots=kept), view())
    then = slots(focus=("sitzung", SESSIONS[0]), listing=("sitzung", SESSIONS, 5))
    second = pick(ask("und den zweiten", "auswahl", slots=then, shown=first.buttons), view())
    assert second.focus == Reference("sitzung", "ki")


@pytest.mark.parametrize(
    ("text", "has_list", "found"),
    [
        ("Nein, ich meinte Donnerstag", False, ["teilhabe", "daten"]),
        ("Nein, ich meinte um elf", True, ["copilot"]),
        ("Nein, ich meinte IT-Sicherheit", True, ["phishing", "passwort"]),
    ],
)
def test_correction_of_a_list(text: str, has_list: bool, found: list[str]) -> None:
    kept = slots(listing=("sitzung", ("ki",), 1), filters={"woerter": "KI"}) if has_list else {}
    assert keys(correct(ask(text, "korrektur", slots=kept), view())) == found


def test_correction_to_a_booth() -> None:
    assert correct(ask("Nein, Stand B3", "korrektur"), view()).focus == Reference("stand", "B3")


def test_correction_to_nothing() -> None:
    assert correct(ask("Nein", "korrektur"), view()).text == "Entschuldigung. Was meinten Sie genau?"


@pytest.mark.parametrize(
    ("offer", "answer", "response"),
    [
        (None, "Schön! Was möchten Sie wissen?", ""),
        ("/verneinen", "Was möchten Sie genau wissen?", ""),
        ("/faq/parken", "", "utter_faq/parken"),
        ('/wo_ist{"stand": "D1"}', "Stand D1 „Drohnen im Einsatz“ finden Sie auf der Messe (ohne festen Raum).", ""),
        (
            '/programm_suche{"thema": "VR", "zeit_text": "heute"}',
            "Heute gibt es einen Programmpunkt zu „VR“:\n"
            "• 10:00–10:30 Uhr: Rundgang durch das Smart Lab (Führung, Foyer)",
            "",
        ),
    ],
)
def test_accepted_offer(offer: str | None, answer: str, response: str) -> None:
    kept = slots(offer=("Knopf", offer) if offer else None)
    reply = accept_offer(ask("ja", "bejahen", slots=kept), view())
    assert (reply.text, reply.response) == (answer, response)


def test_accepted_offer_of_more_goes_on_in_the_list() -> None:
    kept = slots(listing=("stand", BOOTHS, 5), offer=("Mehr anzeigen", "/mehr"))
    assert accept_offer(ask("ja", "bejahen", slots=kept), view()).text == "Weitere Stände:\n• D2: Fundgrube (Foyer)"


@pytest.mark.parametrize(
    ("text", "name", "entities"),
    [
        ("/mehr", "mehr", []),
        ("/faq/parken", "faq/parken", []),
        ('/wo_ist{"stand": "B3", "frage": "{x}"}', "wo_ist", [("stand", "B3"), ("frage", "{x}")]),
    ],
)
def test_split_payload(text: str, name: str, entities: list[tuple[str, str]]) -> None:
    expected = [{"entity": key, "value": value} for key, value in entities]
    assert split_payload(text) == (name, expected)


@pytest.mark.parametrize("with_view", [True, False])
def test_start_over(with_view: bool) -> None:
    reply = start_over(ask("neu"), view() if with_view else None)
    assert (reply.text, buttons(reply), reply.forget) == (
        "Gern, wir fangen neu an. Was möchten Sie wissen?",
        HELP,
        True,
    )
