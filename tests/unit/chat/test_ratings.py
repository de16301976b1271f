"""Thumbs up and down."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from bot.chat.ratings import Ratings, Verdict, ratings
from bot.core.database import open_sqlite
from bot.web.chat.routes import read_rating
from bot.web.http.problems import WebProblem
from tests.samples.web import HELLO, FakeRasa, open_session, running


def rows(folder: Path) -> list[tuple[int, str, str]]:
    query = sa.select(ratings.c.number, ratings.c.verdict, ratings.c.comment)
    with open_sqlite(folder / "messelotse.db").connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


async def ask(client: httpx.AsyncClient, headers: dict[str, str]) -> int:
    answer = await client.post("/chat/nachricht", headers=headers, json={"id": HELLO, "text": "Hallo"})
    return int(answer.json()["antworten"][0]["nummer"])


async def test_rating_is_kept_without_personal_data_and_told_again(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        number = await ask(client, headers)
        body = {"nummer": number, "urteil": "schlecht", "kommentar": "Mail an kim@example.org"}
        rated = await client.post("/chat/bewertung", headers=headers, json=body)
        told = (await client.get("/chat/verlauf", headers=headers)).json()["bewertungen"]
        kept = rows(tmp_path)
        await client.request("DELETE", "/chat/verlauf", headers=headers)
    assert (rated.status_code, told) == (204, {str(number): "schlecht"})
    assert (kept, rows(tmp_path)) == ([(number, "schlecht", "Mail an …")], [])


async def test_answer_of_another_chat_cannot_be_rated(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        number = await ask(client, await open_session(client))
        body = {"nummer": number, "urteil": "gut"}
        rated = await client.post("/chat/bewertung", headers=await open_session(client), json=body)
    assert (rated.status_code, rows(tmp_path)) == (404, [])


def test_second_verdict_takes_the_place_of_the_first(tmp_path: Path) -> None:
    kept = Ratings(engine := open_sqlite(tmp_path / "r.db"))
    with engine.begin() as connection:
        for number, verdict in ((3, Verdict.GOOD), (3, Verdict.BAD), (4, Verdict.GOOD), (4, None)):
            kept.rate_within(connection, "s", number, verdict, "")
    assert kept.of("s") == {3: "schlecht"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("nummer", True), ("nummer", 0), ("nummer", "3"), ("urteil", "super"), ("kommentar", 7), ("kommentar", "x" * 501)],
)
def test_unusable_rating_names_the_field(field: str, value: object) -> None:
    with pytest.raises(WebProblem) as raised:
        read_rating({"nummer": 3, "urteil": "gut", field: value})
    assert (raised.value.status, raised.value.details["felder"][0]["feld"]) == (400, field)  # type: ignore[index]
