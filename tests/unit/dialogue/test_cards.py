from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.cards import booth_card, session_card
from bot.dialogue.cards import card_line, fields_of, read_card
from bot.programme.model import Booth, Session
from tests.samples.cards import ARTS, example
from tests.samples.fair import BOOTHS, SESSIONS

TODAY = date(2025, 5, 14)


@pytest.mark.parametrize("art", ARTS)
def test_a_card_that_fits_is_read_as_it_is(art: str) -> None:
    assert read_card(example(art)) == example(art)


@pytest.mark.parametrize("art", ARTS)
def test_every_field_may_be_missing_but_the_title(art: str) -> None:
    title = {name: value for name, value in example(art).items() if name in ("art", "titel", "name")}
    empty = {name: [] if field.is_list else "" for name, field in fields_of(art).items()}
    assert read_card(title) == {**empty, **title}


@pytest.mark.parametrize("raw", [None, "x", [], {}, {"art": "video", "titel": "x"}, {"art": ["sitzung"], "titel": "x"}])
def test_what_is_no_card(raw: object) -> None:
    assert read_card(raw) is None


@pytest.mark.parametrize("art", ARTS)
@pytest.mark.parametrize("title", [" ", 7, None])
def test_a_card_without_a_title_is_none(art: str, title: object) -> None:
    assert read_card({**example(art), "titel": title, "name": title}) is None


def test_what_does_not_fit_is_left_out() -> None:
    raw = example("sitzung", raum=7, vortragende=["A", 7], fremd="weg")
    assert read_card(raw) == example("sitzung", raum="", vortragende=["A"])


@pytest.mark.parametrize(
    ("art", "line"),
    [
        ("sitzung", "• <zeit> – <titel> – <raum> – <hinweis>"),
        ("stand", "• <nummer> – <name> – <raum>"),
        ("plan", "• <titel>"),
        ("lageplan", "• <titel>"),
    ],
)
def test_line_of_plain_text(art: str, line: str) -> None:
    assert card_line(example(art)) == line


def test_the_actions_fill_every_field() -> None:
    session, booth = SESSIONS[0].copy(update=FULL_SESSION), BOOTHS[0].copy(update=FULL_BOOTH)
    cards = [session_card(Session(**session.dict()), TODAY), booth_card(Booth(**booth.dict()))]
    assert [name for card in cards for name, value in card.items() if not value] == []


FULL_SESSION: dict[str, Any] = {"room": "Foyer", "kind": "Vortrag", "speakers": ("A",), "is_new": True}
FULL_BOOTH: dict[str, Any] = {"room": "Foyer", "organisation": "Amt", "try_out": "Brillen"}
