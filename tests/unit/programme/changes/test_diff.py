from __future__ import annotations

from bot.programme.changes.baseline import VANISHED, mark_changes
from bot.programme.model import Original, Session
from tests.samples.programme import NOW, at, session

EARLIER = at("09:30")
A = session("a", room="Foyer")


def mark(current: Session, announced: Session = A, previous: tuple[Session, ...] = ()) -> Session:
    return mark_changes([announced], [current], NOW, previous)[0]


def test_unchanged_session_has_no_mark() -> None:
    assert mark(A.copy(update={"abstract": "neu", "end": at("12:00")})).is_changed is False


def test_moved_start() -> None:
    moved = session("a", "10:30", room="Foyer")
    assert mark(moved) == moved.copy(update={"original": Original(start=at("10:00")), "changed_at": NOW})


def test_other_room() -> None:
    moved = session("a", room="Großer Saal")
    assert mark(moved) == moved.copy(update={"original": Original(room="Foyer"), "changed_at": NOW})


def test_room_that_becomes_known_is_no_move() -> None:
    assert mark(A, announced=session("a")) == A


def test_vanished_session_is_kept_as_cancelled() -> None:
    other = session("b")
    gone = A.copy(update={"cancelled": True, "note": VANISHED, "changed_at": NOW})
    assert mark_changes([A, other], [other], NOW) == (other, gone)


def test_new_session() -> None:
    new = session("b")
    assert mark_changes([A], [A, new], NOW) == (A, new.copy(update={"is_new": True, "changed_at": NOW}))


def test_cancelled_session_is_dated() -> None:
    off = A.copy(update={"cancelled": True})
    assert mark(off) == off.copy(update={"changed_at": NOW})


def test_session_announced_as_cancelled_is_not_dated() -> None:
    off = A.copy(update={"cancelled": True})
    assert mark(off, announced=off) == off


def test_stated_values_win() -> None:
    stated = session("a", "11:00", room="Saal", original=Original(start=at("09:00"), room="Keller"), changed_at=EARLIER)
    assert mark(stated) == stated


def test_stated_original_without_a_moment_is_dated() -> None:
    stated = session("a", "11:00", room="Foyer", original=Original(start=at("09:00")))
    assert mark(stated) == stated.copy(update={"changed_at": NOW})


def test_change_taken_back_leaves_no_mark() -> None:
    moved = mark(session("a", "10:30", room="Foyer"))
    assert mark(A, previous=(moved,)) == A


def test_return_to_the_time_before_the_announced_change_leaves_no_mark() -> None:
    announced = session("a", "10:30", room="Foyer", original=Original(start=at("10:00")), changed_at=EARLIER)
    assert mark(A, announced) == A


def test_known_change_keeps_its_moment() -> None:
    current = session("a", "10:30", room="Foyer")
    earlier = mark_changes([A], [current], EARLIER)
    assert mark(current.copy(update={"seats_free": 1}), previous=earlier).changed_at == EARLIER


def test_second_change_gets_a_new_moment() -> None:
    earlier = mark_changes([A], [session("a", "10:30", room="Foyer")], EARLIER)
    twice = mark(session("a", "10:45", room="Foyer"), previous=earlier)
    assert (twice.original.start, twice.changed_at) == (at("10:00"), NOW)


def test_moment_from_a_former_demo_run_is_not_in_the_future() -> None:
    current = session("a", "10:30", room="Foyer")
    later = mark_changes([A], [current], at("15:00"))
    assert mark(current, previous=later).changed_at == NOW
