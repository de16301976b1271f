"""The log of changes in the database, and a feed that tells when it has grown."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.core.database import make_tables, metadata
from bot.core.errors import MesselotseError
from bot.programme.changes.model import Change, ChangeContent, LogEntry, Target

AUTHOR_LENGTH, REASON_LENGTH = 80, 300
ATTEMPTS = 20
PAUSE = 0.01  # seconds, at most, before the second attempt; grows with each
_changes = sa.Table(
    # German names: operators read these tables, and they are part of every backup made so far.
    "aenderungen",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("aenderungen.number"), nullable=True, unique=True),
    sa.Column("content", sa.Text, nullable=False),  # JSON; "" where a change is taken back
    sa.Column("author", sa.String(AUTHOR_LENGTH), nullable=False),
    sa.Column("reason", sa.String(REASON_LENGTH), nullable=False),
    sa.Column("made_at", sa.String(40), nullable=False),  # fair's time, ISO 8601 with offset
    # Without it SQLite may give the number of a deleted last row again.
    sqlite_autoincrement=True,
)
_targets = sa.Table(
    "aenderung_ziele",
    metadata,
    sa.Column("number", sa.Integer, sa.ForeignKey("aenderungen.number"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("previous", sa.Integer, nullable=False),  # the target's row before this one, 0 for none
    sa.UniqueConstraint("kind", "key", "previous", name="aenderung_ziele_kette"),
)


class Outdated(MesselotseError):
    """Another change to ``target`` came first: it is at ``revision`` now."""

    def __init__(self, target: Target, revision: int) -> None:
        super().__init__(f"„{target.key}“ wurde inzwischen von jemand anderem geändert (jetzt Nr. {revision}).")
        self.target = target
        self.revision = revision


class UnknownChange(MesselotseError):
    """There is no change with this number."""


class AlreadyUndone(MesselotseError):
    """The change has been taken back before."""


class ChangeLog:
    """The changes of this installation, in the database of ``engine``."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def stamp(self) -> tuple[int, int]:
        """Return a value that differs whenever something has been added; cheap to ask for."""
        # The count too: on a server a lower number may be committed after a higher one.
        query = sa.select(sa.func.coalesce(sa.func.max(_changes.c.number), 0), sa.func.count())
        with self._engine.connect() as connection:
            highest, count = connection.execute(query.select_from(_changes)).one()
            return int(highest), int(count)

    def changes(self) -> tuple[Change, ...]:
        """Return all changes by number, those taken back included."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_changes).order_by(_changes.c.number)).mappings().all()
        undone = {row["undoes"]: _entry(row) for row in rows if row["undoes"] is not None}
        return tuple(_change(row, undone) for row in rows if row["undoes"] is None)

    def append(
        self,
        content: ChangeContent,
        author: str,
        reason: str,
        now: datetime,
        expected: Mapping[Target, int] | None = None,
    ) -> Change:
        """Add a change.

        Args:
            content: the change.
            author: who makes it.
            reason: why, for the other organisers.
            now: the fair's time.
            expected: the revision that the author has seen, by target; a target without one is not checked.

        Raises:
            Outdated: a target is no longer at the expected revision.
        """
        number = self._add(content.targets, expected or {}, _row(author, reason, now, content=content.json()))
        return Change(number=number, author=author, reason=reason, made_at=now, content=content)

    def undo(self, number: int, author: str, reason: str, now: datetime) -> Change:
        """Take a change back; it stays in the list.

        Raises:
            UnknownChange: there is no change with this number.
            AlreadyUndone: it has been taken back before.
        """
        change = self.find(number)
        undoing = self._add(change.content.targets, {}, _row(author, reason, now, undoes=number))
        undone = LogEntry(number=undoing, author=author, reason=reason, made_at=now)
        return change.copy(update={"undone": undone})

    def find(self, number: int) -> Change:
        """Return the change with this number.

        Raises:
            UnknownChange: there is none.
        """
        found = next((change for change in self.changes() if change.number == number), None)
        if found is None:
            raise UnknownChange(f"Eine Änderung Nr. {number} gibt es nicht.")
        return found

    def _add(self, targets: Sequence[Target], expected: Mapping[Target, int], row: Mapping[str, object]) -> int:
        """Insert the row behind the latest of each target; a lost race is tried again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._engine.begin() as connection:
                    return _insert(connection, targets, expected, row)
            except sa.exc.IntegrityError:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(random.uniform(0, PAUSE * attempt))  # callers are threads, not the event loop
        raise AssertionError("not reached")


def _insert(
    connection: Any, targets: Sequence[Target], expected: Mapping[Target, int], row: Mapping[str, object]
) -> int:
    if row["undoes"] is not None and _is_undone(connection, row["undoes"]):
        raise AlreadyUndone(f"Die Änderung Nr. {row['undoes']} ist schon zurückgenommen.")
    previous = {target: _revision(connection, target) for target in targets}
    for target, revision in previous.items():
        if expected.get(target, revision) != revision:
            raise Outdated(target, revision)
    # The unique constraints decide the race; the checks above only give a better message.
    number = int(connection.execute(_changes.insert().values(**row)).inserted_primary_key[0])
    rows = [
        {"number": number, "kind": target.kind.value, "key": target.key, "previous": revision}
        for target, revision in previous.items()
    ]
    connection.execute(_targets.insert(), rows)
    return number


def _is_undone(connection: Any, number: object) -> bool:
    query = sa.select(_changes.c.number).where(_changes.c.undoes == number)
    return connection.execute(query).first() is not None


def _revision(connection: Any, target: Target) -> int:
    # Read within the transaction; a writer who comes between is caught by the unique constraint.
    query = sa.select(sa.func.coalesce(sa.func.max(_targets.c.number), 0))
    found = connection.execute(query.where(_targets.c.kind == target.kind.value, _targets.c.key == target.key))
    return int(found.scalar_one())


def _row(author: str, reason: str, now: datetime, content: str = "", undoes: int | None = None) -> dict[str, object]:
    return {"author": author, "reason": reason, "made_at": now.isoformat(), "content": content, "undoes": undoes}


def _entry(row: Mapping[str, Any]) -> LogEntry:
    return LogEntry(
        number=row["number"], author=row["author"], reason=row["reason"], made_at=datetime.fromisoformat(row["made_at"])
    )


def _change(row: Mapping[str, Any], undone: Mapping[int, LogEntry]) -> Change:
    content = ChangeContent.parse_raw(row["content"])
    return Change(**_entry(row).dict(), content=content, undone=undone.get(row["number"]))


CHECK_SECONDS = 0.5  # another process's change shall be live within a second
logger = logging.getLogger(__name__)


class ChangeFeed:
    """Follows a change log; None stands for a programme without one."""

    def __init__(self, log: ChangeLog | None) -> None:
        self.changes: tuple[Change, ...] = ()
        self.problem = ""
        self._log = log
        self._stamp: tuple[int, int] | None = None
        self._reading = asyncio.Lock()

    async def refresh(self) -> bool:
        """Read the log if it has grown and return whether there is news; a fault is kept in ``problem``, not raised."""
        if self._log is None:
            return False
        # Web and the watcher refresh at the same time; two reads could otherwise store the older one last.
        async with self._reading:
            try:
                return await self._read(self._log)
            except (sa.exc.SQLAlchemyError, ValueError) as error:
                self._fail(type(error).__name__)
                return False

    async def _read(self, log: ChangeLog) -> bool:
        # The stamp is taken before reading: what is added meanwhile is read once more.
        stamp = await asyncio.to_thread(log.stamp)
        self.problem = ""
        if stamp == self._stamp:
            return False
        self.changes = await asyncio.to_thread(log.changes)
        self._stamp = stamp
        return True

    def _fail(self, name: str) -> None:
        problem = (
            f"Änderungen des Programmbüros: nicht lesbar ({name}) – bitte die Datenbank prüfen, der letzte Stand gilt"
        )
        if problem != self.problem:
            logger.error("%s", problem)
        self.problem = problem
