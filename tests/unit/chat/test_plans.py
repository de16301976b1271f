"""Plans on disk, and the plan over HTTP."""

from __future__ import annotations

from pathlib import Path

from bot.dialogue.own_plan import OwnPlan, PlanChange
from tests.samples.live import Programme, live_chat
from tests.samples.web import FakeRasa, open_session, running

KEY = "phishing-live"


def test_plan_keeps_order_and_reminders(tmp_path: Path) -> None:
    live = live_chat(tmp_path, Programme())
    live.plans.apply("chat", PlanChange(add=("phishing", "copilot"), remind={"copilot": 15}))
    live.plans.apply("chat", PlanChange(add=("ki",), remove=("phishing",)))
    assert live.plans.of("chat") == OwnPlan(("copilot", "ki"), {"copilot": 15})


def test_plan_of_another_chat_is_its_own(tmp_path: Path) -> None:
    live = live_chat(tmp_path, Programme())
    live.plans.apply("chat", PlanChange(add=("ki",)))
    assert live.plans.of("anderer") == OwnPlan()


def test_deleting_the_chat_forgets_plan_reminders_and_interests(tmp_path: Path) -> None:
    live = live_chat(tmp_path, Programme())
    live.plans.apply("chat", PlanChange(add=("ki",), remind={"ki": 5}))
    live.conversations.delete("chat")
    assert (live.plans.of("chat"), live.plans.waiting(), live.interests.known_keys()) == (OwnPlan(), [], set())


def test_retention_forgets_plan_reminders_and_interests(tmp_path: Path) -> None:
    live = live_chat(tmp_path, Programme())
    live.plans.apply("chat", PlanChange(add=("ki",), remind={"ki": 5}))
    live.conversations.forget_before(2**40)
    assert (live.plans.of("chat"), live.plans.waiting(), live.interests.known_keys()) == (OwnPlan(), [], set())


async def test_noting_over_http_and_taking_off(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        noted = (await client.put(f"/chat/plan/{KEY}", headers=headers)).json()
        gone = (await client.delete(f"/chat/plan/{KEY}", headers=headers)).json()
    assert ([each["id"] for each in noted["sitzungen"]], gone["sitzungen"]) == ([KEY], [])


async def test_reminder_over_http(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        path = f"/chat/plan/{KEY}/erinnerung"
        answers = [
            await client.put(path, headers=headers, json={"minuten": minutes}) for minutes in (15, None, -1, "x")
        ]
    entries = [answer.json()["sitzungen"][0]["erinnerung"] for answer in answers[:2]]
    assert (entries, [answer.status_code for answer in answers]) == ([15, None], [200, 200, 400, 400])


async def test_reminder_too_late_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        late = await client.put(f"/chat/plan/{KEY}/erinnerung", headers=headers, json={"minuten": 60})
        plan = (await client.get("/chat/plan", headers=headers)).json()
    assert (late.status_code, plan["sitzungen"]) == (409, [])


async def test_unknown_session_cannot_be_noted(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        assert (await client.put("/chat/plan/gibt-es-nicht", headers=headers)).status_code == 404


async def test_plan_needs_the_session(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        answers = [
            await client.get("/chat/plan"),
            await client.put(f"/chat/plan/{KEY}"),
            await client.get("/chat/ereignisse"),
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]


async def test_links_give_calendar_and_qr_code_to_a_phone(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        plan = (await client.put(f"/chat/plan/{KEY}", headers=headers)).json()
        calendar, picture = await client.get(plan["kalender"]), await client.get(plan["qr"])
    assert (calendar.headers["content-type"], calendar.text.count("BEGIN:VEVENT"), picture.text[:4]) == (
        "text/calendar; charset=utf-8",
        1,
        "<svg",
    )


async def test_forged_link_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        links = ("/chat/plan.ics?schein=x", "/chat/plan.svg?schein=", "/chat/plan.ics")
        assert [(await client.get(link)).status_code for link in links] == [403, 403, 403]
