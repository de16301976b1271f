from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.programme.changes.log import AlreadyUndone, ChangeLog, Outdated, UnknownChange
from bot.programme.changes.model import LogEntry, revisions
from tests.samples.change import change, content, log_in, of_session
from tests.samples.programme import NOW, at

CANCEL = content("absage", label="Titel")
DELAY = content("verspaetung", minutes=5, note="Technik")


@pytest.fixture
def log(tmp_path: Path) -> ChangeLog:
    return log_in(tmp_path)


def test_empty_log(log: ChangeLog) -> None:
    assert (log.changes(), log.stamp()) == ((), (0, 0))


def test_change_comes_back_as_it_was_recorded(log: ChangeLog, tmp_path: Path) -> None:
    recorded = log.append(DELAY, "Kim", "Technik fehlt", NOW)
    assert recorded == change(1, DELAY).copy(update={"reason": "Technik fehlt"})
    assert (log_in(tmp_path).changes(), log.stamp()) == ((recorded,), (1, 1))


def test_change_taken_back_stays_in_the_list(log: ChangeLog) -> None:
    made = log.append(CANCEL, "Kim", "krank", NOW)
    undone = made.copy(update={"undone": LogEntry(number=2, author="Alex", reason="Irrtum", made_at=at("11:00"))})
    assert log.undo(1, "Alex", "Irrtum", at("11:00")) == undone
    assert (log.changes(), log.stamp()) == ((undone,), (2, 2))


def test_unknown_and_second_undo_are_refused(log: ChangeLog) -> None:
    log.append(CANCEL, "Kim", "krank", NOW)
    log.undo(1, "Kim", "Irrtum", NOW)
    with pytest.raises(AlreadyUndone, match="Nr. 1 ist schon zurückgenommen"):
        log.undo(1, "Kim", "Irrtum", NOW)
    with pytest.raises(UnknownChange, match="Nr. 2 gibt es nicht"):
        log.undo(2, "Kim", "Irrtum", NOW)


def test_outdated_revision_is_refused_and_names_the_present_one(log: ChangeLog) -> None:
    log.append(CANCEL, "Kim", "krank", NOW, {of_session("a"): 0})
    with pytest.raises(Outdated) as refused:
        log.append(DELAY, "Alex", "Technik", NOW, {of_session("a"): 0})
    assert (refused.value.target, refused.value.revision, log.stamp()) == (of_session("a"), 1, (1, 1))


def test_revision_counts_undoing_and_both_sides_of_a_swap(log: ChangeLog) -> None:
    log.append(content("raumtausch", partner="b"), "Kim", "Technik", NOW)
    log.append(content("absage", "c"), "Kim", "krank", NOW)
    log.undo(1, "Kim", "Irrtum", NOW)
    assert revisions(log.changes()) == {of_session("a"): 3, of_session("b"): 3, of_session("c"): 2}
    log.append(CANCEL, "Kim", "krank", NOW, {of_session("a"): 3})


def test_of_many_at_the_same_moment_one_wins(log: ChangeLog) -> None:
    def try_it(number: int) -> str:
        try:
            log.append(DELAY, f"Person {number}", "Technik", NOW, {of_session("a"): 0})
        except Outdated:
            return "veraltet"
        return "gewonnen"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(try_it, range(8)))
    assert answers == ["gewonnen", *["veraltet"] * 7]
    assert len(log.changes()) == 1


def test_without_a_revision_all_are_kept(log: ChangeLog) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: log.append(DELAY, f"Person {number}", "Technik", NOW), range(4)))
    assert len(log.changes()) == 4
