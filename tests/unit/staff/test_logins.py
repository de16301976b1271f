"""Who waits after wrong passwords, and who does not."""

from __future__ import annotations

from bot.staff.logins import MOST_KEYS, Backoff, LoginGuard
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


def failed(guard: LoginGuard, times: int, name: str, address: str, device: str = "") -> LoginGuard:
    for _ in range(times):
        guard.fail(name, address, device)
    return guard


def test_own_success_gives_no_fresh_tries_at_another_name() -> None:
    guard = failed(LoginGuard("s" * 16), 5, "kim", "hier")
    guard.succeed("eva", "")
    assert (guard.wait("kim", "hier", "") > 0, guard.wait("kim", "dort", "")) == (True, 0.0)
    guard.succeed("kim", "")
    assert guard.wait("leo", "hier", "") > 0


def test_name_is_guarded_from_many_addresses() -> None:
    guard = LoginGuard("s" * 16)
    for number in range(11):
        guard.fail("kim", f"a{number}", "")
    assert (guard.wait("kim", "neu", "") > 0, guard.wait("leo", "neu", "")) == (True, 0.0)


def test_address_that_stands_for_many_keeps_nobody_else_out() -> None:
    guard = LoginGuard("s" * 16)
    for number in range(14):
        guard.fail(f"fremd{number}", "", "")
    assert guard.wait("leitung", "", "") == 0.0
    failed(guard, 10, "leitung", "")
    assert 0.0 < guard.wait("leitung", "", "") <= 60.0


def test_known_device_waits_for_itself_only_and_only_for_its_name() -> None:
    guard = failed(LoginGuard("s" * 16), 50, "kim", "dort")
    device, foreign = guard.device_token("kim"), LoginGuard("t" * 16).device_token("kim")
    waits = [guard.wait("kim", "dort", each) > 0 for each in (device, guard.device_token("eva"), foreign, "unsinn")]
    failed(guard, 5, "kim", "dort", device)
    assert (waits, guard.wait("kim", "dort", device) > 0) == ([False, True, True, True], True)
    guard.succeed("kim", device)
    assert guard.wait("kim", "dort", device) == 0.0
