from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.changes.model import Change, ChangeContent
from bot.programme.changes.replay import Overlaid, lay_over
from bot.programme.model import Booth, BoothHours, Original, Session
from tests.samples.change import BOOTHS, SESSIONS, change, content
from tests.samples.programme import NOW, ZONE, at, session

FROM_TEN: dict[str, Any] = {"start": at("10:00"), "room": None}
FROM_FOYER: dict[str, Any] = {"start": None, "room": "Foyer"}


def laid(*changes: Change, sessions: tuple[Session, ...] = SESSIONS, gone: tuple[str, ...] = ()) -> Overlaid:
    return lay_over(sessions, BOOTHS, changes, NOW, frozenset(gone))


def first(*wanted: ChangeContent) -> dict[str, Any]:
    """What differs at session „a“ after these changes."""
    after = laid(*(change(number, each) for number, each in enumerate(wanted, 1))).sessions[0]
    before = SESSIONS[0].dict()
    return {key: value for key, value in after.dict().items() if value != before[key]}


def test_without_changes_nothing_differs() -> None:
    assert laid() == Overlaid(SESSIONS, BOOTHS)


@pytest.mark.parametrize(
    ("wanted", "difference"),
    [
        (content("absage"), {"cancelled": True, "changed_at": NOW}),
        (
            content("zeit", start=at("12:00")),
            {"start": at("12:00"), "end": at("13:00"), "original": FROM_TEN, "changed_at": NOW},
        ),
        (content("zeit", start=at("10:00"), end=at("12:00")), {"end": at("12:00"), "changed_at": NOW}),
        (
            content("verspaetung", minutes=15),
            {"start": at("10:15"), "end": at("11:15"), "original": FROM_TEN, "changed_at": NOW},
        ),
        (
            content("raum", room="Kunsthalle", note="Mehr Platz."),
            {"room": "Kunsthalle", "note": "Mehr Platz.", "original": FROM_FOYER, "changed_at": NOW},
        ),
        (content("plaetze", seats_free=0), {"seats_free": 0}),
        (content("plaetze", seats=3), {"seats": 3, "seats_free": 3}),
        (content("hinweis", note="Kopfhörer mitbringen."), {"note": "Kopfhörer mitbringen.", "changed_at": NOW}),
    ],
)  # fmt: skip
def test_change_of_a_session(wanted: ChangeContent, difference: dict[str, Any]) -> None:
    assert first(wanted) == difference


def test_swap_exchanges_rooms() -> None:
    sessions = laid(change(1, content("raumtausch", partner="b"))).sessions
    assert [(each.room, each.original) for each in sessions] == [
        ("Großer Saal", Original(room="Foyer")),
        ("Foyer", Original(room="Großer Saal")),
    ]


def test_change_taken_back_has_no_effect() -> None:
    assert laid(change(1, content("absage"), undone=True)) == Overlaid(SESSIONS, BOOTHS)


def test_later_change_builds_on_earlier_one_and_names_what_was_announced() -> None:
    after = first(content("zeit", start=at("12:00")), content("verspaetung", minutes=10))
    assert (after["start"], after["original"]["start"]) == (at("12:10"), at("10:00"))


def test_move_back_leaves_no_mark() -> None:
    assert first(content("raum", room="Saal"), content("raum", room="Foyer")) == {}


def test_mark_of_the_source_is_kept() -> None:
    moved = session("a", "10:30", "11:30", original=Original(start=at("10:00")), changed_at=at("09:00"))
    after = laid(change(1, content("verspaetung", minutes=5)), sessions=(moved,)).sessions[0]
    assert (after.start, after.original.start, after.changed_at) == (at("10:35"), at("10:00"), NOW)


def test_change_dated_later_than_now_counts_as_now() -> None:
    assert laid(change(1, content("absage"), made_at=at("12:00"))).sessions[0].changed_at == NOW


def test_delay_over_the_end_of_summer_time_is_real_time() -> None:
    night = Session(
        id="a", title="a", start=datetime(2025, 10, 26, 2, 30, tzinfo=ZONE), end=datetime(2025, 10, 26, 4, tzinfo=ZONE)
    )
    after = laid(change(1, content("verspaetung", minutes=60)), sessions=(night,)).sessions[0]
    assert after.start.astimezone(timezone.utc) == datetime(2025, 10, 26, 1, 30, tzinfo=timezone.utc)


def test_added_session_is_new_and_can_be_changed() -> None:
    added = session("c", "14:00", "15:00", room="Foyer")
    after = laid(change(1, content("neu", "c", session=added)), change(2, content("verspaetung", "c", minutes=5)))
    assert after.sessions[2] == added.copy(
        update={
            "start": at("14:05"), "end": at("15:05"), "is_new": True, "changed_at": NOW,
            "original": Original(start=at("14:00")),
        }
    )  # fmt: skip


def test_added_session_that_the_source_has_by_now_gives_way() -> None:
    after = laid(change(7, content("neu", "a", session=session("a", "14:00", "15:00"))))
    assert (after.sessions, [str(problem) for _, problem in after.problems]) == (
        SESSIONS,
        [
            "Programmbüro: Änderung Nr. 7 (Neue Sitzung) fügt „a“ hinzu: die Quelle hat „a“ jetzt selbst, sie gilt"
            " – bitte im Programmbüro zurücknehmen oder die Programmquelle prüfen"
        ],
    )


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (content("absage", "weg"), "die Sitzung „Titel“ (weg)"),
        (content("raumtausch", "a", partner="weg"), "die Sitzung (weg)"),
        (content("absage", booth="Z9"), "Stand Z9"),
    ],
)
def test_change_whose_target_is_gone_is_reported(wanted: ChangeContent, named: str) -> None:
    after = laid(change(3, wanted, label="Titel"))
    assert (after.sessions, after.booths, [(number, problem.what) for number, problem in after.problems]) == (
        SESSIONS,
        BOOTHS,
        [(3, after.problems[0][1].what)],
    )
    assert f"betrifft {named}: das steht nicht mehr im Programm" in after.problems[0][1].what


def test_session_that_only_the_announcement_remembers_is_not_changed() -> None:
    after = laid(change(1, content("raum", room="Saal")), gone=("a",))
    assert (after.sessions, [number for number, _ in after.problems]) == (SESSIONS, [1])


HOURS = (BoothHours(opens=at("10:00"), closes=at("12:00")),)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (content("absage", booth="B3"), BOOTHS[0].copy(update={"cancelled": True, "changed_at": NOW})),
        (
            content("raum", booth="B3", room="Kunsthalle"),
            BOOTHS[0].copy(update={"room": "Kunsthalle", "original_room": "Foyer", "changed_at": NOW}),
        ),
        (content("raum", booth="B3", room="Foyer"), BOOTHS[0]),
        (content("zeiten", booth="B3", hours=HOURS), BOOTHS[0].copy(update={"hours": HOURS, "changed_at": NOW})),
        (content("hinweis", booth="B3", note="Pause"), BOOTHS[0].copy(update={"note": "Pause", "changed_at": NOW})),
    ],
)
def test_change_of_a_booth(wanted: ChangeContent, expected: Booth) -> None:
    assert laid(change(1, wanted)).booths == (expected,)


WANTED = st.sampled_from(
    [
        content("absage"),
        content("zeit", start=at("12:00")),
        content("verspaetung", "b", minutes=15),
        content("raum", room="Saal"),
        content("raumtausch", partner="b"),
        content("plaetze", seats_free=2),
        content("hinweis", "b", note="x"),
        content("absage", "weg"),
        content("absage", booth="B3"),
    ]
)


@given(st.lists(st.tuples(WANTED, st.booleans()), max_size=8))
def test_changes_taken_back_are_as_if_never_made(made: list[tuple[ChangeContent, bool]]) -> None:
    everything = [change(number, wanted, undone) for number, (wanted, undone) in enumerate(made, 1)]
    assert laid(*everything) == laid(*(each for each in everything if each.undone is None))
