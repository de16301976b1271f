"""Questions of visitors as editors see them, and how their answers were rated."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import chain, repeat
from typing import Any

import sqlalchemy as sa

from bot.chat.chat_tables import chat_table
from bot.chat.conversations import messages, question_at
from bot.chat.disclosure_control import mask_personal_data
from bot.chat.question_counts import (
    Cell,
    Count,
    CountKind,
    add_difference,
    duration_key,
    read_counts,
)
from bot.core.database import make_tables
from bot.dialogue.alternatives import SURE
from bot.dialogue.nlu_report import TOTAL, Decision, Understanding

MOST_COMMENT_LETTERS = 500
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


logger = logging.getLogger(__name__)
MOST_LETTERS = 300
HOUR = "%Y-%m-%dT%H"
EMERGENCY = "notfall/"  # labels of emergencies: counted, their words never kept
NO_QUESTIONS = frozenset({"neu_anfangen"})
Subject = tuple[str, str]  # kind and key: ("stand", "B3"), ("sitzung", "s1")
questions = chat_table(
    "questions",
    sa.Column("message", sa.String(64), primary_key=True),  # id of the person's message
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),  # of several questions in one message
    sa.Column("hour", sa.String(13), nullable=False),  # ISO 8601, of the fair's clock; no more exactly
    sa.Column("label", sa.String(120), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("decision", sa.String(16), nullable=False),
    sa.Column("action", sa.String(120), nullable=False),
    sa.Column("duration", sa.Integer, nullable=False),  # ms
    sa.Column("subject", sa.String(220), nullable=False),  # „stand:B3“ or ""
    sa.Column("reason", sa.String(16), nullable=False),  # why the words are kept, else ""
    sa.Column("words", sa.Text, nullable=False),  # masked, "" when they are not kept
)
_COUNTED = [questions.c[name] for name in ("hour", "label", "decision", "duration", "subject")]
_OF_CHAT = sa.select(*_COUNTED).where(
    questions.c.session == sa.bindparam("chat"), questions.c.hour.like(sa.bindparam("day"))
)


class Reason(str, Enum):
    """Reasons to show a question to the editors."""

    MISS = "keine"
    OUT_OF_SCOPE = "ausserhalb"
    UNSURE = "unsicher"
    BAD = "schlecht"


@dataclass(frozen=True)
class Noted:
    """A question for the editors; ``stored_at`` in real seconds since 1970, ``comment`` only with a thumb down."""

    words: str
    reason: Reason
    label: str
    stored_at: int
    comment: str = ""


class QuestionLog:
    """Stores questions and thumbs, and returns what was counted."""

    def __init__(self, engine: sa.engine.Engine, now: Callable[[], datetime]) -> None:
        """Take the database; ``now`` returns the fair's time."""
        self._engine = engine
        self._now = now
        self.ratings = Ratings(engine)
        make_tables(engine)

    def note(
        self, session: str, message: str, reports: Sequence[Understanding], subjects: Sequence[Subject] = ()
    ) -> None:
        """Store the questions of an answered message; a failing database costs the note, not the answer.

        Args:
            session: the chat.
            message: id of the message.
            reports: one for each question in it.
            subjects: the booths and sessions that the answers are about.
        """
        hour = self._now().strftime(HOUR)
        # Only counted: which of several questions a subject belongs to does not matter.
        pairs = enumerate(zip(reports, chain(subjects, repeat(("", ""))), strict=False))
        rows = [
            {"session": session, "message": message, "part": part, "hour": hour, **_values(report, subject)}
            for part, (report, subject) in pairs
            if report.label not in NO_QUESTIONS
        ]
        try:
            if rows:
                self._add(session, rows)
        except sa.exc.SQLAlchemyError as error:
            logger.warning("Die Frage lässt sich nicht notieren (%s)", type(error).__name__)

    def _add(self, session: str, rows: list[dict[str, Any]]) -> None:
        chat = {"chat": session, "day": f"{rows[0]['hour'][:10]}%"}
        with self._engine.begin() as connection:
            before = Counter(chain.from_iterable(_cells_of(*row) for row in connection.execute(_OF_CHAT, chat)))
            connection.execute(questions.insert(), rows)
            new = (tuple(row[column.name] for column in _COUNTED) for row in rows)
            add_difference(connection, before, before + Counter(chain.from_iterable(_cells_of(*row) for row in new)))

    def rate(self, session: str, number: int, verdict: Verdict | None, comment: str = "") -> None:
        """Store a verdict on an answer, see :meth:`Ratings.rate_within`; a bad one keeps the words."""
        with self._engine.begin() as connection:
            before = _verdict_cells(connection, session)
            self.ratings.rate_within(connection, session, number, verdict, comment)
            message, words = question_at(connection, session, number)
            mine = (questions.c.session == session) & (questions.c.message == message)
            mine &= ~questions.c.label.startswith(EMERGENCY)
            reasons = ("", Reason.BAD.value)
            kept = {"reason": "", "words": ""}
            if verdict is Verdict.BAD:
                kept = {"reason": Reason.BAD.value, "words": mask_personal_data(words)[:MOST_LETTERS]}
            connection.execute(questions.update().where(mine, questions.c.reason.in_(reasons)).values(**kept))
            add_difference(connection, before, _verdict_cells(connection, session))

    def counts(self) -> dict[Cell, Count]:
        """Return everything counted so far, not yet fit to be shown: see :mod:`bot.chat.disclosure_control`."""
        with self._engine.connect() as connection:
            return read_counts(connection)

    def noted(self) -> list[Noted]:
        """Return the questions whose words are kept, newest first."""
        rated = messages.outerjoin(ratings, _same_number()).join(questions, _same_message())
        comment = sa.func.max(ratings.c.comment).label("comment")
        columns = (questions.c.words, questions.c.reason, questions.c.label, questions.c.stored_at)
        query = sa.select(*columns, comment).select_from(rated).where(questions.c.words != "")
        query = query.group_by(questions.c.session, questions.c.message, questions.c.part, *columns)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(questions.c.stored_at.desc())).all()
        return [Noted(row.words, Reason(row.reason), row.label, row.stored_at, row.comment or "") for row in rows]

    def latest_misses(self, since: datetime) -> list[tuple[str, int]]:
        """Return the unanswered questions since then (fair's time) and their number, most frequent first."""
        reasons = (Reason.MISS.value, Reason.OUT_OF_SCOPE.value)
        query = sa.select(questions.c.words).where(
            questions.c.reason.in_(reasons), questions.c.hour >= since.strftime(HOUR)
        )
        with self._engine.connect() as connection:
            return Counter(connection.execute(query).scalars()).most_common()


def reason_of(report: Understanding) -> Reason | None:
    """Return the reason to show this question to the editors, or None."""
    if report.is_button or not report.text:
        return None
    of_decision = {Decision.NONE: Reason.MISS, Decision.OUT_OF_SCOPE: Reason.OUT_OF_SCOPE}
    is_unsure = report.confidence < SURE and not report.is_from_conversation
    return of_decision.get(report.decision) or (Reason.UNSURE if is_unsure else None)


def _values(report: Understanding, subject: Subject) -> dict[str, Any]:
    reason = reason_of(report)
    return {
        "label": report.label[:120],
        "confidence": round(report.confidence, 3),
        "decision": report.decision.value,
        "action": report.action[:120],
        "duration": round(report.durations.get(TOTAL, 0.0)),
        "subject": ":".join(subject)[:220] if subject[0] else "",
        "reason": reason.value if reason else "",
        "words": mask_personal_data(report.text)[:MOST_LETTERS] if reason else "",
    }


def _cells_of(hour: str, label: str, decision: str, duration: int, subject: str) -> list[Cell]:
    day, _, hour_of_day = hour.partition("T")
    pairs = [
        (CountKind.ALL, ""),
        (CountKind.HOUR, hour_of_day),
        (CountKind.LABEL, label),
        (CountKind.DECISION, decision),
        (CountKind.DURATION, duration_key(duration)),
    ]
    kind, _, key = subject.partition(":")
    return [Cell(day, *pair) for pair in pairs + ([(CountKind(kind), key)] if kind else [])]


def _verdict_cells(connection: Any, session: str) -> Counter[Cell]:
    """Return verdicts by the day and label of the question; of several in one message, the first's."""
    rated = ratings.join(messages, _same_number()).join(questions, _same_message())
    columns = (questions.c.hour, questions.c.label, ratings.c.verdict)
    query = sa.select(*columns).select_from(rated).where(ratings.c.session == session, questions.c.part == 0)
    found: Counter[Cell] = Counter()
    for hour, label, verdict in connection.execute(query):
        found.update([Cell(hour[:10], CountKind.VERDICT, verdict), Cell(hour[:10], CountKind(verdict), label)])
    return found


def _same_number() -> Any:
    return (ratings.c.session == messages.c.session) & (ratings.c.number == messages.c.number)


def _same_message() -> Any:
    return (questions.c.session == messages.c.session) & (questions.c.message == messages.c.message_id)
