"""Visitors' words go with their chats: no longer in the inbox's deeds, in the list of what was done, or of try-outs."""

from __future__ import annotations

import hashlib
import json
import re

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"
_inbox = sa.table("inbox", sa.column("number"), sa.column("added"), sa.column("title"))
_audit = sa.table("audit", *(sa.column(name) for name in ("number", "user", "what", "about", "folded")))
_conversations = sa.table("talks", sa.column("sender"))
_QUOTING = ("Fragen zugeordnet", "Fragen ignoriert", "Eingang: zurückgeholt")


def upgrade() -> None:
    """Keep keys in the place of words, and drop the column of titles."""
    connection = op.get_bind()
    connection.execute(_conversations.delete().where(_conversations.c.sender.like("ausprobieren-%")))
    for row in connection.execute(sa.select(_inbox)).all():
        keys = sorted({_key(str(words)) for words in json.loads(row.added)})
        # Also the title: PostgreSQL drops a column without touching its rows.
        values = {"added": json.dumps(keys), "title": ""}
        connection.execute(_inbox.update().where(_inbox.c.number == row.number).values(**values))
    for row in connection.execute(sa.select(_audit).where(_audit.c.what.in_(_QUOTING))).all():
        about = row.about.partition(":")[0] if row.what == _QUOTING[0] else ""
        values = {"about": about, "folded": f"{row.user} {row.what} {about}".casefold()}
        connection.execute(_audit.update().where(_audit.c.number == row.number).values(**values))
    with op.batch_alter_table("inbox", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_column("title")


def _key(words: str) -> str:
    plain = " ".join(re.findall(r"\w+", words.casefold())) or words
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
