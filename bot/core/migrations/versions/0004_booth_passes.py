"""The booth's passes, until now in each process's memory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    """Make the table and its indexes."""
    op.create_table(
        "booth_passes",
        sa.Column("session", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("until", sa.Integer, nullable=False),
        sa.Column("stored_at", sa.Integer, nullable=False),
    )
    op.create_index("ix_booth_passes_key", "booth_passes", ["key"])
    op.create_index("ix_booth_passes_stored_at", "booth_passes", ["stored_at"])
