from __future__ import annotations

from bot.staff.login_guard import MOST_KEYS, Backoff
from tests.samples.programme import ManualTime


def test_pause_doubles_up_to_the_longest() -> None:
    time = ManualTime()
    backoff = Backoff(free=2, first=2.0, longest=10.0, real_time=time)
    waits = []
    for _ in range(7):
        backoff.fail("a")
        waits.append(backoff.wait("a"))
    assert waits == [0.0, 0.0, 2.0, 4.0, 8.0, 10.0, 10.0]


def test_pause_ends_and_success_forgets() -> None:
    time = ManualTime()
    backoff = Backoff(free=0, first=2.0, real_time=time)
    backoff.fail("a")
    time.seconds += 2
    assert (backoff.wait("a"), backoff.wait("b")) == (0.0, 0.0)
    backoff.succeed("a")
    backoff.fail("a")
    assert backoff.wait("a") == 2.0


def test_failures_are_forgotten_after_a_quiet_time() -> None:
    time = ManualTime()
    backoff = Backoff(free=1, forget=900, real_time=time)
    backoff.fail("a")
    time.seconds += 900
    backoff.fail("a")
    assert backoff.wait("a") == 0.0


def test_memory_is_bounded() -> None:
    backoff = Backoff(free=0)
    for number in range(MOST_KEYS + 5):
        backoff.fail(str(number))
    assert len(backoff._failures) == MOST_KEYS
