"""Events to open chats: nothing is missed, nothing comes twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.chat.answers import make_answer
from bot.web.background import end_all
from bot.web.chat.push import HEARTBEAT, MOST_PER_CHAT, MOST_WAITING, EventStream, Hub, Listener, read_event_id
from bot.web.http.problems import WebProblem
from tests.samples.fair import NOW
from tests.samples.live import Programme, live_chat
from tests.samples.web import HELLO, FakeRasa, open_session, running
from tests.unit.chat.test_plans import KEY

Frame = dict[str, str]


async def frames(client: httpx.AsyncClient, headers: dict[str, str], after: str = "") -> AsyncIterator[Frame]:
    """The events of a connection, without retry and heartbeat."""
    more = {"Last-Event-ID": after} if after else {}
    async with client.stream("GET", "/chat/ereignisse", headers={**headers, **more}) as answer:
        frame: Frame = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name:
                frame[name] = value
            elif "event" in frame:
                yield frame
                frame = {}


async def first_messages(client: httpx.AsyncClient, headers: dict[str, str], count: int, after: str = "") -> list[str]:
    """The texts of the first bubbles."""
    found: list[str] = []
    async for frame in frames(client, headers, after):
        if frame["event"] == "nachricht":
            found.append(json.loads(frame["data"])["text"])
        if len(found) == count:
            break
    return found


async def test_reconnect_gets_what_was_missed(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        known = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"][-1]["nummer"]
        await client.post("/chat/nachricht", headers=headers, json={"id": HELLO, "text": "Hallo"})
    async with running(tmp_path, FakeRasa()) as restarted:
        missed = await asyncio.wait_for(first_messages(restarted, headers, 2, str(known)), 60)
    assert missed == ["Hallo", "Sie sagten: Hallo"]


async def test_open_connection_gets_what_is_said_elsewhere(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        listening = asyncio.create_task(first_messages(client, headers, 2, "1"))
        await client.post("/chat/nachricht", headers=headers, json={"id": HELLO, "text": "Hallo"})
        assert await asyncio.wait_for(listening, 60) == ["Hallo", "Sie sagten: Hallo"]


async def test_open_connection_gets_what_another_process_records(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client, running(tmp_path, FakeRasa()) as other:
        headers = await open_session(client)
        listening = asyncio.create_task(first_messages(client, headers, 2, "1"))
        await other.post("/chat/nachricht", headers=headers, json={"id": HELLO, "text": "Hallo"})
        assert await asyncio.wait_for(listening, 60) == ["Hallo", "Sie sagten: Hallo"]


async def test_open_connection_gets_the_changed_plan(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        plans: list[list[str]] = []
        async for frame in frames(client, headers):
            if frame["event"] == "plan":
                plans.append([each["id"] for each in json.loads(frame["data"])["sitzungen"]])
            if len(plans) == 2:
                break
            await client.put(f"/chat/plan/{KEY}", headers=headers)
    assert plans == [[], [KEY]]


async def test_stop_of_the_server_ends_connections(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        browser = httpx.AsyncClient(base_url=client.base_url, timeout=60, trust_env=False)
        events = frames(browser, headers)
        await events.__anext__()
    left = asyncio.create_task(collect(events))
    ended, _ = await asyncio.wait({left}, timeout=60)
    await browser.aclose()
    assert (len(ended), left.result()) == (1, [])


async def collect(events: AsyncIterator[Frame]) -> list[Frame]:
    """All that is left until the connection ends."""
    return [frame async for frame in events]


async def test_stream_says_each_bubble_once(tmp_path: Path) -> None:
    live = live_chat(tmp_path, Programme())
    listener = live.hub.join("chat")
    live.conversations.record("chat", "", [make_answer("eins", NOW)])
    stream = EventStream(listener, live.conversations, lambda: "{}", 0)
    for number, _, bubble in live.conversations.newer_than(0):
        listener.put((number, bubble))
    listener.put(None)
    assert [frame for frame in [each async for each in stream.events()] if "nachricht" in frame] == [
        f"id: 1\nevent: nachricht\ndata: {json.dumps(live.conversations.history('chat')[0], ensure_ascii=False)}\n\n"
    ]


async def test_stream_beats_when_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.chat.push.HEARTBEAT_SECONDS", 0.01)
    live = live_chat(tmp_path, Programme())
    events = EventStream(live.hub.join("chat"), live.conversations, lambda: "{}", None).events()
    await events.__anext__()
    assert await events.__anext__() == HEARTBEAT


async def test_too_many_connections_of_a_chat_end_the_oldest(tmp_path: Path) -> None:
    hub = Hub(live_chat(tmp_path, Programme()).conversations)
    listeners = [hub.join("chat") for _ in range(MOST_PER_CHAT + 1)]
    assert [listener.queue.qsize() for listener in listeners] == [1] + [0] * MOST_PER_CHAT


async def test_too_many_connections_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.chat.push.MOST_CONNECTIONS", 1)
    hub = Hub(live_chat(tmp_path, Programme()).conversations)
    hub.join("chat")
    with pytest.raises(WebProblem, match="zu viele Gespräche"):
        hub.join("anderer")


async def test_listener_who_takes_nothing_is_cut_off() -> None:
    listener = Listener("chat")
    for _ in range(MOST_WAITING + 1):
        listener.put("")
    assert [listener.queue.get_nowait(), listener.queue.qsize()] == [None, 0]


@pytest.mark.parametrize(("text", "number"), [("", None), ("12", 12)])
def test_event_id(text: str, number: int | None) -> None:
    assert read_event_id(text) == number


@pytest.mark.parametrize("text", ["x", "-1", "1" * 16, "²"])
def test_event_id_of_others_is_refused(text: str) -> None:
    with pytest.raises(WebProblem):
        read_event_id(text)


async def _swallow_the_first_cancellation(ended: list[bool]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(60)
    try:
        await asyncio.sleep(60)
    finally:
        ended.append(True)


async def _end_a_stubborn_task(ended: list[bool]) -> None:
    task = asyncio.create_task(_swallow_the_first_cancellation(ended))
    await asyncio.sleep(0)
    await asyncio.wait_for(end_all([task]), 60)


def test_a_task_that_swallows_a_cancellation_is_cancelled_again() -> None:
    ended: list[bool] = []
    asyncio.run(_end_a_stubborn_task(ended))
    assert ended == [True]


async def test_one_address_has_its_share_of_the_connections_and_takes_nobody_elses(tmp_path: Path) -> None:
    hub = Hub(live_chat(tmp_path, Programme()).conversations, most_of_address=2)
    first, _ = hub.join("a", "haus"), hub.join("b", "haus")
    with pytest.raises(WebProblem) as refused:
        hub.join("c", "haus")
    hub.join("c", "anderswo")
    hub.leave(first)
    hub.leave(first)
    hub.join("d", "haus")
    assert (refused.value.status, hub.count) == (429, 3)
