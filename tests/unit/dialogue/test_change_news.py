"""What is told when a session is not any more as it was told."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.change_news import facts_of, news_about
from bot.programme.model import Original
from tests.samples.programme import NOW, at, session

WORKSHOP = session("w", "10:30", "11:30", title="Prompten", kind="Workshop", room="Großer Saal", seats=5, seats_free=0)
ANNOUNCED = Original(start=at("10:30"), room="Großer Saal")


@pytest.mark.parametrize(
    ("change", "news"),
    [
        ({}, ""),
        (
            {"start": at("10:45"), "end": at("11:45"), "original": ANNOUNCED},
            "Der Workshop „Prompten“ beginnt 15 Minuten später, um 10:45 Uhr.",
        ),
        (
            {"start": at("10:20"), "end": at("11:30"), "original": ANNOUNCED},
            "Der Workshop „Prompten“ beginnt 10 Minuten früher, um 10:20 Uhr.",
        ),
        (
            {"start": at("11:30"), "end": at("12:30"), "original": ANNOUNCED},
            "Der Workshop „Prompten“ beginnt eine Stunde später, um 11:30 Uhr.",
        ),
        (
            {"start": at("9:00", 15), "end": at("10:00", 15), "original": ANNOUNCED},
            "Der Workshop „Prompten“ ist verschoben und beginnt jetzt morgen um 9:00 Uhr.",
        ),
        (
            {"start": at("10:45"), "end": at("11:45")},
            "Der Workshop „Prompten“ beginnt nun doch wie angekündigt um 10:45 Uhr.",
        ),
        ({"end": at("11:45")}, "Der Workshop „Prompten“ endet 15 Minuten später, um 11:45 Uhr."),
        (
            {"room": "Kunsthalle", "original": ANNOUNCED},
            "Der Workshop „Prompten“ ist verlegt: jetzt in der Kunsthalle statt im Großen Saal.",
        ),
        (
            {"room": "Foyer"},
            "Der Raumwechsel ist zurückgenommen: Der Workshop „Prompten“ findet wie angekündigt im Foyer statt.",
        ),
        ({"cancelled": True}, "Der Workshop „Prompten“ entfällt leider."),
        ({"cancelled": True, "note": "krank"}, "Der Workshop „Prompten“ entfällt leider. Krank."),
        ({"seats_free": 1}, "Für den Workshop „Prompten“ ist wieder ein Platz frei."),
        ({"seats_free": 3}, "Für den Workshop „Prompten“ sind wieder 3 Plätze frei."),
        ({"note": "Bitte Notebook mitbringen"}, "Der Workshop „Prompten“: Bitte Notebook mitbringen."),
        ({"title": "Anders"}, ""),
    ],
)
def test_session_changes(change: dict[str, Any], news: str) -> None:
    assert news_about(WORKSHOP.copy(update=change), facts_of(WORKSHOP), NOW) == news


def test_session_takes_place_after_all() -> None:
    told = facts_of(WORKSHOP.copy(update={"cancelled": True}))
    assert news_about(WORKSHOP, told, NOW) == "Der Workshop „Prompten“ findet doch statt, um 10:30 Uhr im Großen Saal."


def test_session_that_fills_up_is_no_news() -> None:
    told = facts_of(WORKSHOP.copy(update={"seats_free": 2}))
    assert news_about(WORKSHOP, told, NOW) == ""


def test_session_over_is_no_news() -> None:
    assert news_about(WORKSHOP.copy(update={"cancelled": True}), facts_of(WORKSHOP), at("11:30")) == ""
