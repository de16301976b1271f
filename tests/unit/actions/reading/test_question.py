from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.reading.question import Question, read_question
from actions.reply import Listing, Reference, TopicButton
from bot.nlu.text_cleaning import MAX_UNITS, count_units
from tests.samples.fair import FAIR, NOW, ask, at, message, slots


def test_typed_question() -> None:
    question = ask("Was läuft um elf?", "programm_suche", labels={"programm_suche": 0.9, "faq/wlan": 0.1})
    times = [(time.start, time.end, time.relation, time.text) for time in question.times]
    assert (question.text, question.intent, question.labels, times, question.is_button) == (
        "Was läuft um elf?",
        "programm_suche",
        (("programm_suche", 0.9), ("faq/wlan", 0.1)),
        [(at("11:00"), at("11:01"), "at", "um elf")],
        False,
    )


def test_time_spans_point_into_the_text() -> None:
    question = ask("Was läuft heute um elf?")
    assert [question.text[start:end] for start, end in question.time_spans] == ["heute um elf"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('/wo_ist{"stand": "B3"}', Reference("stand", "B3")),
        ('/wo_ist{"sitzung": "ki"}', Reference("sitzung", "ki")),
        ('/wo_ist{"raum": "Foyer", "stand": "B3"}', Reference("stand", "B3")),
        ('/wo_ist{"raum": ""}', None),
        ("/stand_suche", None),
        ("Stand B3", None),
    ],
)
def test_button_names_a_thing(text: str, named: Reference | None) -> None:
    assert ask(text).named == named


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("/stand_suche", "", []),
        ('/programm_suche{"thema": "KI"}', "KI", []),
        ('/programm_suche{"frage": "KI um elf"}', "KI um elf", [(3, 9)]),
        ('/programm_suche{"zeit_text": "jetzt"}', "", [(0, 0)]),
        ('/programm_suche{"thema": "KI", "zeit_text": "heute"}', "KI", [(0, 0)]),
        ('/programm_suche{"zeit": "heute"}', "", []),
    ],
)
def test_button_words_and_times(text: str, words: str, spans: list[tuple[int, int]]) -> None:
    question = ask(text)
    assert (question.text, question.time_spans, question.is_button) == (words, spans, True)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Und wo?", False),
        ("Wo ist das?", False),
        ("Was läuft heute um elf?", False),
        ("Welche Vorträge gibt es?", False),
        ("Wo ist das Bürgerbüro?", True),
        ("KI", True),
        ("", False),
    ],
)
def test_names_something(text: str, is_so: bool) -> None:
    assert ask(text).names_something == is_so


@pytest.mark.parametrize(
    ("text", "intent", "is_so"),
    [
        ("und morgen?", "programm_suche", True),
        ("Nur heute", "programm_suche", True),
        ("aber Workshops", "programm_suche", True),
        ("Donnerstag", "korrektur", True),
        ("Donnerstag", "programm_suche", False),
        ("", "programm_suche", False),
    ],
)
def test_is_follow_up(text: str, intent: str, is_so: bool) -> None:
    assert ask(text, intent).is_follow_up == is_so


def test_memory_is_read() -> None:
    kept = slots(("stand", "B3"), ("sitzung", ("ki", "vr"), 1), {"zeit": "jetzt"}, ("Mehr", "/mehr"))
    question = ask("und?", slots=kept)
    listing = Listing("sitzung", ("ki", "vr"), 1, {"woerter": "", "raum": "", "art": "", "zeit": "jetzt"})
    assert (question.focus, question.listing, question.offer) == (
        Reference("stand", "B3"),
        listing,
        TopicButton("Mehr", "/mehr"),
    )


@pytest.mark.parametrize(
    ("since", "focus"),
    [
        (NOW, Reference("stand", "B3")),
        (NOW - timedelta(minutes=20), Reference("stand", "B3")),
        (NOW - timedelta(minutes=20, seconds=1), None),
        (NOW + timedelta(seconds=1), None),
    ],
)
def test_memory_fades(since: datetime, focus: Reference | None) -> None:
    assert ask("und?", slots=slots(focus=("stand", "B3"), since=since)).focus == focus


@pytest.mark.parametrize("name", ["frage", "thema", "zeit_text", "stand"])
def test_what_a_button_carries_is_bounded_like_a_message(name: str) -> None:
    question = read_question({"text": "/x{}", "entities": [{"entity": name, "value": "ki " * 600}]}, {}, NOW, FAIR)
    assert max(map(count_units, [question.text, question.named.key if question.named else ""])) <= MAX_UNITS


@pytest.mark.parametrize("empty", [{}, {"text": None, "intent": None, "entities": None}])
def test_message_without_content(empty: dict[str, object]) -> None:
    assert read_question(empty, {"gegenstand": None}, NOW, FAIR) == Question(text="", intent="", now=NOW)


def test_open_end_of_a_time_is_kept() -> None:
    entity = {**message("später")["entities"][0]}
    entity["value"] = {**entity["value"], "von": None, "bis": None}
    question = read_question({"text": "später", "entities": [entity]}, {}, NOW, FAIR)
    assert [(time.start, time.end) for time in question.times] == [(None, None)]


@pytest.mark.parametrize(
    ("events", "titles"),
    [
        ([], []),
        ([{"event": "bot", "data": {"buttons": [{"title": "A", "payload": "/a"}]}}, {"event": "user"}], ["A"]),
        (
            [{"event": "bot", "data": {"buttons": [{"title": "A", "payload": "/a"}]}}, {"event": "bot", "data": None}],
            [],
        ),
        (
            [
                {"event": "bot", "data": {"buttons": [{"title": "A", "payload": "/a"}]}},
                {"event": "bot", "data": {"custom": {"karten": []}}},
            ],
            ["A"],
        ),
    ],
)
def test_buttons_shown_last(events: list[dict[str, Any]], titles: list[str]) -> None:
    question = read_question({"text": "den ersten"}, {}, NOW, FAIR, events)
    assert [button.title for button in question.shown] == titles
