"""``GET /chat/daten``: everything that is kept about a chat, as one JSON file for whoever holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sanic import Request, Sanic
from sanic.response import HTTPResponse, raw

from bot.chat.chat_tables import tables_of_chats
from bot.chat.session_tokens import sender_of
from bot.core.database import beside
from bot.dialogue.tracker_rows import TrackerRows
from bot.web.services import services_of

PATH = "/chat/daten"
FILE_NAME = "meine-daten.json"
CHAT_COLUMN = "session"  # leads to the chat; whoever gets the file from its owner need not have that
EXPLANATION = (
    "Das ist alles, was der Messelotse zu Ihrem Gespräch gespeichert hat. „Verlauf löschen“ im Menü des Chats "
    "löscht es. "
    "Was die Felder bedeuten, wozu sie da sind und wie lange sie bleiben, steht auf /datenschutz."
)


def setup_own_data(app: Sanic) -> None:
    """Serve GET /chat/daten."""
    app.add_route(get_data, PATH, methods={"GET"})


async def get_data(request: Request) -> HTTPResponse:
    """The rows of all tables about this chat."""
    services = services_of(request)
    session = services.sessions.read(request.headers.get("authorization", ""))
    found = await beside(data_of, services.database, session)
    body = {"erklaerung": EXPLANATION, "loeschfrist_tage": services.fair.retention_days, "daten": found}
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return raw(
        json.dumps(body, ensure_ascii=False, indent=2).encode(), headers=headers, content_type="application/json"
    )


def data_of(engine: sa.engine.Engine, session: str) -> dict[str, Any]:
    """What is kept about a chat, by table; Rasa's memory of it under ``conversations``."""
    with engine.connect() as connection:
        tables = {table.name: _rows(connection, table, session) for table in tables_of_chats()}
    conversation = TrackerRows(engine).load(sender_of(session))
    return {name: rows for name, rows in tables.items() if rows} | (
        {"talks": json.loads(conversation)} if conversation else {}
    )


def _rows(connection: Any, table: sa.Table, session: str) -> list[dict[str, Any]]:
    rows = connection.execute(sa.select(table).where(table.c.session == session)).mappings()
    return [_readable(row) for row in rows]


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != CHAT_COLUMN}
    return kept | ({"body": json.loads(kept["body"])} if "body" in kept else {})
