"""The editors' inbox: the decisions on questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "inbox",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("target", sa.String(120), nullable=False),
        sa.Column("keys", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("stored_at", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_stored_at", "inbox", ["stored_at"])
