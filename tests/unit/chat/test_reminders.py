"""Reminders come when they are due by the fair's clock, once, also after a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.own_plan import PlanChange
from tests.samples.fair import at
from tests.samples.live import Programme, live_chat, texts
from tests.samples.programme import ZONE

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


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2025-03-30T01:55:00+01:00", "2025-03-30T03:05:00+02:00"),  # there is no 2:55 in this night
        ("2025-10-26T02:55:00+02:00", "2025-10-26T02:05:00+01:00"),  # there are two
    ],
)
def test_reminder_keeps_real_minutes_when_the_clocks_change(tmp_path: Path, now: str, begins: str) -> None:
    start = datetime.fromisoformat(begins).astimezone(ZONE)
    programme = Programme()
    programme.change("phishing", start=start, end=start + timedelta(hours=1))
    live = live_chat(tmp_path, programme, datetime.fromisoformat(now).astimezone(ZONE))
    live.plans.apply("chat", PHISHING)
    live.reminders.remind()
    assert [text[:39] for text in texts(live, "chat")] == [f"Erinnerung: In 10 Minuten, um {start.hour}:05 Uhr,"]


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
