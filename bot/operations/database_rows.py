"""The rows of a database on a server, one JSON line each: part of a backup, restored into any database of ours.

Rows rather than pg_dump: no client program has to fit the server's version, and a backup moves between both databases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

import sqlalchemy as sa

from bot.core.errors import MesselotseError
from bot.core.migration import HEAD, revision_of, upgrade

BATCH = 100
LONGEST_LINE = 8 << 20  # bytes; the longest row of ours, the memory of a conversation, has some 100,000
HEADER = "stand"  # first line: the revision that the rows belong to


class RowsError(MesselotseError):
    """The rows do not fit this version."""


def write_rows(engine: sa.engine.Engine, target: IO[bytes]) -> int:
    """Write all rows of all tables as of one moment, while others go on writing, and return their number.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    count = 0
    tables = tables_of(engine)
    with engine.connect().execution_options(isolation_level=_one_moment(engine)) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        _write(target, {HEADER: revision_of(engine)})
        for table in tables:
            for row in connection.execution_options(stream_results=True).execute(
                sa.select(table).order_by(*table.primary_key)
            ):
                _write(target, {"tabelle": table.name, "werte": dict(row._mapping)})
                count += 1
    return count


def read_rows(engine: sa.engine.Engine, source: IO[bytes]) -> int:
    """Replace all rows of the database, all or none, and return their number.

    Raises:
        RowsError: they belong to another version, or are none of ours.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be written.
    """
    upgrade(engine)
    lines = _lines(source)
    first: dict[str, Any] = next(lines, {})
    stand = first.get(HEADER)
    if stand != HEAD:
        raise RowsError(
            f"Die Sicherung der Datenbank hat den Stand „{stand}“, diese Fassung von Messelotse den Stand „{HEAD}“ – "
            "bitte mit der Fassung wiederherstellen, die sie gemacht hat."
        )
    tables = {table.name: table for table in tables_of(engine)}
    with engine.begin() as connection:
        # Referring tables first, so that no foreign key is left dangling on the way.
        for table in reversed(list(tables.values())):
            connection.execute(table.delete())
        count = sum(_insert(connection, tables.get(name), rows) for name, rows in _batches(lines))
        _continue_numbers(connection, tables)
    return count


def tables_of(engine: sa.engine.Engine) -> list[sa.Table]:
    """Return all tables of the database but Alembic's, referenced ones first."""
    found = sa.MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name not in ("alembic_version", "sqlite_sequence")]


def _one_moment(engine: sa.engine.Engine) -> str:
    return "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"


def _write(target: IO[bytes], line: Mapping[str, Any]) -> None:
    target.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _batches(lines: Iterator[Mapping[str, Any]]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    name, rows = "", list[Mapping[str, Any]]()
    for line in lines:
        if rows and (line.get("tabelle") != name or len(rows) == BATCH):
            yield name, rows
            rows = []
        name = str(line.get("tabelle"))
        rows.append(line.get("werte", {}))
    if rows:
        yield name, rows


def _lines(source: IO[bytes]) -> Iterator[dict[str, Any]]:
    while line := source.readline(LONGEST_LINE + 1):
        try:
            found = json.loads(line) if len(line) <= LONGEST_LINE else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise _unreadable()
        yield found


def _unreadable() -> RowsError:
    return RowsError("Die Zeilen der Datenbank in der Sicherung sind nicht lesbar – bitte ihre Herkunft prüfen.")


def _insert(connection: Any, table: sa.Table | None, rows: list[Mapping[str, Any]]) -> int:
    if table is None or not all(isinstance(row, dict) for row in rows):
        raise _unreadable()
    connection.execute(table.insert(), rows)
    return len(rows)


def _continue_numbers(connection: Any, tables: Mapping[str, sa.Table]) -> None:
    """Set PostgreSQL's counters to go on after the highest number."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.values():
        for column in table.primary_key:
            sequence = connection.execute(
                sa.text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if sequence:
                last = connection.execute(sa.select(sa.func.max(column))).scalar()
                connection.execute(sa.text("SELECT setval(:name, :last, true)"), {"name": sequence, "last": last or 1})
