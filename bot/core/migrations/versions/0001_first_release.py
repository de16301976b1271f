"""The tables of the first release, made where they are missing: files from before the migrations count as well.

Frozen: what changes later is a revision of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None
_tables = sa.MetaData()

sa.Table(
    "aenderungen",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("aenderungen.number"), unique=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("author", sa.String(80), nullable=False),
    sa.Column("reason", sa.String(300), nullable=False),
    sa.Column("made_at", sa.String(40), nullable=False),
    sqlite_autoincrement=True,
)
sa.Table(
    "audit",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Integer, nullable=False, index=True),
    sa.Column("user", sa.String(64), nullable=False),
    sa.Column("what", sa.String(80), nullable=False),
    sa.Column("about", sa.String(300), nullable=False),
    sa.Column("folded", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
sa.Table(
    "booth_counts",
    _tables,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("what", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
sa.Table(
    "booth_handed_over",
    _tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
)
sa.Table(
    "erinnerungen",
    _tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("sitzung", sa.String(200), primary_key=True),
    sa.Column("minuten", sa.Integer, nullable=False),
    sa.Column("erledigt", sa.String(40), nullable=False),
    sa.Column("marke", sa.String(32), nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
    sa.Index("erinnerungen_by_session", "sitzung", "minuten"),
)
sa.Table(
    "interessen",
    _tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("art", sa.String(16), primary_key=True),
    sa.Column("schluessel", sa.String(200), primary_key=True),
    sa.Column("gewusst", sa.Text, nullable=False),
    sa.Column("marke", sa.String(32), nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
    sa.Index("interessen_by_thing", "art", "schluessel"),
)
sa.Table(
    "merkliste",
    _tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("sitzung", sa.String(200), primary_key=True),
    sa.Column("platz", sa.Integer, nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
)
sa.Table(
    "messages",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("session", sa.String(64), nullable=False),
    sa.Column("message_id", sa.String(64), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("time", sa.String(40), nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
    sa.Index("messages_by_session", "session", "message_id"),
    sqlite_autoincrement=True,
)
sa.Table(
    "question_counts",
    _tables,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.String(220), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("chats", sa.Integer, nullable=False),
)
sa.Table(
    "questions",
    _tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(64), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hour", sa.String(13), nullable=False),
    sa.Column("label", sa.String(120), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("decision", sa.String(16), nullable=False),
    sa.Column("action", sa.String(120), nullable=False),
    sa.Column("duration", sa.Integer, nullable=False),
    sa.Column("subject", sa.String(220), nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
)
sa.Table(
    "ratings",
    _tables,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
)
sa.Table(
    "staff_logins",
    _tables,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(64), nullable=False, index=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("single_sign_on", sa.Boolean, nullable=False),
    sa.Column("opened_at", sa.Integer, nullable=False),
    sa.Column("used_at", sa.Integer, nullable=False),
)
sa.Table(
    "talks",
    _tables,
    sa.Column("sender", sa.String(200), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
)
sa.Table(
    "users",
    _tables,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("title", sa.String(80), nullable=False),
    sa.Column("roles", sa.String(64), nullable=False),
    sa.Column("password", sa.String(256), nullable=False),
    sa.Column("blocked", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("created_at", sa.Integer, nullable=False),
)
sa.Table(
    "aenderung_ziele",
    _tables,
    sa.Column("number", sa.Integer, sa.ForeignKey("aenderungen.number"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("previous", sa.Integer, nullable=False),
    sa.UniqueConstraint("kind", "key", "previous", name="aenderung_ziele_kette"),
)


def upgrade() -> None:
    """Make what is missing."""
    _tables.create_all(op.get_bind())
