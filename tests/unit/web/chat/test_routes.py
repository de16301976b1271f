from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.samples.web import AGAIN, HELLO, THIRD, FakeRasa, open_session, running

pytestmark = pytest.mark.asyncio
UNREACHABLE = {
    "fehler": "Ich bin gerade nicht erreichbar.",
    "abhilfe": "Bitte versuchen Sie es gleich noch einmal oder fragen Sie am Infostand.",
}


async def test_session_new_begins_with_greeting(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        response = await client.post("/chat/sitzung")
        opened = response.json()
        history = await client.get("/chat/verlauf", headers={"Authorization": f"Bearer {opened['sitzung']}"})
    assert (response.status_code, opened["demo_uhr"], len(opened["verlauf"])) == (201, True, 1)
    assert history.json() == {name: value for name, value in opened.items() if name != "sitzung"}
    assert (opened["loeschfrist_tage"], opened["bewertungen"], opened["lageplan"]) == (14, {}, True)


async def test_message_text_is_answered_and_remembered(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        response = await client.post("/chat/nachricht", json={"id": HELLO, "text": " Hallo! "}, headers=headers)
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
    answers = response.json()["antworten"]
    assert [(answer["text"], answer["knoepfe"]) for answer in answers] == [
        ("Sie sagten: Hallo!", [{"titel": "Ja", "payload": "/bejahen"}])
    ]
    assert [(entry["rolle"], entry["text"]) for entry in history[1:]] == [
        ("nutzer", "Hallo!"),
        ("bot", "Sie sagten: Hallo!"),
    ]


async def test_message_repeated_is_asked_once(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": "Hallo"}
        replies = [(await client.post("/chat/nachricht", json=body, headers=headers)).json() for _ in range(2)]
    assert replies[0] == replies[1]
    assert rasa.texts == ["Hallo"]


async def test_message_repeated_while_under_way_is_asked_once(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": "Hallo"}
        posts = [asyncio.create_task(client.post("/chat/nachricht", json=body, headers=headers)) for _ in range(2)]
        await rasa.asked.wait()
        await open_session(client)  # a whole round trip: both have arrived by then
        rasa.gate.set()
        first, second = [(await post).json() for post in posts]
    assert first == second
    assert rasa.texts == ["Hallo"]


async def test_message_of_browser_gone_away_is_still_recorded(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": "Hallo"}
        post = asyncio.create_task(client.post("/chat/nachricht", json=body, headers=headers))
        await rasa.asked.wait()
        post.cancel()
        await asyncio.gather(post, return_exceptions=True)
        await open_session(client)  # a whole round trip: the server has noticed by then
        rasa.gate.set()
        reply = await client.post("/chat/nachricht", json=body, headers=headers)
    assert reply.json()["antworten"][0]["text"] == "Sie sagten: Hallo"
    assert rasa.texts == ["Hallo"]


async def test_slow_answer_is_announced_and_there_on_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.chat.delivery.PATIENCE_SECONDS", 0.05)
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": "Hallo"}
        slow = await client.post("/chat/nachricht", json=body, headers=headers)
        rasa.gate.set()
        monkeypatch.setattr("bot.web.chat.delivery.PATIENCE_SECONDS", 120)
        reply = await client.post("/chat/nachricht", json=body, headers=headers)
    assert (slow.status_code, slow.json()["fehler"]) == (503, "Das dauert gerade länger als sonst.")
    assert (reply.json()["antworten"][0]["text"], rasa.texts) == ("Sie sagten: Hallo", ["Hallo"])


async def test_messages_of_one_session_reach_rasa_one_after_the_other(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.gate.clear()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)

        def post(message_id: str, text: str) -> asyncio.Task[object]:
            body = {"id": message_id, "text": text}
            return asyncio.create_task(client.post("/chat/nachricht", json=body, headers=headers))

        first = post(HELLO, "eins")
        await rasa.asked.wait()
        second = post(AGAIN, "zwei")
        other = await open_session(client)  # a whole round trip: the second message has arrived by then
        waiting = list(rasa.texts)
        rasa.gate.set()
        await asyncio.gather(first, second)
    assert other != headers
    assert (waiting, rasa.texts) == (["eins"], ["eins", "zwei"])


async def test_message_without_rasa_can_be_sent_again(tmp_path: Path) -> None:
    rasa = FakeRasa()
    rasa.up = False
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "text": "Hallo"}
        failed = await client.post("/chat/nachricht", json=body, headers=headers)
        rasa.up = True
        answered = await client.post("/chat/nachricht", json=body, headers=headers)
    assert (failed.status_code, failed.json()) == (503, UNREACHABLE)
    assert (answered.status_code, rasa.texts) == (200, ["Hallo"])


async def test_sender_is_not_in_the_token_and_differs_by_session(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        for _ in range(2):
            headers = await open_session(client)
            body = {"id": HELLO, "text": "Hallo", "sender": "fremd"}
            await client.post("/chat/nachricht", json=body, headers=headers)
    senders = [sender for sender, _ in rasa.received]
    assert [bool(re.fullmatch("web-[0-9a-f]{32}", sender)) for sender in senders] == [True, True]
    assert len(set(senders)) == 2


async def test_button_offered_reaches_rasa_with_its_title_in_the_history(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        body = {"id": HELLO, "knopf": "/stand_suche", "titel": "Welche Stände gibt es?"}
        first = await client.post("/chat/nachricht", json=body, headers=headers)
        body = {"id": AGAIN, "knopf": "/bejahen", "titel": "<b>erfunden</b>"}
        await client.post("/chat/nachricht", json=body, headers=headers)
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
    assert first.status_code == 200
    assert rasa.texts == ["/stand_suche", "/bejahen"]
    assert [entry["text"] for entry in history if entry["rolle"] == "nutzer"] == ["Welche Stände gibt es?", "Ja"]


async def test_button_of_another_session_is_refused(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
        stranger = await open_session(client)
        response = await client.post("/chat/nachricht", json={"id": AGAIN, "knopf": "/bejahen"}, headers=stranger)
    assert (response.status_code, response.json()["fehler"]) == (400, "Dieser Knopf gehört nicht zu Ihrem Gespräch.")
    assert rasa.texts == ["Hallo"]


@pytest.mark.parametrize("typed", ["/neu_anfangen", " //neu_anfangen", "\u200b/neu_anfangen", "／neu_anfangen"])
async def test_text_typed_with_slash_is_no_payload(tmp_path: Path, typed: str) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": typed}, headers=headers)
    assert rasa.texts == ["neu_anfangen"]


async def test_history_deleted_is_gone_and_rasa_starts_afresh(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
        deleted = await client.delete("/chat/verlauf", headers=headers)
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
    assert (deleted.status_code, deleted.content, len(history)) == (204, b"", 1)
    assert rasa.texts == ["Hallo", "/neu_anfangen", "Hallo"]


async def test_history_deleted_without_rasa_is_gone(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
        rasa.up = False
        deleted = await client.delete("/chat/verlauf", headers=headers)
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
    assert (deleted.status_code, len(history)) == (204, 1)


async def test_session_survives_restart(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
    async with running(tmp_path, FakeRasa()) as client:
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
    assert [entry["text"] for entry in history[1:]] == ["Hallo", "Sie sagten: Hallo"]


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x.y.z", "Basic abc", "Bearer \u00e4"])
async def test_token_unknown_is_refused(tmp_path: Path, token: str) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = {b"Authorization": token.encode()}
        response = await client.post("/chat/nachricht", json={"id": THIRD, "text": "Hallo"}, headers=headers)
    assert (response.status_code, response.json()) == (
        401,
        {"fehler": "Dieses Gespräch ist nicht mehr bekannt.", "abhilfe": "Bitte beginnen Sie ein neues Gespräch."},
    )


async def test_body_too_large_is_refused_in_german(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        sizes = [17_000, 90_000]
        replies = [await client.post("/chat/nachricht", content=b"x" * size, headers=headers) for size in sizes]
    assert [(reply.status_code, sorted(reply.json())) for reply in replies] == [(413, ["abhilfe", "fehler"])] * 2
