"""A visitor's words on every surface, then „Verlauf löschen“: no table, file or log has them, whatever staff did."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.chat.conversations import Conversations, forget_old_chats
from bot.chat.question_counts import key_of
from bot.core.database import make_tables, open_database, open_sqlite
from bot.dialogue.tracker_rows import PASSING_SENDER, TrackerRows
from bot.staff.roles import Role
from bot.web.app import create_app
from tests.samples.content import write_content
from tests.samples.draft import REPORT
from tests.samples.staff import add_users, form_token, log_in
from tests.samples.web import AGAIN, HELLO, FakeRasa, serving
from tests.unit.core.test_migration import old_database

MARK = "Quastenflosser"
QUESTIONS = (f"Verkauft jemand {MARK} im Glas?", f"Schwimmt der {MARK} auch rückwärts?")
INBOX = "/redaktion/eingang"
pytestmark = pytest.mark.asyncio


class MissingRasa(FakeRasa):
    """Understands nothing, reports it, and keeps the conversation as Rasa's store does."""

    def __init__(self, state: Path) -> None:
        super().__init__()
        self._engine = open_database(state, {})
        self._conversations = TrackerRows(self._engine)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"status": "ok"})
        body = json.loads(request.content)
        self._conversations.save(body["sender"], json.dumps(body))
        report = {**REPORT, "text": body["message"], "absicht": "wo_ist", "entscheidung": "keine", "sicherheit": 0.1}
        return httpx.Response(200, json=[{"text": f"Zu {body['message']}?"}, {"custom": {"verstanden": report}}])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_content(tmp_path)
    add_users(tmp_path / "zustand")
    return tmp_path


@pytest_asyncio.fixture
async def web(root: Path) -> AsyncIterator[httpx.AsyncClient]:
    rasa = MissingRasa(root / "zustand")
    app = create_app(root, {"MESSE_ZUSTAND": str(root / "zustand")}, httpx.MockTransport(rasa.answer))
    async with serving(app) as client:
        yield client


def places_of(root: Path, word: str) -> list[str]:
    """The files in which a word stands."""
    needles = [word.encode(encoding) for encoding in ("utf-8", "utf-16-le")]
    files = [path for path in root.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(needle in path.read_bytes().lower() for needle in needles))


async def visit(web: httpx.AsyncClient, place: str) -> dict[str, str]:
    """A chat that leaves its words wherever it can."""
    opened = (await web.post(f"/{place}/sitzung")).json()
    headers = {"Authorization": f"Bearer {opened['sitzung']}"}
    for number, text in zip((HELLO, AGAIN), QUESTIONS, strict=True):
        sent = await web.post("/chat/nachricht", json={"id": number, "text": text}, headers=headers)
        rating = {"nummer": sent.json()["antworten"][0]["nummer"], "urteil": "schlecht", "kommentar": f"Kein {MARK}?"}
        assert (await web.post("/chat/bewertung", json=rating, headers=headers)).status_code < 300
    await web.get("/programm", params={"suche": MARK})
    await web.get("/chat/daten", headers=headers)
    return headers


async def send(web: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    token = form_token((await web.get(INBOX)).text)
    return await web.post(f"{INBOX}/{path}", data={"pruefung": token, **fields})


async def handle(web: httpx.AsyncClient) -> None:
    """All that an editor can do with the questions; what becomes an example is written anew."""
    await log_in(web, Role.EDITOR)
    first, second = (key_of(each) for each in QUESTIONS)
    assert MARK in (await web.get(INBOX, params={"suche": MARK})).text
    await send(web, "zuordnen", fragen=first, thema="parken")
    for _ in range(2):
        await send(web, "speichern", fragen=first, thema="parken", saetze="Gibt es Fische zu kaufen?")
        await send(web, "ignorieren", fragen=second)
        await send(web, "zurueck", nummer="2")
    await web.get("/redaktion/neu", params={"beispiele": QUESTIONS[0]})
    await web.get("/redaktion/ausprobieren", params={"frage": QUESTIONS[0]})
    await web.get("/redaktion/zahlen")


async def test_deleted_words_are_nowhere_whatever_was_done_with_them(
    web: httpx.AsyncClient, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chats = [(await visit(web, "chat"), "/chat/verlauf"), (await visit(web, "stand"), "/stand/sitzung")]
    await handle(web)
    before, shown = places_of(root, MARK.lower()), (await web.get(INBOX)).text
    for headers, path in chats:
        assert (await web.delete(path, headers=headers)).status_code == 204
    after, still = places_of(root, MARK.lower()), (await web.get(INBOX)).text
    assert ("messelotse.db" in before or "messelotse.db-wal" in before, MARK in shown) == (True, True)
    assert (after, MARK in still, MARK.lower() in caplog.text.lower()) == ([], False, False)
    assert ("eine Frage, die inzwischen gelöscht ist" in still, "Gibt es Fische zu kaufen?" in still) == (True, False)
    await log_in(web, Role.LEAD)
    assert MARK not in (await web.get("/verwaltung/protokoll")).text


async def test_words_that_have_grown_old_are_nowhere_either(web: httpx.AsyncClient, root: Path) -> None:
    await visit(web, "chat")
    await handle(web)
    engine = open_database(root / "zustand", {})
    forget_old_chats(Conversations(engine), 14, 4e9)
    engine.dispose()
    assert places_of(root, MARK.lower()) == []


async def test_conversation_of_a_try_out_is_never_stored(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "x.db")
    conversations = TrackerRows(engine)
    conversations.save(f"{PASSING_SENDER}a", f'["{MARK}"]')
    assert (conversations.load(f"{PASSING_SENDER}a"), conversations.senders()) == (f'["{MARK}"]', [])
    engine.dispose()
    assert places_of(tmp_path, MARK.lower()) == []


async def test_words_kept_by_earlier_versions_go_with_the_update(tmp_path: Path) -> None:
    path = old_database(tmp_path / "alt.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(INBOX_BEFORE)
        connection.commit()
    before = places_of(tmp_path, MARK.lower())
    engine = open_sqlite(path)
    make_tables(engine)
    with engine.connect() as connected:
        audit = connected.exec_driver_sql("SELECT about, folded FROM audit WHERE what LIKE '%ragen %' ORDER BY 1").all()
        added = connected.exec_driver_sql("SELECT added FROM inbox").scalar()
        number = connected.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'").scalar()
    assert (before, places_of(tmp_path, MARK.lower())) == (["alt.db"], [])
    assert [tuple(row) for row in audit] == [("", "kim fragen ignoriert "), ("parken", "kim fragen zugeordnet parken")]
    assert (json.loads(added), number) == ([key_of(f"{MARK}?")], 1)
    engine.dispose()


INBOX_BEFORE = f"""
CREATE TABLE inbox (number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, what VARCHAR(16) NOT NULL,
  target VARCHAR(120) NOT NULL, keys TEXT NOT NULL, added TEXT NOT NULL, title VARCHAR(300) NOT NULL,
  who VARCHAR(80) NOT NULL, stored_at INTEGER NOT NULL);
CREATE INDEX ix_inbox_stored_at ON inbox (stored_at);
INSERT INTO inbox (what, target, keys, added, title, who, stored_at)
  VALUES ('zugeordnet', 'parken', '["ab"]', '["{MARK}?"]', '{MARK}!', 'Kim', 1);
INSERT INTO audit (at, user, what, about, folded) VALUES
  (1, 'kim', 'Fragen zugeordnet', 'parken: {MARK}, {MARK}', 'kim fragen zugeordnet parken: {MARK.lower()}'),
  (1, 'kim', 'Fragen ignoriert', '{MARK}', 'kim fragen ignoriert {MARK.lower()}');
INSERT INTO talks (sender, events, stored_at) VALUES ('ausprobieren-1', '["{MARK}"]', 1);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('0002');
"""
