from __future__ import annotations

from bot.core.timing import step, watching


def test_steps_of_one_name_add_up() -> None:
    with watching() as durations:
        with step("a"):
            pass
        first = durations["a"]
        with step("a"), step("b"):
            pass
    assert (sorted(durations), durations["a"] > first) == (["a", "b"], True)


def test_step_that_fails_is_measured_and_fails_on() -> None:
    with watching() as durations:
        try:
            with step("a"):
                raise KeyError("x")
        except KeyError:
            durations["seen"] = 1.0
    assert sorted(durations) == ["a", "seen"]


def test_step_outside_is_not_kept() -> None:
    with watching() as durations:
        pass
    with step("a"):
        pass
    assert durations == {}
