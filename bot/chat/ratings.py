"""Thumbs up or down for an answer, with an optional comment. Forgotten with the chat."""

from __future__ import annotations

from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.chat.chat_tables import chat_table
from bot.chat.disclosure_control import mask_personal_data
from bot.core.database import make_tables

MOST_LETTERS = 500
ratings = chat_table(
    "ratings",
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # of the answer, see messages.number
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)


class Verdict(str, Enum):
    """A visitor's verdict on an answer."""

    GOOD = "gut"
    BAD = "schlecht"


class Ratings:
    """The verdicts on answers, by the answer's number."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def rate_within(self, connection: Any, session: str, number: int, verdict: Verdict | None, comment: str) -> None:
        """Store a verdict in place of an earlier one; None deletes it. Personal data in the comment is masked."""
        place = (ratings.c.session == session) & (ratings.c.number == number)
        values = {"session": session, "number": number, "comment": mask_personal_data(comment)}
        connection.execute(ratings.delete().where(place))
        if verdict is not None:
            connection.execute(ratings.insert(), [{**values, "verdict": verdict.value}])

    def of(self, session: str) -> dict[int, str]:
        """Return the verdicts of a chat by the answers' numbers."""
        query = sa.select(ratings.c.number, ratings.c.verdict).where(ratings.c.session == session)
        with self._engine.connect() as connection:
            return {row.number: row.verdict for row in connection.execute(query)}
