"""Rasas started one by one follow a publication, one after the other."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.publishing.progress import ProgressFile
from bot.rasa import follower as rasa_follower
from bot.rasa.follower import TURN_FILE, TURN_VARIABLE, VERSION_VARIABLE, Follower, order_in_turn
from bot.runtime.live_model import Order, RasaFiles

ORDER = Order("neu-1", "modelle/neu.tar.gz", "neu")
WAIT = 60.0


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_follower, "POLL_SECONDS", 0.01)


def follower(
    state: Path, stopped: threading.Event, environment: dict[str, str] | None = None, ready: Callable[[], bool] = bool
) -> Follower:
    return Follower(state, {VERSION_VARIABLE: "alt", **(environment or {})}, ready, stopped.set)


def watch(each: Follower) -> threading.Thread:
    thread = threading.Thread(target=each.watch, daemon=True)
    thread.start()
    return thread


def test_order_of_a_waiting_job_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped, started = threading.Event(), list[dict[str, str]]()
    monkeypatch.setattr(os, "execve", lambda _, command, environment: started.append(environment))
    each = follower(tmp_path, stopped)
    watch(each)
    with ProgressFile(tmp_path).only_me():
        RasaFiles(tmp_path).place_order(ORDER)
        assert stopped.wait(WAIT)
    each.start_anew()
    ((environment),) = started
    with (tmp_path / TURN_FILE).open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the turn goes on into the next process
    os.close(int(environment[TURN_VARIABLE]))


def test_turn_of_a_high_descriptor_goes_on_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "execve", lambda *_: None)
    each = follower(tmp_path, threading.Event())
    with (tmp_path / TURN_FILE).open("a") as file:
        each._turn, each._is_leaving = fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 300), True
    each.start_anew()
    assert os.get_inheritable(each._turn)
    os.close(each._turn)


def test_abandoned_order_is_not_followed(tmp_path: Path) -> None:
    stopped = threading.Event()
    each = follower(tmp_path, stopped)
    RasaFiles(tmp_path).place_order(ORDER)
    assert not each._take_turn(ORDER)
    with (tmp_path / TURN_FILE).open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody holds it


def test_second_one_waits_until_the_first_answers_and_follows_although_the_job_is_over(tmp_path: Path) -> None:
    stopped, is_first_ready = threading.Event(), threading.Event()
    second = follower(tmp_path, stopped)
    RasaFiles(tmp_path).place_order(ORDER)
    with (tmp_path / TURN_FILE).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        turn = os.dup(file.fileno())
    in_turn = {VERSION_VARIABLE: "neu", TURN_VARIABLE: str(turn)}
    first = follower(tmp_path, threading.Event(), in_turn, is_first_ready.is_set)
    watch(second)
    watch(first)
    assert not stopped.wait(0.2)
    is_first_ready.set()
    assert stopped.wait(WAIT)
    state = RasaFiles(tmp_path).state()
    assert state is not None
    assert (state.version, state.model, state.order) == ("neu", ORDER.model, ORDER.number)
    os.close(second._turn or -1)


def test_order_from_before_the_start_is_an_old_one_unless_a_job_waits_for_it(tmp_path: Path) -> None:
    RasaFiles(tmp_path).place_order(ORDER)
    old = follower(tmp_path, threading.Event())
    with ProgressFile(tmp_path).only_me():
        waiting = follower(tmp_path, threading.Event())
    assert (old._seen, waiting._seen) == (ORDER.number, "")


def test_only_a_turn_starts_with_the_order(tmp_path: Path) -> None:
    RasaFiles(tmp_path).place_order(ORDER)
    assert (order_in_turn(tmp_path, {}), order_in_turn(tmp_path, {TURN_VARIABLE: "3"})) == (None, ORDER)


def test_ordinary_end_is_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("neu gestartet"))
    follower(tmp_path, threading.Event()).start_anew()
