"""Thumbs up or down for an answer, with what somebody wants to say about it. Forgotten with the chat."""

from __future__ import annotations

from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.database import make_tables
from bot.editorial.masking import mask_personal_data
from bot.web.chat_tables import chat_table
from bot.web.validation import FieldFault, bad_fields

MOST_LETTERS = 500
ratings = chat_table(
    "ratings",
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # of the answer, see messages.number
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)


class Verdict(str, Enum):
    """What somebody thinks of an answer."""

    GOOD = "gut"
    BAD = "schlecht"


class Ratings:
    """What was thought of answers, each by its number."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def rate_within(self, connection: Any, session: str, number: int, verdict: Verdict | None, comment: str) -> None:
        """Keep a verdict in place of an earlier one; None takes it back. Personal data in the comment is masked."""
        place = (ratings.c.session == session) & (ratings.c.number == number)
        values = {"session": session, "number": number, "comment": mask_personal_data(comment)}
        connection.execute(ratings.delete().where(place))
        if verdict is not None:
            connection.execute(ratings.insert(), [{**values, "verdict": verdict.value}])

    def of(self, session: str) -> dict[int, str]:
        """The verdicts of a chat by the answers' numbers."""
        query = sa.select(ratings.c.number, ratings.c.verdict).where(ratings.c.session == session)
        with self._engine.connect() as connection:
            return {row.number: row.verdict for row in connection.execute(query)}


def read_rating(fields: dict[str, object]) -> tuple[int, Verdict | None, str]:
    """Number, verdict and comment in the body of POST /chat/bewertung.

    Raises:
        WebProblem: 400 with every value that cannot be used.
    """
    number, verdict, comment = fields.get("nummer"), fields.get("urteil"), fields.get("kommentar") or ""
    faults = []
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**31:
        faults.append(FieldFault("nummer", number, "ist keine Nummer einer Antwort", "bitte eine ganze Zahl angeben"))
    if verdict not in (None, Verdict.GOOD, Verdict.BAD):
        faults.append(FieldFault("urteil", verdict, "ist unbekannt", "bitte gut, schlecht oder null angeben"))
    if not isinstance(comment, str) or len(comment) > MOST_LETTERS:
        remedy = f"bitte einen Text mit höchstens {MOST_LETTERS} Zeichen angeben"
        faults.append(FieldFault("kommentar", comment, "ist so nicht möglich", remedy))
    if faults or not isinstance(number, int) or not isinstance(comment, str):
        raise bad_fields(faults)
    return number, Verdict(verdict) if isinstance(verdict, str) else None, comment.strip()
