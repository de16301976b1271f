from __future__ import annotations

import pytest

from actions.conversation.fallback import not_understood, out_of_scope
from actions.reply import Reference
from tests.samples.fair import FAIR, ask, buttons, slots, view, view_with
from tests.samples.programme import session

UNSURE = "Da bin ich mir nicht sicher. Meinten Sie eines davon?"
HONEST = (
    "Das habe ich leider nicht verstanden. Fragen Sie gern anders, oder wenden Sie sich an einen Menschen: "
    "Infostand im Foyer, Telefon 0202 1. Das können Sie mich zum Beispiel fragen:"
)
EXAMPLES = [
    ("Was läuft jetzt?", '/programm_suche{"zeit_text": "jetzt"}'),
    ("Alle Stände", "/stand_suche"),
    ("Wann ist geöffnet?", "/faq/oeffnungszeiten"),
]
ELSE = ("Etwas anderes", "/verneinen")
PARKING = ("Parken", "/faq/parken")


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("B3", Reference("stand", "B3")),
        ("Copilot ausprobieren", Reference("sitzung", "copilot")),
        ("Clara Stein", Reference("sitzung", "phishing")),
        ("kunsthalle", Reference("raum", "Kunsthalle")),
    ],
)
def test_bare_name_is_answered_from_the_catalogue(text: str, focus: Reference) -> None:
    assert not_understood(ask(text, "nlu_fallback", labels={"faq/parken": 0.3}), view(), FAIR).focus == focus


@pytest.mark.parametrize(
    ("labels", "answer", "expected"),
    [
        ({}, HONEST, EXAMPLES),
        ({"faq/parken": 0.05}, HONEST, EXAMPLES),
        ({"ausserhalb": 0.4, "faq/parken": 0.1}, HONEST, EXAMPLES),
        ({"ausserhalb": 0.3, "faq/parken": 0.2}, UNSURE, [PARKING, ELSE]),
        ({"bejahen": 0.4, "faq/fehlt": 0.3}, HONEST, EXAMPLES),
        ({"faq/parken": 0.3}, UNSURE, [PARKING, ELSE]),
        (
            {"wo_ist": 0.3, "bejahen": 0.2, "faq/parken": 0.2},
            UNSURE,
            [("Weg zu Raum, Stand oder Vortrag", '/wo_ist{"frage": "qwertz"}'), PARKING, ELSE],
        ),
    ],
)
@pytest.mark.parametrize("with_view", [True, False])
def test_suggestions(with_view: bool, labels: dict[str, float], answer: str, expected: list[tuple[str, str]]) -> None:
    reply = not_understood(ask("qwertz", "nlu_fallback", labels=labels), view() if with_view else None, FAIR)
    assert (reply.text, buttons(reply), reply.offer) == (answer, expected, reply.buttons[0])


def test_at_most_three_suggestions() -> None:
    labels = {f"faq/{name}": 0.2 for name in ("parken", "wlan", "toiletten", "garderobe")}
    reply = not_understood(ask("qwertz", "nlu_fallback", labels=labels), view(), FAIR)
    assert [payload for _, payload in buttons(reply)] == ["/faq/parken", "/faq/wlan", "/faq/toiletten", "/verneinen"]


def test_unexpected_yes_accepts_the_offer() -> None:
    kept = slots(offer=("Stände", "/stand_suche"))
    reply = not_understood(ask("ja", "bejahen", slots=kept), view(), FAIR)
    assert reply.intro == "Es gibt sechs Stände:"


def test_unexpected_no_is_accepted() -> None:
    reply = not_understood(ask("nein", "verneinen"), view(), FAIR)
    assert reply.text == "Alles klar. Wenn Sie noch etwas zur Messe wissen möchten, fragen Sie einfach."


@pytest.mark.parametrize("with_view", [True, False])
def test_out_of_scope(with_view: bool) -> None:
    reply = out_of_scope(ask("Wie wird das Wetter?", "ausserhalb"), view() if with_view else None)
    text = (
        "Dabei kann ich leider nicht helfen: Ich kenne mich nur mit dieser Messe aus. "
        "Möchten Sie wissen, was hier gerade läuft?"
    )
    assert (reply.text, buttons(reply), reply.offer) == (text, EXAMPLES[:2], reply.buttons[0])


def test_out_of_scope_offers_what_the_fair_has_on_it() -> None:
    reply = out_of_scope(ask("Kann man Drohnen kaufen?", "ausserhalb"), view())
    assert (reply.text, buttons(reply)) == (
        "Dazu kann ich selbst wenig sagen. Auf der Messe passt vielleicht:",
        [("Stand D1 – Drohnen im Einsatz", '/worum_geht_es{"stand": "D1"}')],
    )


@pytest.mark.parametrize("text", ["workshop", "Die Workshops?"])
def test_bare_kind_of_session_is_listed(text: str) -> None:
    reply = not_understood(ask(text, "nlu_fallback", labels={"faq/parken": 0.3}), view(), FAIR)
    assert reply.listing is not None and reply.listing.keys == ("copilot", "passwort")


SURPRISE = session("neu", "15:00", "15:30", title="Überraschung zur Quantenverschränkung", room="Foyer", is_new=True)
SERIES = session("neu2", "15:30", "16:00", title="Überraschung zur Quantenverschränkung", room="Kunsthalle")
FULL_TITLE = [
    ("Wann ist die Überraschung zur Quantenverschränkung?", Reference("sitzung", "neu")),
    ("WO IST DIE UEBERRASCHUNG ZUR QUANTENVERSCHRAENKUNG", Reference("sitzung", "neu")),
    ("Lohnt sich Roboter bauen für die Stadtkasse?", Reference("sitzung", "lego")),
    ("Ist Phishing erkennen etwas für mich?", Reference("sitzung", "phishing")),
    ("Wie komme ich an die digitale Akte?", Reference("stand", "C1")),
    ("Wann führt Köln die digitale Akte ein?", None),
    ("Wie erkenne ich gute Pilze?", None),
    ("Überraschung im Zoo: Quantenverschränkung bei Affen", None),
    ("Wo ist hier eine Fundgrube für Möbel?", None),
    ("Was weiß die Quantenphysik über Verschränkung?", None),
]


@pytest.mark.parametrize(("text", "focus"), FULL_TITLE)
def test_whole_title_is_answered_although_it_sounds_foreign(text: str, focus: Reference | None) -> None:
    assert out_of_scope(ask(text, "ausserhalb"), view_with(SURPRISE)).focus == focus


def test_title_that_two_sessions_have_is_asked_back() -> None:
    reply = out_of_scope(ask("Überraschung zur Quantenverschränkung", "ausserhalb"), view_with(SURPRISE, SERIES))
    assert (reply.text, [payload for _, payload in buttons(reply)]) == (
        "Was davon meinen Sie?",
        ['/worum_geht_es{"sitzung": "neu"}', '/worum_geht_es{"sitzung": "neu2"}'],
    )
