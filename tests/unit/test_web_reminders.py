"""Reminders come when they are due by the fair's clock, once, also after a restart."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.dialogue.own_plan import PlanChange
from tests.unit.fair_samples import at
from tests.unit.live_samples import Programme, live_chat, texts

PHISHING = PlanChange(add=("phishing",), remind={"phishing": 10})  # begins at 11:00 in the Kunsthalle
DUE = "Erinnerung: In 10 Minuten, um 11:00 Uhr, beginnt der Vortrag „Phishing erkennen“ in der Kunsthalle."
LATE = "Erinnerung: In 4 Minuten, um 11:00 Uhr, beginnt der Vortrag „Phishing erkennen“ in der Kunsthalle."
SORRY = " Entschuldigung, diese Erinnerung kommt später als gewünscht."


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (at("10:49"), []),
        (at("10:50"), [DUE]),
        (at("10:56"), [LATE + SORRY]),
        (at("11:05"), []),
        (at("14:00"), []),
    ],
)
def test_reminder_at_a_moment(tmp_path: Path, moment: datetime, told: list[str]) -> None:
    programme = Programme()
    live_chat(tmp_path, programme).plans.apply("chat", PHISHING)
    restarted = live_chat(tmp_path, programme, moment)
    restarted.reminders.remind()
    restarted.reminders.remind()
    assert texts(restarted, "chat") == told


def test_reminder_of_two_processes_comes_once(tmp_path: Path) -> None:
    programme = Programme()
    one, other = (live_chat(tmp_path, programme, at("10:50")) for _ in range(2))
    one.plans.apply("chat", PHISHING)
    assert [one.reminders.remind(), other.reminders.remind()] == [1, 0]


def test_reminder_moves_with_its_session(tmp_path: Path) -> None:
    programme = Programme()
    early, late = live_chat(tmp_path, programme, at("10:50")), live_chat(tmp_path, programme, at("11:20"))
    early.plans.apply("chat", PHISHING)
    programme.change("phishing", start=at("11:30"), end=at("12:00"))
    assert [early.reminders.remind(), late.reminders.remind()] == [0, 1]


def test_reminder_of_cancelled_session_does_not_come(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme, at("10:50"))
    live.plans.apply("chat", PHISHING)
    programme.change("phishing", cancelled=True)
    assert live.reminders.remind() == 0


def test_reminder_taken_back_does_not_come(tmp_path: Path) -> None:
    live = live_chat(tmp_path, Programme(), at("10:50"))
    live.plans.apply("chat", PHISHING)
    live.plans.apply("chat", PlanChange(remind={"phishing": None}))
    assert live.reminders.remind() == 0
