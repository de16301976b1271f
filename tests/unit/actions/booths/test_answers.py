from __future__ import annotations

import pytest

from actions.booths.answers import list_booths
from actions.reply import Reference
from tests.samples.fair import ask, buttons, keys, slots, view

ALL = ["A1", "A2", "B3", "C1", "D1", "D2"]
FIRST_PAGE = """\
Es gibt sechs Stände:
• A1: Messelotse (Foyer)
• A2: Notebooks im Vergleich (Foyer)
• B3: Virtuelle Welten (Großer Saal) – besetzt heute 10:00–14:00 Uhr
• C1: Digitale Akte (Kunsthalle)
• D1: Drohnen im Einsatz
… und ein weiterer Eintrag."""
NOTHING = (
    "Dazu finde ich im Programm und bei den Ständen leider nichts. "
    "Fragen Sie gern am Infostand im Foyer, Telefon 0202 1."
)


@pytest.mark.parametrize(
    ("text", "answer", "listed"),
    [
        ("Welche Stände gibt es?", FIRST_PAGE, ALL),
        ("/stand_suche", FIRST_PAGE, ALL),
        (
            "Gibt es einen Stand zu VR?",
            "Es gibt einen Stand zu „VR“:\n• B3: Virtuelle Welten (Großer Saal) – besetzt heute 10:00–14:00 Uhr",
            ["B3"],
        ),
        (
            "Welche Stände sind im Foyer?",
            "Es gibt drei Stände im Foyer:\n• A1: Messelotse (Foyer)\n• A2: Notebooks im Vergleich (Foyer)\n"
            "• D2: Fundgrube (Foyer)",
            ["A1", "A2", "D2"],
        ),
        ("Stände in Seminarraum 1", "Stände in Seminarraum 1 gibt es nicht.", []),
        ("Stand zu Zauberkunst", NOTHING, []),
    ],
)
def test_booths(text: str, answer: str, listed: list[str]) -> None:
    reply = list_booths(ask(text, "stand_suche"), view())
    assert (reply.text, keys(reply)) == (answer, listed)


def test_one_booth_is_the_subject_and_can_be_asked_about() -> None:
    reply = list_booths(ask("Stand zu VR", "stand_suche"), view())
    assert (reply.focus, buttons(reply), reply.offer) == (
        Reference("stand", "B3"),
        [
            ("Was gibt es dort?", '/worum_geht_es{"stand": "B3"}'),
            ("Wo ist der Stand?", '/wo_ist{"stand": "B3"}'),
        ],
        None,
    )


def test_long_list_offers_more() -> None:
    reply = list_booths(ask("/stand_suche"), view())
    assert (buttons(reply), reply.offer == reply.buttons[0], reply.listing and reply.listing.shown) == (
        [("Mehr anzeigen", "/mehr")],
        True,
        5,
    )


def test_cards_are_those_of_the_page() -> None:
    reply = list_booths(ask("/stand_suche"), view())
    assert [card["nummer"] for card in reply.cards] == ALL[:5]


def test_follow_up_keeps_the_words() -> None:
    kept = slots(listing=("stand", ("B3",), 1), filters={"woerter": "VR"})
    assert keys(list_booths(ask("und welche Stände?", "stand_suche", slots=kept), view())) == ["B3"]


def test_new_question_forgets_the_words() -> None:
    kept = slots(listing=("stand", ("B3",), 1), filters={"woerter": "VR"})
    assert keys(list_booths(ask("welche Stände?", "stand_suche", slots=kept), view())) == ALL


@pytest.mark.parametrize(
    ("text", "intro", "listed"),
    [
        ("Welche Stände sind im Erdgeschoss?", "Im Erdgeschoss gibt es drei Stände:", ["A1", "A2", "D2"]),
        ("stände 1. stock", "Im 1. Obergeschoss gibt es einen Stand:", ["B3"]),
        ("Stände im ersten OG zu VR", "Es gibt einen Stand zu „VR“:", ["B3"]),
    ],
)
def test_booths_on_a_floor(text: str, intro: str, listed: list[str]) -> None:
    reply = list_booths(ask(text, "stand_suche"), view())
    assert (reply.intro, keys(reply)) == (intro, listed)
