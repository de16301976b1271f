"""What „der um elf“, „welcher davon“ and „den anderen“ mean, and the answers to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.conversation.anaphora_answers import anaphora_answer
from actions.conversation.answers import correct
from actions.reading.anaphora import antecedents, chosen_from_list
from actions.reading.question import Question
from actions.reading.subject import find_subject
from actions.reply import Reference
from bot.german.stop_words import ThingKind
from tests.samples.fair import ask, slots, view

KEYS = ("ki", "copilot", "phishing", "zwilling")


def pointing(text: str, intent: str, refers: str = "liste", focus: tuple[str, str] | None = None) -> Question:
    """A question after a list of four sessions."""
    question = ask(text, intent, slots=slots(focus, ("sitzung", KEYS, 4)))
    return replace(question, refers=refers)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("der um 14:30 Uhr", ["zwilling"]),
        ("der am Nachmittag", ["zwilling"]),
        ("der zweite", ["copilot"]),
        ("der Workshop", ["copilot"]),
        ("das mit dem Phishing", ["phishing"]),
        ("was davon ist in der Kunsthalle", ["phishing"]),
        ("welche davon sind morgen", []),
    ],
)
def test_chosen_from_list(text: str, keys: list[str]) -> None:
    assert [each.key for each in chosen_from_list(pointing(text, "wo_ist"), view())] == keys


def test_subject_is_the_focus_when_nothing_is_chosen() -> None:
    question = pointing("wo ist das", "wo_ist", "gegenstand", ("stand", "B3"))
    assert antecedents(question, view()) == (Reference("stand", "B3"),)


def test_list_entry_is_found_as_subject() -> None:
    question = pointing("wer macht den um 14:30 Uhr", "wer_ist")
    assert find_subject(question, view(), {ThingKind.SESSION}) == Reference("sitzung", "zwilling")


@pytest.mark.parametrize(
    ("text", "room"),
    [("Wie komme ich vom Foyer in den Großen Saal?", "Großer Saal"), ("aus dem Saal zum Foyer", "Foyer")],
)
def test_way_from_room_to_room_asks_for_the_second(text: str, room: str) -> None:
    assert find_subject(ask(text, "wo_ist"), view(), {ThingKind.ROOM}) == Reference("raum", room)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("welcher davon ist am Nachmittag", "„Der Digitale Zwilling“ ist heute von 14:30 bis 15:15 Uhr"),
        ("welcher davon ist morgen", "Davon ist morgen leider nichts dabei."),
        ("was davon ist heute Vormittag", "Davon heute Vormittag:"),
        ("welche davon haben noch Platz", "Davon haben noch Platz:"),
    ],
)
def test_some_of_the_list(text: str, start: str) -> None:
    reply = anaphora_answer(pointing(text, "programm_suche"), view())
    assert reply is not None
    assert reply.text[: len(start)] == start


def test_topic_is_answered_again_with_what_was_asked() -> None:
    reply = anaphora_answer(replace(ask("wo genau ist das", "wo_ist"), refers="faq/garderobe"), view())
    assert reply is not None
    assert reply.text.startswith("Die Garderobe ist im Foyer") and reply.text.endswith("hinter dem Eingang.")


def test_unknown_topic_is_no_answer() -> None:
    assert anaphora_answer(replace(ask("wo ist das", "wo_ist"), refers="faq/gibt_es_nicht"), view()) is None


def test_the_other_of_two() -> None:
    question = ask("nee, den anderen", "korrektur", slots=slots(("sitzung", "ki"), ("sitzung", ("ki", "zwilling"), 2)))
    assert correct(question, view()).focus == Reference("sitzung", "zwilling")
