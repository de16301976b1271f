"""What is kept, how long, and that it goes: docs/datenschutz.md against the schema, deletion, export, no addresses."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

import bot.web.app  # noqa: F401  # so that all tables are known
from bot.chat.chat_tables import tables_of_chats
from bot.chat.session_tokens import MAXIMUM_AGE
from bot.core.database import metadata, open_sqlite, wipe
from bot.core.errors import ContentError
from bot.core.settings import ROOT
from bot.dialogue.tracker_rows import TrackerRows
from bot.fair.file import LONGEST_RETENTION, load_fair
from tests.samples.web import HELLO, FakeRasa, open_session, running

GUIDE = (ROOT / "docs" / "datenschutz.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (?P<what>[^|]+) \| `(?P<table>\w+)`: (?P<columns>[^|]+) \| (?P<why>[^|]+) \| (?P<time>[^|]+) \|$", re.M
)
MARK = "Der Zebrafisch im Aquarium 4711 singt"
ADDRESS = "198.51.100.77"


def test_guide_explains_every_table_and_column_and_no_other() -> None:
    told = {row["table"]: re.findall(r"`(\w+)`", row["columns"]) for row in ROW.finditer(GUIDE)}
    assert told == {table.name: [column.name for column in table.columns] for table in metadata.sorted_tables}


def test_guide_says_of_all_that_belongs_to_a_chat_that_it_goes_with_it() -> None:
    going = {row["table"] for row in ROW.finditer(GUIDE) if row["time"] == "Frist"}
    assert going == {*(table.name for table in tables_of_chats()), "talks"}


def test_shipped_period_is_short_and_the_longest_is_that_of_the_browsers_key() -> None:
    assert (load_fair().retention_days, LONGEST_RETENTION * 86400) == (14, MAXIMUM_AGE)


def test_period_that_is_too_long_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "messe.yml").read_text(encoding="utf-8").replace("loeschfrist_tage: 14", "loeschfrist_tage: 31")
    (tmp_path / "messe.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="„loeschfrist_tage: 31“ ist zu lang"):
        load_fair(tmp_path / "messe.yml")


def files_with(folder: Path, word: str) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes())


def test_wiped_journal_holds_nothing_of_what_was_deleted(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "x.db")
    TrackerRows(engine).save("a", MARK)
    before = files_with(tmp_path, MARK)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM talks"))
    wipe(engine)
    assert (before != [], files_with(tmp_path, MARK)) == (True, [])


@pytest.mark.asyncio
async def test_deleted_chat_leaves_nothing_in_the_state_folder(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        other = await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": MARK}, headers=headers)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "bleibt stehen"}, headers=other)
        before = files_with(tmp_path, MARK)
        await client.delete("/chat/verlauf", headers=headers)
        after = files_with(tmp_path, MARK)
        kept = (await client.get("/chat/verlauf", headers=other)).json()["verlauf"]
    assert (before != [], after, kept[1]["text"]) == (True, [], "bleibt stehen")


@pytest.mark.asyncio
async def test_export_gives_all_of_this_chat_and_nothing_of_others(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers, other = await open_session(client), await open_session(client)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Meine Frage"}, headers=headers)
        await client.post("/chat/nachricht", json={"id": HELLO, "text": MARK}, headers=other)
        noted = await client.put("/chat/plan/ki-grundlagen", headers=headers)
        number = (await client.get("/chat/verlauf", headers=headers)).json()["verlauf"][-1]["nummer"]
        rating = {"nummer": number, "urteil": "schlecht", "kommentar": "zu kurz"}
        await client.post("/chat/bewertung", json=rating, headers=headers)
        answer = await client.get("/chat/daten", headers=headers)
        stranger = await client.get("/chat/daten")
    found = answer.json()["daten"]
    assert noted.status_code == 200, noted.text
    assert (stranger.status_code, MARK in answer.text, "session" in answer.text) == (401, False, False)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    assert {name: len(rows) for name, rows in found.items()} == {
        "messages": 3,
        "merkliste": 1,
        "interessen": 1,
        "ratings": 1,
    }
    assert [row["body"]["text"] for row in found["messages"]][1] == "Meine Frage"
    assert (found["merkliste"][0]["sitzung"], found["ratings"][0]["comment"]) == ("ki-grundlagen", "zu kurz")


@pytest.mark.asyncio
async def test_address_is_nowhere_at_rest(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_PROXY="127.0.0.1", MESSE_GRENZE_ADRESSE="3") as client:
        client.headers["X-Forwarded-For"] = ADDRESS
        headers = await open_session(client)
        for _ in range(4):  # the last one is refused
            await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"}, headers=headers)
        await client.post("/anmelden", data={"name": "x", "passwort": "y"})
        stored = [path.name for path in tmp_path.rglob("*") if path.is_file() and ADDRESS.encode() in path.read_bytes()]
    assert (stored, ADDRESS in caplog.text) == ([], False)


@pytest.mark.asyncio
async def test_page_says_the_essence(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        page = await _text_of(client, "/datenschutz")
    wanted = ["höchstens 14 Tage", "„Verlauf löschen“", "„Meine Daten herunterladen“", "Computerprogramm", "Artikel 50"]
    assert [words for words in wanted if words not in page] == []


async def _text_of(client: httpx.AsyncClient, path: str) -> str:
    return (await client.get(path)).text
