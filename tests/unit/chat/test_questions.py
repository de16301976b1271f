"""Thumbs up and down."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from bot.chat.answers import make_answer
from bot.chat.conversations import Conversations
from bot.chat.question_counts import CountKind
from bot.chat.questions import Noted, QuestionLog, Ratings, Reason, Verdict, questions, ratings, reason_of
from bot.core.database import open_sqlite
from bot.dialogue.nlu_report import Decision, Understanding
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


NOW = datetime(2025, 5, 14, 10, 5)
SURE = Understanding("Wo parke ich?", "faq/parken", 0.9, durations={"gesamt": 12.4})
MISS = Understanding("Ich heiße Erika und suche Eis", "wo_ist", 0.2, decision=Decision.NONE)
BUTTON = Understanding("/faq/wlan", "faq/wlan", 1.0, is_button=True)


@pytest.fixture
def engine(tmp_path: Path) -> sa.engine.Engine:
    return open_sqlite(tmp_path / "fragen.db")


@pytest.fixture
def log(engine: sa.engine.Engine) -> QuestionLog:
    return QuestionLog(engine, lambda: NOW)


def counted(log: QuestionLog, *kinds: CountKind) -> dict[str, tuple[int, int]]:
    """Number and chats by key."""
    return {cell.key: (count.number, count.chats) for cell, count in log.counts().items() if cell.kind in kinds}


def questions_ask(engine: sa.engine.Engine, log: QuestionLog, text: str, session: str = "a") -> int:
    """A whole turn; returns the number of the answer."""
    conversations = Conversations(engine)
    message = f"m{conversations.last_number()}"
    conversations.record(session, message, [make_answer(text, NOW, "nutzer"), make_answer("So.", NOW)])
    log.note(session, message, [Understanding(text, "faq/parken", 0.9)])
    return conversations.last_number()


def test_only_words_that_teach_something_are_kept_and_masked(log: QuestionLog, engine: sa.engine.Engine) -> None:
    log.note("a", "m1", [SURE, MISS], [("stand", "B3")])
    with engine.connect() as connection:
        rows = connection.execute(sa.select(questions).order_by(questions.c.part)).all()
    assert [tuple(row)[:-1] for row in rows] == [
        ("a", "m1", 0, "2025-05-14T10", "faq/parken", 0.9, "antwort", "", 12, "stand:B3", "", ""),
        ("a", "m1", 1, "2025-05-14T10", "wo_ist", 0.2, "keine", "", 0, "", "keine", "Ich heiße … und suche Eis"),
    ]


def test_counts_tell_questions_and_chats(log: QuestionLog) -> None:
    log.note("a", "m1", [SURE], [("stand", "B3")])
    log.note("a", "m2", [SURE])
    log.note("b", "m1", [BUTTON])
    assert counted(log, CountKind.LABEL, CountKind.BOOTH) == {"faq/parken": (2, 1), "faq/wlan": (1, 1), "B3": (1, 1)}
    assert counted(log, CountKind.ALL) == {"": (3, 2)}


def test_deleted_chat_leaves_only_counts(log: QuestionLog, engine: sa.engine.Engine) -> None:
    questions_ask(engine, log, "Eis?")
    log.note("a", "m9", [MISS])
    Conversations(engine).delete("a")
    assert (log.noted(), log.latest_misses(NOW), counted(log, CountKind.ALL)) == ([], [], {"": (2, 1)})


def test_thumb_down_brings_the_masked_words_and_taken_back_removes_them(
    log: QuestionLog, engine: sa.engine.Engine
) -> None:
    number = questions_ask(engine, log, "Parken bei 0202 563-0000?")
    log.rate("a", number, Verdict.BAD, "Falsch, sagt kim@example.org")
    found = [(each.words, each.reason, each.comment) for each in log.noted()]
    assert found == [("Parken bei …?", Reason.BAD, "Falsch, sagt …")]
    assert counted(log, CountKind.VERDICT, CountKind.BAD_OF) == {"schlecht": (1, 1), "faq/parken": (1, 1)}
    log.rate("a", number, Verdict.GOOD)
    assert (log.noted(), counted(log, CountKind.VERDICT, CountKind.BAD_OF)) == ([], {"gut": (1, 1)})


def test_thumb_for_a_greeting_counts_for_nothing(log: QuestionLog, engine: sa.engine.Engine) -> None:
    Conversations(engine).record("a", "", [make_answer("Guten Tag", NOW)])
    log.rate("a", 1, Verdict.BAD)
    assert (log.noted(), log.counts()) == ([], {})


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (SURE, None),
        (BUTTON, None),
        (MISS, Reason.MISS),
        (Understanding("Wetter?", "ausserhalb", 0.9, decision=Decision.OUT_OF_SCOPE), Reason.OUT_OF_SCOPE),
        (Understanding("Jacke?", "faq/garderobe", 0.4), Reason.UNSURE),
        (Understanding("und danach?", "wann_ist", 0.4, is_from_conversation=True), None),
    ],
)
def test_reason_to_show_a_question(report: Understanding, reason: Reason | None) -> None:
    assert reason_of(report) == reason


def test_latest_misses_are_counted(log: QuestionLog) -> None:
    for message in ("m1", "m2"):
        log.note("a", message, [MISS])
    log.note("a", "m3", [Understanding("Jacke?", "faq/garderobe", 0.4)])
    words = "Ich heiße … und suche Eis"
    assert (log.latest_misses(NOW), log.latest_misses(NOW + timedelta(hours=1))) == ([(words, 2)], [])


def test_failing_database_costs_the_note_only(
    log: QuestionLog, engine: sa.engine.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE questions"))
    log.note("a", "m1", [SURE])
    assert "lässt sich nicht notieren" in caplog.text


def test_noted_tells_label_and_time(log: QuestionLog, engine: sa.engine.Engine) -> None:
    number = questions_ask(engine, log, "Parken?")
    log.rate("a", number, Verdict.BAD)
    stored = log.noted()[0].stored_at
    assert log.noted() == [Noted("Parken?", Reason.BAD, "faq/parken", stored)]
