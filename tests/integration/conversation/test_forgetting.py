"""„Verlauf löschen“ in the running system: then neither table nor file knows the talk; no file is undocumented."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from fnmatch import fnmatch

import httpx
import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer

from bot.chat.session_tokens import sender_of
from bot.core.database import open_sqlite
from bot.core.settings import ROOT
from tests.integration.helpers.running_system import Message, RunningSystem, wait_for

MARK = "Quastenflosser"
QUESTION = f"Verkauft jemand {MARK} im Glas?"
COMMENT = f"Kein Wort zu {MARK}"
GUIDE = (ROOT / "docs" / "datenschutz.md").read_text(encoding="utf-8")
ENCODINGS = ("utf-8", "utf-16-le")


def ask(client: httpx.Client, text: str) -> int:
    """The number of the answer; a busy machine may need another try."""
    body = {"id": str(uuid.uuid4()), "text": text}
    sent = wait_for(lambda: answered(client.post("/chat/nachricht", json=body)), 60, f"Antwort auf {text}")
    return int(sent[0]["nummer"])


def answered(response: httpx.Response) -> list[Message]:
    found: list[Message] = response.json()["antworten"] if response.status_code == 200 else []
    return found


@pytest.fixture
def chat(running: RunningSystem) -> Iterator[httpx.Client]:
    """A visitor who has left a trace wherever one can be left."""
    with httpx.Client(base_url=running.web, timeout=120, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {client.post('/chat/sitzung').json()['sitzung']}"
        numbers = [ask(client, text) for text in (QUESTION, "Wann ist die Eröffnung?", "Wo ist Stand B3?")]
        rating = {"nummer": numbers[0], "urteil": "schlecht", "kommentar": COMMENT}
        client.post("/chat/bewertung", json=rating).raise_for_status()
        client.put("/chat/plan/guten-morgen-ki").raise_for_status()
        client.put("/chat/plan/guten-morgen-ki/erinnerung", json={"minuten": 10}).raise_for_status()
        yield client


def session_of(running: RunningSystem, client: httpx.Client) -> str:
    secret = (running.state / "geheimnis").read_text(encoding="utf-8").strip()
    token = client.headers["Authorization"].partition(" ")[2]
    return str(URLSafeTimedSerializer(secret, salt="messelotse.sitzung").loads(token))


def tables_with(running: RunningSystem, *words: str) -> set[str]:
    """The tables of the real database, whichever code made them, in which one of the words stands in any column."""
    engine = open_sqlite(running.state / "messelotse.db")
    found = set()
    with engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            rows = connection.execute(sa.text(f'SELECT * FROM "{table}"')).all()
            if any(word in str(value) for row in rows for value in row for word in words):
                found.add(table)
    engine.dispose()
    return found


def files_with(running: RunningSystem, *words: str) -> list[str]:
    needles = [word.encode(encoding) for word in words for encoding in ENCODINGS]
    files = [path for folder in (running.state, running.project) for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(needle in path.read_bytes() for needle in needles))


def test_deleted_conversation_is_nowhere(running: RunningSystem, chat: httpx.Client) -> None:
    session = session_of(running, chat)
    traces = (MARK, session, sender_of(session))
    own = {"messages", "talks", "questions", "ratings", "merkliste", "erinnerungen", "interessen"}
    before = tables_with(running, *traces)
    exported = set(chat.get("/chat/daten").json()["daten"])
    chat.delete("/chat/verlauf").raise_for_status()
    assert (before, exported) == (own, own)
    assert tables_with(running, *traces) == set()
    # SQLite's journal is emptied as soon as nobody reads.
    wait_for(lambda: files_with(running, *traces) == [], 20, "Dateien ohne Spur")


def test_every_file_that_arises_is_in_the_guide(running: RunningSystem, chat: httpx.Client) -> None:
    section = GUIDE.split("## Was in Dateien steht")[1].split("\n## ")[0]
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", section, re.MULTILINE)
    patterns = [pattern for row in rows for pattern in re.findall(r"`([^`]+)`", row)]
    names = [path.relative_to(running.state).as_posix() for path in running.state.rglob("*") if path.is_file()]
    assert [name for name in names if not any(fnmatch(name, pattern) for pattern in patterns)] == []


def test_files_are_for_their_owner_only(running: RunningSystem) -> None:
    """But models: where the disk allows they are the files in ``models`` under another name, and hold nobody's data."""
    files = [path for path in running.state.rglob("*") if path.parent != running.state / "modelle"]
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []
