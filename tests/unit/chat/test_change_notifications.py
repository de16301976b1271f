"""Changes of the programme reach exactly the chats that care, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.dialogue.own_plan import PlanChange
from tests.samples.fair import at
from tests.samples.live import Programme, live_chat, texts

LATER = {"start": at("11:15"), "end": at("12:45")}
TOLD = "Der Workshop „Copilot ausprobieren“ beginnt nun doch wie angekündigt um 11:15 Uhr."
COPILOT = ("sitzung", "copilot")


def test_news_reach_who_asked_and_nobody_else(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme)
    live.interests.note("fragt", [COPILOT])
    live.interests.note("fragt anderes", [("sitzung", "phishing")])
    live.changes.tell(programme.catalogue)
    live.changes.tell(programme.change("copilot", **LATER))
    assert (texts(live, "fragt"), texts(live, "fragt anderes")) == ([TOLD], [])


def test_news_reach_who_noted(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme)
    live.plans.apply("merkt", PlanChange(add=("copilot",)))
    live.changes.tell(programme.change("copilot", cancelled=True))
    assert texts(live, "merkt") == ["Der Workshop „Copilot ausprobieren“ entfällt leider."]


def test_news_are_told_once_by_two_processes(tmp_path: Path) -> None:
    programme = Programme()
    one, other = live_chat(tmp_path, programme), live_chat(tmp_path, programme)
    one.interests.note("fragt", [COPILOT])
    for live in (one, other):
        live.changes.tell(programme.catalogue)
    changed = programme.change("copilot", **LATER)
    assert [one.changes.tell(changed), other.changes.tell(changed)] == [1, 0]
    assert texts(one, "fragt") == [TOLD]


async def test_who_asked_between_two_quick_changes_is_told_of_the_second(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme)
    live.interests.note("fragte vorher", [COPILOT])
    following = asyncio.create_task(live.changes.keep())
    await asyncio.sleep(0.2)
    programme.change("copilot", room="Foyer")
    live.interests.note("fragt", [COPILOT])
    programme.change("copilot", cancelled=True)
    for _ in range(1200):
        await asyncio.sleep(0.05 * (not texts(live, "fragt")))
    following.cancel()
    assert texts(live, "fragt") == ["Der Workshop „Copilot ausprobieren“ entfällt leider."]


def test_news_of_an_outage_are_told_after_the_start(tmp_path: Path) -> None:
    programme = Programme()
    live_chat(tmp_path, programme).interests.note("fragt", [COPILOT])
    changed = programme.change("copilot", **LATER)
    restarted = live_chat(tmp_path, programme)
    restarted.changes.tell(changed)
    assert texts(restarted, "fragt") == [TOLD]


def test_process_behind_does_not_take_news_back(tmp_path: Path) -> None:
    programme = Programme()
    ahead, behind = live_chat(tmp_path, programme), live_chat(tmp_path, programme)
    ahead.interests.note("fragt", [COPILOT])
    first = programme.catalogue
    for live in (ahead, behind):
        live.changes.tell(first)
    second = programme.change("copilot", **LATER)
    third = programme.change("copilot", room="Foyer")
    for catalogue in (second, third):
        ahead.changes.tell(catalogue)
    behind.changes.tell(second)
    back = (
        "Der Raumwechsel ist zurückgenommen: Der Workshop „Copilot ausprobieren“ findet wie angekündigt im Foyer statt."
    )
    assert texts(ahead, "fragt") == [TOLD, back]


def test_news_of_what_is_over_are_not_told(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme, at("13:00"))
    live.interests.note("fragt", [COPILOT])
    live.changes.tell(programme.change("copilot", room="Foyer"))
    assert texts(live, "fragt") == []


def test_taken_off_the_plan_is_not_told(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme)
    live.plans.apply("merkt", PlanChange(add=("copilot",)))
    live.plans.apply("merkt", PlanChange(remove=("copilot",)))
    live.changes.tell(programme.change("copilot", cancelled=True))
    assert texts(live, "merkt") == []


def test_booth_that_moves_is_told(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme)
    live.interests.note("fragt", [("stand", "A1")])
    live.changes.tell(programme.change("A1", room="Kunsthalle"))
    assert texts(live, "fragt") == ["Stand A1 „Messelotse“ ist jetzt in der Kunsthalle."]


def test_interest_without_programme_is_not_kept(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme)
    programme.is_missing = True
    live.interests.note("fragt", [COPILOT])
    assert live.interests.known_keys() == set()
