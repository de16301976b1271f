"""In the chat an emergency is answered at once, whatever else is broken; its words are kept in the chat alone."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from bot.chat.conversations import Conversations
from bot.chat.plans import Plans
from bot.core.database import DATABASE_FILE
from bot.emergency import net
from bot.fair.emergency_texts import DOUBT, OFFER
from bot.rasa.emergencies import Emergencies
from tests.samples.web import AGAIN, HELLO, PATIENCE, THIRD, FakeRasa, open_session, running

WORDS = "Mein Kollege liegt am Boden und atmet nicht mehr"


def noted(folder: Path) -> list[tuple[str, str]]:
    """Label and words of each question in the log."""
    with sa.create_engine(f"sqlite:///{folder / DATABASE_FILE}").connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text("SELECT label, words FROM questions"))]


async def test_rasa_down_an_emergency_is_answered_and_the_same_again(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.up = False
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": WORDS}
        replies = [(await client.post("/chat/nachricht", json=body, headers=headers)).json() for _ in range(2)]
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
    answer = replies[0]["antworten"][0]
    assert replies[0] == replies[1]
    assert "112" in answer["text"].splitlines()[0]
    assert answer["knoepfe"] == []
    assert [each["text"] for each in history[1:]] == [WORDS, answer["text"]]


async def test_an_emergency_does_not_wait_for_a_question_under_way(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        asking = asyncio.create_task(
            client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
        )
        await rasa.asked.wait()
        reply = await client.post("/chat/nachricht", json={"id": AGAIN, "text": WORDS}, headers=headers)
        was_waiting = not rasa.gate.is_set()
        rasa.gate.set()
        await asking
    assert was_waiting
    assert "112" in reply.json()["antworten"][0]["text"]
    assert rasa.texts == ["Hallo"]


@pytest.mark.parametrize(("is_up", "said"), [(True, f"Sie sagten: {WORDS}"), (False, None)])
async def test_what_may_be_one_gets_the_number_first_and_its_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_up: bool, said: str | None
) -> None:
    monkeypatch.setattr(net, "SURE", 2.0)
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        rasa.up = is_up
        body = {"id": HELLO, "text": WORDS}
        replies = [(await client.post("/chat/nachricht", json=body, headers=headers)).json() for _ in range(2)]
    first, *others = replies[0]["antworten"]
    assert replies[0] == replies[1]
    assert "112" in first["text"].splitlines()[0]
    assert (DOUBT in first["text"], OFFER in first["text"]) == (is_up, not is_up)
    assert [each["text"] for each in others] == ([said] if said else [])
    assert noted(tmp_path) == [("notfall/atmung", "")]


async def test_what_may_be_one_does_not_wait_for_a_question_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(net, "SURE", 2.0)
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        asking = asyncio.create_task(say(client, headers, "Hallo"))
        await rasa.asked.wait()
        reply = await client.post("/chat/nachricht", json={"id": AGAIN, "text": WORDS}, headers=headers)
        was_waiting = not rasa.gate.is_set()
        rasa.gate.set()
        await asking
    assert was_waiting
    assert OFFER in reply.json()["antworten"][0]["text"]


async def test_a_broken_database_costs_the_memory_and_not_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sa.exc.OperationalError("", {}, Exception())

    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        monkeypatch.setattr(Conversations, "record", fail)
        reply = await client.post("/chat/nachricht", json={"id": HELLO, "text": WORDS}, headers=headers)
    assert reply.status_code == 200
    assert "112" in reply.json()["antworten"][0]["text"].splitlines()[0]


async def test_simple_language_is_kept_and_buttons_are_no_emergencies(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        simple = {"id": HELLO, "text": WORDS, "sprache": "leicht"}
        reply = await client.post("/chat/nachricht", json=simple, headers=headers)
        await client.post("/chat/nachricht", json={"id": AGAIN, "text": "Hallo"}, headers=headers)
        button = await client.post("/chat/nachricht", json={"id": THIRD, "knopf": "/bejahen"}, headers=headers)
    assert reply.json()["antworten"][0]["text"].splitlines()[0] == "Rufen Sie sofort [112](tel:112) an!"
    assert button.json()["antworten"][0]["text"] == "Sie sagten: /bejahen"


async def test_emergencies_are_counted_and_their_words_never_kept(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        reply = await client.post("/chat/nachricht", json={"id": HELLO, "text": WORDS}, headers=headers)
        number = reply.json()["antworten"][0]["nummer"]
        rated = await client.post("/chat/bewertung", json={"nummer": number, "urteil": "schlecht"}, headers=headers)
    assert rated.status_code == 204
    assert noted(tmp_path) == [("notfall/atmung", "")]


@pytest.mark.parametrize(
    ("text", "metadata", "is_ours", "is_answered"),
    [
        (WORDS, {}, False, True),
        (WORDS, {"nachricht": HELLO}, False, True),  # only web itself may say that it has looked
        (WORDS, {"nachricht": HELLO}, True, False),
        ("/faq/erste_hilfe", {}, False, False),
        ("Wo kann ich parken?", {}, False, False),
    ],
)
def test_whoever_conversations_to_rasa_directly_gets_the_same_answer(
    text: str, metadata: dict[str, str], is_ours: bool, is_answered: bool
) -> None:
    answer = Emergencies().answer(text, metadata, is_ours)
    assert ("112" in answer) == is_answered


async def test_an_emergency_is_answered_whatever_the_limits_say(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    limits = {"MESSE_GRENZE_SITZUNG": "2", "MESSE_GRENZE_ADRESSE": "4", "MESSE_GRENZE_GLEICHZEITIG": "1"}
    async with running(tmp_path, rasa, MESSE_PROXY="127.0.0.1", **limits) as client:
        headers = {**await open_session(client), "X-Forwarded-For": "192.0.2.1"}
        asking = asyncio.create_task(say(client, headers, "Hallo"))
        await rasa.asked.wait()
        no_place = [await say(client, headers, text) for text in (WORDS, "Wo kann ich parken?")]
        rasa.gate.set()
        await asking
        too_many = [await say(client, headers, text) for text in ("Wo kann ich parken?", WORDS, WORDS)]
    assert [each.status_code for each in no_place] == [200, 429]
    assert [each.status_code for each in too_many] == [429, 200, 200]
    assert rasa.texts == ["Hallo"]


async def test_looking_for_emergencies_has_a_limit_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.http.limits.LOOKS_OF_SESSION", 2)
    async with running(tmp_path, FakeRasa(), MESSE_GRENZE_SITZUNG="1") as client:
        headers = await open_session(client)
        answers = [await say(client, headers, WORDS) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]


async def test_a_database_that_hangs_stops_neither_the_loop_nor_an_emergency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, hanging = threading.Event(), threading.Event()

    def hang(*_: object) -> None:
        hanging.set()
        going_on.wait(PATIENCE)

    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        for name in ("record", "history", "answers_to"):
            monkeypatch.setattr(Conversations, name, hang)
        asking = asyncio.create_task(say(client, headers, "Hallo"))
        reading = asyncio.create_task(client.get("/chat/verlauf", headers=headers))
        while not hanging.is_set():
            await asyncio.sleep(0.01)
        alive = await client.get("/health/lebt")
        opened = await client.post("/chat/sitzung")
        fresh = {"Authorization": f"Bearer {opened.json()['sitzung']}"}
        answers = [await say(client, each, WORDS) for each in (headers, fresh)]
        is_hanging = not (going_on.is_set() or reading.done())
        going_on.set()
        await asyncio.gather(asking, reading)
    assert is_hanging
    assert (alive.status_code, opened.status_code, len(opened.json()["verlauf"])) == (200, 201, 1)
    assert ["112" in each.json()["antworten"][0]["text"].splitlines()[0] for each in answers] == [True, True]


async def test_news_and_reminders_that_hang_do_not_stop_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = threading.Event()
    hanging: set[str] = set()

    def hang(name: str) -> Callable[..., list[tuple[int, str, object]]]:
        def wait(*_: object) -> list[tuple[int, str, object]]:
            hanging.add(name)
            going_on.wait(PATIENCE)
            return []

        return wait

    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        async with client.stream("GET", "/chat/ereignisse", headers=headers) as events:
            lines = events.aiter_lines()  # held: the connection would end with it
            await lines.__anext__()
            monkeypatch.setattr(Conversations, "newer_than", hang("newer_than"))
            monkeypatch.setattr(Plans, "waiting", hang("waiting"))
            while len(hanging) < 2:
                await asyncio.sleep(0.01)
            alive = await client.get("/health/lebt")
            is_hanging = not going_on.is_set()
            going_on.set()
    assert (alive.status_code, is_hanging) == (200, True)


async def test_an_unreadable_database_opens_a_chat_for_an_emergency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sa.exc.DatabaseError("", {}, Exception())

    async with running(tmp_path, FakeRasa()) as client:
        monkeypatch.setattr(sa.engine.Engine, "connect", fail)
        opened = await client.post("/chat/sitzung")
        headers = {"Authorization": f"Bearer {opened.json()['sitzung']}"}
        answer = await say(client, headers, WORDS)
        monkeypatch.undo()
    assert (opened.status_code, [each["rolle"] for each in opened.json()["verlauf"]]) == (201, ["bot"])
    assert "112" in answer.json()["antworten"][0]["text"].splitlines()[0]


async def test_an_emergency_is_stored_in_the_order_of_its_chat(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        asking = asyncio.create_task(say(client, headers, "Hallo"))
        await rasa.asked.wait()
        answers = [
            await client.post("/chat/nachricht", json={"id": AGAIN, "text": WORDS}, headers=headers) for _ in range(2)
        ]
        before = await texts_of(client, headers)
        deleting = asyncio.create_task(client.delete("/chat/verlauf", headers=headers))
        rasa.gate.set()
        await asyncio.gather(asking, deleting)
        after = await texts_of(client, headers)
    assert (len(before), len(after)) == (1, 1)
    assert answers[0].json()["antworten"][0]["id"] == answers[1].json()["antworten"][0]["id"]


async def say(client: httpx.AsyncClient, headers: dict[str, str], text: str) -> httpx.Response:
    return await client.post("/chat/nachricht", json={"id": str(uuid.uuid4()), "text": text}, headers=headers)


async def texts_of(client: httpx.AsyncClient, headers: dict[str, str]) -> list[str]:
    return [each["text"] for each in (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]]
