from __future__ import annotations

from pathlib import Path

import pytest

from bot.programme.changes.baseline import Announcement
from tests.samples.programme import NOW, at, ids, session

A, MOVED, B = session("a"), session("a", "10:30"), session("b")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zustand" / "programm_angekuendigt.json"


def test_first_reading_is_announced() -> None:
    assert Announcement(None, "x").mark([A], NOW) == (A,)


def test_restart_remembers_announcement_and_moments(path: Path) -> None:
    before = Announcement(path, "x")
    before.mark([A], NOW)
    marked = before.mark([MOVED], at("10:10"))
    assert Announcement(path, "x").mark([MOVED], at("10:20")) == marked


def test_sources_do_not_mix(path: Path) -> None:
    Announcement(path, "x").mark([A], NOW)
    assert Announcement(path, "y").mark([MOVED], NOW) == (MOVED,)
    assert Announcement(path, "x").mark([MOVED], NOW)[0].original.start == at("10:00")


def test_programme_without_a_common_session_is_announced_anew() -> None:
    announcement = Announcement(None, "x")
    announcement.mark([A], NOW)
    assert announcement.mark([B], NOW) == (B,)


def test_empty_programme_cancels_everything() -> None:
    announcement = Announcement(None, "x")
    announcement.mark([A], NOW)
    assert [(item.id, item.cancelled) for item in announcement.mark([], NOW)] == [("a", True)]


def test_renew_forgets_marks(path: Path) -> None:
    announcement = Announcement(path, "x")
    announcement.mark([A], NOW)
    announcement.mark([MOVED, B], NOW)
    assert announcement.renew([MOVED, B], NOW) == (MOVED, B)
    assert Announcement(path, "x").mark([MOVED, B], NOW) == (MOVED, B)


@pytest.mark.parametrize("text", ["", "[]", '{"x": 7}', '{"x": {"angekuendigt": [{"id": 1}]}}'])
def test_broken_state_file_is_an_empty_one(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert ids(Announcement(path, "x").mark([A], NOW)) == ["a"]
    assert Announcement(path, "x").mark([MOVED], NOW)[0].original.start == at("10:00")


def test_unwritable_state_is_logged_and_survived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    assert Announcement(tmp_path / "datei" / "x.json", "x").mark([A], NOW) == (A,)
    assert "nicht schreibbar" in caplog.text
