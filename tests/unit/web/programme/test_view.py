"""What the programme pages show of a catalogue."""

from __future__ import annotations

import pytest

from bot.programme.model import Original, Session
from bot.web.programme.view import choose, days_of, offer, seats_text
from tests.samples.programme import FAIR, NOW, at, catalogue, session

SHOWN = catalogue(
    session("vorbei", "09:00", "09:30", room="Foyer", kind="Vortrag", topics=("KI",)),
    session("laeuft", "10:00", "11:00", room="Großer Saal", kind="Workshop", topics=("KI", "VR")),
    session("kommt", "11:00", "12:00", room="Foyer", kind="Vortrag"),
    session("morgen", day=15, room="Foyer"),
)


def titles(**chosen: str) -> list[list[str]]:
    return [[row.session.id for row in day.rows] for day in days_of(SHOWN, FAIR, NOW, chosen)]


def marks_of(shown: Session) -> tuple[str, ...]:
    [day] = days_of(catalogue(shown), FAIR, NOW, {})
    return day.rows[0].marks


def test_days_are_in_order_of_time() -> None:
    assert titles() == [["vorbei", "laeuft", "kommt"], ["morgen"]]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"thema": "KI"}, [["vorbei", "laeuft"]]),
        ({"raum": "Foyer"}, [["vorbei", "kommt"], ["morgen"]]),
        ({"art": "Workshop"}, [["laeuft"]]),
        ({"tag": "2025-05-15"}, [["morgen"]]),
        ({"thema": "KI", "raum": "Foyer"}, [["vorbei"]]),
        ({"thema": "VR", "tag": "2025-05-15"}, []),
    ],
)
def test_filters_narrow_together(chosen: dict[str, str], expected: list[list[str]]) -> None:
    assert titles(**chosen) == expected


def test_unknown_wishes_count_as_everything() -> None:
    found = choose(offer(SHOWN, FAIR), {"thema": "Gibt es nicht", "raum": "Foyer"})
    assert [(choice.name, choice.chosen) for choice in found] == [
        ("tag", ""),
        ("thema", ""),
        ("raum", "Foyer"),
        ("art", ""),
    ]


def test_now_line_stands_between_begun_and_coming() -> None:
    assert [day.now_before for day in days_of(SHOWN, FAIR, NOW, {})] == [2, -1]


def test_state_of_each_session() -> None:
    [today, _] = days_of(SHOWN, FAIR, NOW, {})
    assert [row.state for row in today.rows] == ["vorbei", "laeuft", "kommt"]


@pytest.mark.parametrize(
    ("shown", "marks"),
    [
        (session("a"), ()),
        (session("a", cancelled=True, original=Original(room="Foyer")), ("Entfällt",)),
        (session("a", original=Original(start=at("09:30"))), ("Neue Zeit, vorher 9:30 Uhr",)),
        (
            session("a", original=Original(start=at("09:30", 15))),
            ("Neue Zeit, vorher Donnerstag, 15. Mai 2025, 9:30 Uhr",),
        ),
        (session("a", is_new=True, room="Foyer"), ("Neu im Programm",)),
        (session("a", room="Foyer", original=Original(room="Saal")), ("Neuer Raum, vorher Saal",)),
    ],
)  # fmt: skip
def test_changes_are_put_in_words(shown: Session, marks: tuple[str, ...]) -> None:
    assert marks_of(shown) == marks


@pytest.mark.parametrize(
    ("seats", "free", "text"),
    [
        (None, None, ""),
        (20, 0, "ausgebucht"),
        (20, 3, "noch 3 von 20 Plätzen frei"),
        (None, 1, "noch 1 Platz frei"),
        (None, 4, "noch 4 Plätze frei"),
    ],
)
def test_free_seats_are_put_in_words(seats: int | None, free: int | None, text: str) -> None:
    assert seats_text(session("a", seats=seats, seats_free=free)) == text
