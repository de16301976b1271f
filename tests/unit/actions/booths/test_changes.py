"""What is said about booths that organisers have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.answer_context import AnswerContext
from actions.booths.answers import list_booths
from actions.cards import booth_card
from actions.details import describe, when_is, where_is, who_is
from actions.reply import BOOTH, Reference
from actions.sessions.changes import changes
from actions.wording import booth_line
from bot.programme.model import Booth
from tests.samples.fair import BOOTHS, CATALOGUE, CHANGED_AT, SESSIONS, ask, view
from tests.samples.programme import NOW

GONE = BOOTHS[0].copy(update={"cancelled": True, "note": "Technik defekt.", "changed_at": CHANGED_AT})
MOVED = BOOTHS[1].copy(update={"room": "Kunsthalle", "original_room": "Foyer", "changed_at": CHANGED_AT})
SENTENCE = "Der Stand A1 „Messelotse“ fällt leider aus. Technik defekt."


def changed_view(*booths: Booth) -> AnswerContext:
    others = tuple(booth for booth in BOOTHS if booth.number not in {each.number for each in booths})
    sessions = tuple(session for session in SESSIONS if not session.is_changed)
    return replace(view(), catalogue=CATALOGUE.copy(update={"booths": (*booths, *others), "sessions": sessions}))


@pytest.mark.parametrize("answer", [where_is, when_is, who_is, describe])
def test_cancelled_booth_is_said_whatever_is_asked(answer: object) -> None:
    assert callable(answer)
    assert answer(Reference(BOOTH, "A1"), changed_view(GONE)).text == SENTENCE


def test_moved_booth_is_where_it_is_now() -> None:
    answer = where_is(Reference(BOOTH, "A2"), changed_view(MOVED)).text
    place = "in der Kunsthalle (2. Obergeschoss), nicht mehr im Foyer."
    assert answer == f"Stand A2 „Notebooks im Vergleich“ finden Sie {place}"


def test_lines_and_cards_tell_it_too() -> None:
    lines = [booth_line(each, NOW.date()) for each in (GONE, MOVED)]
    assert lines == [
        "• A1: Messelotse – fällt aus",
        "• A2: Notebooks im Vergleich (Kunsthalle) – vorher im Foyer",
    ]
    texts = [booth_card(each)["text"] for each in (GONE, MOVED)]
    assert texts == [SENTENCE, "Der Stand ist jetzt in der Kunsthalle, nicht mehr im Foyer."]


def test_changed_booths_are_among_the_changes() -> None:
    answer = changes(ask("Was hat sich geändert?"), changed_view(GONE, MOVED)).text
    assert answer.splitlines() == ["Das hat sich geändert:", *(booth_line(each, NOW.date()) for each in (GONE, MOVED))]


def test_list_of_booths_marks_the_cancelled_one() -> None:
    answer = list_booths(ask("Welche Stände gibt es?"), changed_view(GONE)).text
    assert "• A1: Messelotse – fällt aus" in answer.splitlines()
