"""What a screen shows at a moment."""

from __future__ import annotations

import pytest

from bot.programme.exports.now_next import change_text, now_and_next, to_json
from bot.programme.model import Original, Session
from tests.samples.programme import FAIR, NOW, at, catalogue, ids, session


def test_running_is_begun_and_not_ended() -> None:
    shown = catalogue(
        session("vorbei", "09:00", "10:05"), session("laeuft", "10:05", "11:00"), session("bald", "10:06")
    )
    state = now_and_next(shown, NOW)
    assert (ids(state.running), ids(state.following)) == (["laeuft"], ["bald"])


def test_following_is_the_next_of_each_room_today() -> None:
    shown = catalogue(
        session("saal-2", "12:00", "13:00", room="Großer Saal"),
        session("saal-1", "11:00", room="Großer Saal", end="12:00"),
        session("foyer", "11:30", room="Foyer", end="12:00"),
        session("morgen", "09:00", day=15, room="Foyer", end="10:00"),
    )
    assert ids(now_and_next(shown, NOW).following) == ["saal-1", "foyer"]


def test_cancelled_is_a_change_and_does_not_run() -> None:
    state = now_and_next(catalogue(session("aus", "10:00", cancelled=True)), NOW)
    assert (ids(state.running), ids(state.changes)) == ([], ["aus"])


def test_changes_of_other_days_wait() -> None:
    assert ids(now_and_next(catalogue(session("neu", day=15, is_new=True)), NOW).changes) == []


def test_json_tells_what_was_before() -> None:
    moved = session("ki", "10:00", original=Original(start=at("09:30"), room="Saal"), changed_at=NOW, room="Foyer")
    shown = catalogue(moved)
    found = to_json(now_and_next(shown, NOW), shown, FAIR)["jetzt"]
    assert found == [
        {
            "id": "ki", "titel": "ki", "art": "", "beginn": "2025-05-14T10:00+02:00", "ende": "2025-05-14T11:00+02:00",
            "raum": "Foyer", "vortragende": [], "themen": [], "abgesagt": False, "neu": False,
            "beginn_vorher": "2025-05-14T09:30+02:00", "raum_vorher": "Saal", "hinweis": "", "plaetze_frei": None,
            "aenderung": "statt 09:30 Uhr · Foyer statt Saal",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (session("a", room="Foyer"), ""),
        (session("a", room="Foyer", cancelled=True, is_new=True), "Entfällt"),
        (session("a", room="Foyer", is_new=True), "Neu im Programm · Foyer"),
        (session("a", original=Original(start=at("09:00"))), "statt 09:00 Uhr"),
        (session("a", original=Original(start=at("09:00", 15))), "statt 15.05., 09:00 Uhr"),
        (session("a", room="Foyer", original=Original(room="")), "Foyer statt ohne Raum"),
        (session("a", original=Original(room="Saal")), "ohne Raum statt Saal"),
    ],
)  # fmt: skip
def test_change_is_put_in_few_words(shown: Session, text: str) -> None:
    assert change_text(shown, FAIR) == text


def test_json_says_when_its_copy_is_old() -> None:
    fresh = catalogue(session("ki"))
    old = fresh.copy(update={"stale_since": at("08:00")})
    told = [to_json(now_and_next(each, NOW), each, FAIR) for each in (fresh, old)]
    assert [(each["veraltet"], each["stand"]) for each in told] == [
        (False, "2025-05-14T10:05:00+02:00"),
        (True, "2025-05-14T08:00:00+02:00"),
    ]
