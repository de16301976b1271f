"""Proposals while somebody types."""

from __future__ import annotations

from pathlib import Path

from tests.samples.web import HELLO, FakeRasa, open_session, running

PARKING = {"art": "Thema", "titel": "Parken", "payload": "/faq/parken"}
TALK = {
    "art": "Vortrag",
    "titel": "Künstliche Intelligenz im Büro: Was sie kann und was nicht",
    "payload": '/worum_geht_es{"sitzung": "ki-grundlagen"}',
}


async def test_topics_sessions_and_booths_are_proposed_with_an_etag(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        answer = await client.get("/vorschlaege.json")
        again = await client.get("/vorschlaege.json", headers={"If-None-Match": answer.headers["etag"]})
    proposals = answer.json()["vorschlaege"]
    names = [(each["art"], each["titel"]) for each in proposals]
    assert [each in proposals for each in (PARKING, TALK)] == [True, True]
    assert [each["payload"] for each in proposals if "smalltalk" in each["payload"]] == []
    assert (len(set(names)), again.status_code) == (len(names), 304)


async def test_proposal_may_be_sent_without_having_been_offered(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = await open_session(client)
        message = {"id": HELLO, "knopf": "/faq/toiletten", "titel": "Alles gratis"}
        await client.post("/chat/nachricht", headers=headers, json=message)
        history = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"]
    assert (rasa.texts, history[1]["text"]) == (["/faq/toiletten"], "Toiletten")
