from __future__ import annotations

from pathlib import Path

import pytest

from bot.programme.changes.baseline import VANISHED, Announcement, mark_changes
from bot.programme.model import Original, Session
from tests.samples.programme import NOW, at, ids, session

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


BASELINE_A, MOVED, B = session("a"), session("a", "10:30"), session("b")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zustand" / "programm_angekuendigt.json"


def test_first_reading_is_announced() -> None:
    assert Announcement(None, "x").mark([BASELINE_A], NOW) == (BASELINE_A,)


def test_restart_remembers_announcement_and_moments(path: Path) -> None:
    before = Announcement(path, "x")
    before.mark([BASELINE_A], NOW)
    marked = before.mark([MOVED], at("10:10"))
    assert Announcement(path, "x").mark([MOVED], at("10:20")) == marked


def test_sources_do_not_mix(path: Path) -> None:
    Announcement(path, "x").mark([BASELINE_A], NOW)
    assert Announcement(path, "y").mark([MOVED], NOW) == (MOVED,)
    assert Announcement(path, "x").mark([MOVED], NOW)[0].original.start == at("10:00")


def test_programme_without_a_common_session_is_announced_anew() -> None:
    announcement = Announcement(None, "x")
    announcement.mark([BASELINE_A], NOW)
    assert announcement.mark([B], NOW) == (B,)


def test_empty_programme_cancels_everything() -> None:
    announcement = Announcement(None, "x")
    announcement.mark([BASELINE_A], NOW)
    assert [(item.id, item.cancelled) for item in announcement.mark([], NOW)] == [("a", True)]


def test_renew_forgets_marks(path: Path) -> None:
    announcement = Announcement(path, "x")
    announcement.mark([BASELINE_A], NOW)
    announcement.mark([MOVED, B], NOW)
    assert announcement.renew([MOVED, B], NOW) == (MOVED, B)
    assert Announcement(path, "x").mark([MOVED, B], NOW) == (MOVED, B)


@pytest.mark.parametrize("text", ["", "[]", '{"x": 7}', '{"x": {"angekuendigt": [{"id": 1}]}}'])
def test_broken_state_file_is_an_empty_one(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert ids(Announcement(path, "x").mark([BASELINE_A], NOW)) == ["a"]
    assert Announcement(path, "x").mark([MOVED], NOW)[0].original.start == at("10:00")


def test_unwritable_state_is_logged_and_survived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    assert Announcement(tmp_path / "datei" / "x.json", "x").mark([BASELINE_A], NOW) == (BASELINE_A,)
    assert "nicht schreibbar" in caplog.text
