"""Who waits after wrong passwords, and who does not."""

from __future__ import annotations

from bot.staff.login_guard import LoginGuard


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
