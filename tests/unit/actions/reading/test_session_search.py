from __future__ import annotations

from datetime import datetime

import pytest

from actions.reading.session_filters import Filters, read_filters
from actions.reading.session_search import find_sessions, in_time
from tests.samples.fair import NOW, ask, at, slots, view
from tests.samples.programme import ids

LAST = {"woerter": "KI", "raum": "", "art": "vortrag", "zeit": "um elf"}


@pytest.mark.parametrize(
    ("text", "remembered"),
    [
        ("Was läuft jetzt?", {"woerter": "", "raum": "", "art": "", "zeit": "jetzt"}),
        ("Welche Seminare gibt es?", {"woerter": "", "raum": "", "art": "workshop", "zeit": ""}),
        ("Führungen heute", {"woerter": "", "raum": "", "art": "fuhrung", "zeit": "heute"}),
        ('/programm_suche{"raum": "Foyer"}', {"woerter": "", "raum": "Foyer", "art": "", "zeit": ""}),
        ('/programm_suche{"stand": "B3"}', {"woerter": "", "raum": "", "art": "", "zeit": ""}),
    ],
)
def test_filters_of_a_question(text: str, remembered: dict[str, str]) -> None:
    assert read_filters(ask(text, "programm_suche"), view()).remember() == remembered


@pytest.mark.parametrize(
    ("text", "remembered"),
    [
        ("Und um zwölf?", {"woerter": "KI", "raum": "", "art": "vortrag", "zeit": "um zwölf"}),
        ("Nur Workshops", {"woerter": "KI", "raum": "", "art": "workshop", "zeit": "um elf"}),
        ("Und Phishing?", {"woerter": "Und Phishing?", "raum": "", "art": "", "zeit": "um elf"}),
        ("Um zwölf?", {"woerter": "", "raum": "", "art": "", "zeit": "Um zwölf"}),
    ],
)
def test_filters_of_a_follow_up(text: str, remembered: dict[str, str]) -> None:
    question = ask(text, "programm_suche", slots=slots(listing=("sitzung", ("ki",), 1), filters=LAST))
    assert read_filters(question, view()).remember() == remembered


def test_follow_up_after_a_list_without_filters() -> None:
    kept = slots(listing=("sitzung", ("ki",), 1))
    kept["liste"]["frage"] = {}
    filters = read_filters(ask("Und morgen?", "programm_suche", slots=kept), view())
    assert filters.remember() == {"woerter": "", "raum": "", "art": "", "zeit": "morgen"}


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("", ("ein Programmpunkt", "Programmpunkte")),
        ("vortrag", ("ein Vortrag", "Vorträge")),
        ("fuhrung", ("eine Führung", "Führungen")),
        ("unbekannt", ("ein Programmpunkt", "Programmpunkte")),
    ],
)
def test_words_for_a_family(family: str, words: tuple[str, str]) -> None:
    filters = Filters(family=family)
    assert (filters.singular, filters.plural) == words


@pytest.mark.parametrize(
    ("text", "found", "words"),
    [
        (
            "Programm",
            ["auftakt", "rundgang", "ki", "phishing", "copilot", "passwort", "zwilling", "teilhabe", "daten"],
            "",
        ),
        ("Etwas zu IT-Sicherheit", ["phishing", "passwort"], " zu „IT-Sicherheit“"),
        ("Was macht Ben Öz?", ["copilot"], " mit Ben Öz"),
        ("Was läuft im Großen Saal?", ["auftakt", "ki", "zwilling"], " im Großen Saal"),
        ("Workshops", ["copilot", "passwort"], ""),
        ("Workshop zu IT-Sicherheit", ["passwort"], " zu „IT-Sicherheit“"),
        ("Zauberkunst", [], " dazu"),
    ],
)
def test_found_sessions(text: str, found: list[str], words: str) -> None:
    question = ask(text, "programm_suche")
    result = find_sessions(read_filters(question, view()), question, view())
    assert (ids(result.sessions), result.words) == (found, words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jetzt", ["rundgang", "ki"]),
        ("um elf", ["phishing", "copilot"]),
        ("um halb zwölf", ["copilot"]),
        ("danach", ["phishing", "copilot"]),
        ("als Nächstes", ["phishing", "copilot"]),
        ("ab 13 Uhr", ["passwort", "zwilling"]),
        ("zwischen 12 und 14 Uhr", ["copilot", "passwort"]),
        ("morgen", ["teilhabe", "daten"]),
        ("später", ["phishing", "copilot", "passwort", "zwilling"]),
        ("am Freitag", []),
    ],
)
def test_sessions_in_time(text: str, found: list[str]) -> None:
    question = ask(text)
    everything = find_sessions(Filters(), question, view()).sessions
    assert ids(in_time(everything, question.times[-1], NOW)) == found


def test_sessions_after_another_moment() -> None:
    question = ask("danach")
    everything = find_sessions(Filters(), question, view()).sessions
    assert ids(in_time(everything, question.times[-1], at("13:30"))) == ["zwilling"]


@pytest.mark.parametrize(
    ("text", "last", "start"),
    [
        ("und um elf?", {"woerter": "KI", "zeit": "morgen"}, at("11:00", 15)),
        ("und um elf?", {"woerter": "KI", "zeit": "heute"}, at("11:00")),
        ("und heute um elf?", {"woerter": "KI", "zeit": "morgen"}, at("11:00")),
        ("und morgen um die Zeit?", {"zeit": "um elf"}, at("11:00", 15)),
        ("und morgen zur gleichen Zeit?", {"zeit": "um elf"}, at("11:00", 15)),
        ("und morgen um die Zeit?", {"zeit": "heut um 14 uhr"}, at("14:00", 15)),
        ("und am Donnerstag um die Zeit?", {"zeit": "am 14. um halb drei"}, at("14:30", 15)),
        ("und morgen um die Zeit?", {"zeit": "heute Vormittag"}, at("06:00", 15)),
        ("und morgen um die Zeit?", {"zeit": "jetzt"}, at(f"{NOW:%H:%M}", 15)),
        ("und morgen um die Zeit?", {"zeit": "heute"}, at("00:00", 15)),
    ],
)
def test_time_without_a_day_stays_on_the_day_talked_about(text: str, last: dict[str, str], start: datetime) -> None:
    question = ask(text, slots=slots(listing=("sitzung", ("ki", "phishing"), 2), filters=last))
    time = read_filters(question, view()).time
    assert time is not None and time.start == start


@pytest.mark.parametrize(
    ("text", "words"), [("und am Donnerstag?", "KI"), ("und danach?", ""), ("Was läuft am Donnerstag?", "")]
)
def test_follow_up_keeps_the_topic_of_what_was_talked_about(text: str, words: str) -> None:
    question = ask(text, slots=slots(focus=("sitzung", "ki")))
    assert read_filters(question, view()).words == words
