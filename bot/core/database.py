"""The project's one database: SQLite in the state folder, or the server that MESSE_DATENBANK names.

Modules define their tables on :data:`metadata`; the migrations of :mod:`bot.core.migration` create them.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import sqlalchemy as sa

from bot.core.errors import ConfigurationError
from bot.core.migration import upgrade
from bot.core.secrets import read_secret

DATABASE_VARIABLE = "MESSE_DATENBANK"
DATABASE_FILE = "messelotse.db"
# How long a statement may wait for another writer: a visitor waits meanwhile, and after five seconds in vain.
WAIT_MILLISECONDS = 1_500
WIPE_MILLISECONDS = 500
DAMAGED = (
    "Die Datenbank {} ist beschädigt – bitte die letzte Sicherung zurückspielen (./messelotse wiederherstellen …); "
    "ohne Sicherung die Datei umbenennen, dann beginnt eine leere."
)
metadata = sa.MetaData()
T = TypeVar("T")
TOUCH = sa.text("UPDATE alembic_version SET version_num = version_num")  # one row, in every database of ours
_THREADS = ThreadPoolExecutor(8, "datenbank")  # not asyncio's own: those look up addresses, for Rasa as well
_upgraded: WeakSet[sa.engine.Engine] = WeakSet()


def open_database(folder: Path, environment: Mapping[str, str] = os.environ) -> sa.engine.Engine:
    """Return the engine of this installation's database; SQLite's file is created for its owner only.

    Args:
        folder: the state folder, home of the SQLite file.
        environment: MESSE_DATENBANK is an SQLAlchemy URL such as ``postgresql://user:password@host/name``.

    Raises:
        ConfigurationError: the URL cannot be used or the database cannot be reached.
    """
    url = read_secret(environment, DATABASE_VARIABLE)
    try:
        engine = _server(url) if url else open_sqlite(folder / DATABASE_FILE)
        with engine.connect():
            return engine
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        if not url and is_damage(error):
            raise ConfigurationError(DAMAGED.format(folder / DATABASE_FILE)) from error
        # Neither the URL nor the driver's message may be shown: both can hold the password.
        named = f"{DATABASE_VARIABLE} nennt" if url else f"{folder / DATABASE_FILE} ist"
        raise ConfigurationError(
            f"{named} eine Datenbank, die sich nicht öffnen lässt ({type(error).__name__}) – bitte Adresse, Zugang und "
            "Rechte prüfen."
        ) from error


def open_sqlite(path: Path) -> sa.engine.Engine:
    """Return an engine for this SQLite file, which only its owner may read.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the file cannot be created or is no database.
    """
    # Connections are kept: closing the last one makes SQLite empty its WAL onto the disk, each time for milliseconds.
    engine = sa.create_engine(
        f"sqlite:///{path}",
        connect_args={"check_same_thread": False},
        poolclass=sa.pool.QueuePool,
        future=True,
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _configure)
    with engine.connect():
        path.chmod(0o600)
    return engine


def make_tables(engine: sa.engine.Engine) -> None:
    """Bring the tables to this version's state, once for each engine; several processes may do so at once."""
    if engine not in _upgraded:
        if upgrade(engine):
            wipe(engine)  # a migration may have deleted what must not stay
        _upgraded.add(engine)


def wipe(engine: sa.engine.Engine) -> None:
    """Remove deleted rows from SQLite's journal as well, which holds earlier pages until it is emptied.

    A reader at this moment prevents that; the next call or SQLite itself does it then.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        raw = connection.connection
        raw.execute(f"PRAGMA busy_timeout={WIPE_MILLISECONDS}")
        with suppress(sqlite3.OperationalError):
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        raw.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")


def is_damage(error: Exception) -> bool:
    """Return whether the database itself is damaged: SQLite's error for that has the base class itself."""
    return type(error) is sa.exc.DatabaseError


def takes_no_writing(error: sa.exc.SQLAlchemyError) -> bool:
    """Return whether a statement failed because the disk is full or read-only, while reading goes on."""
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error):  # Python 3.10 hides SQLite's error code
        return any(words in str(cause) for words in ("disk is full", "readonly database", "disk I/O error"))
    return getattr(cause, "pgcode", None) in ("53100", "25006")  # disk_full, read_only_sql_transaction


def _server(url: str) -> sa.engine.Engine:
    if sa.engine.make_url(url).get_backend_name() != "postgresql":
        return sa.create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)
    from bot.core.postgres_patience import be_patient

    be_patient()
    limits = {"connect_timeout": 3, "options": f"-c statement_timeout={WAIT_MILLISECONDS}"}
    return sa.create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True, connect_args=limits)


def _configure(connection: Any, _record: object) -> None:
    """Configure a connection: WAL lets readers go on while one writes; secure_delete overwrites deleted text."""
    for pragma in (f"busy_timeout={WAIT_MILLISECONDS}", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    # The file remembers WAL. To switch, SQLite does not wait for others, who at a common start do the same.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL")


def write_row(database: sa.engine.Engine) -> None:
    """Write a row without changing it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database is away, full, locked, read-only or damaged.
    """
    with database.begin() as connection:
        connection.execute(TOUCH)


def require_database(folder: Path, environment: Mapping[str, str]) -> None:
    """Check the database, before processes that need it are started again and again.

    Raises:
        ConfigurationError: with reason and remedy in one German line.
    """
    database = open_database(folder, environment)
    try:
        if database.dialect.name == "sqlite":
            _require_whole(database, folder / DATABASE_FILE)
        make_tables(database)
        write_row(database)
    except sa.exc.SQLAlchemyError as error:
        raise ConfigurationError(database_fault(folder / DATABASE_FILE, error)) from error
    finally:
        database.dispose()


def _require_whole(database: sa.engine.Engine, path: Path) -> None:
    with database.connect() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise ConfigurationError(DAMAGED.format(path))


def database_fault(path: Path, error: sa.exc.SQLAlchemyError) -> str:
    """Return why the database cannot be used, without the driver's own text: it can hold the password."""
    if takes_no_writing(error):
        return (
            "Die Datenbank nimmt nichts auf: Die Platte ist voll oder schreibgeschützt – bitte Platz schaffen (df -h) "
            f"oder die Rechte von {path} prüfen."
        )
    if is_damage(error):
        return DAMAGED.format(path)
    return f"Die Datenbank antwortet nicht ({type(error).__name__}) – bitte prüfen, ob sie läuft oder gesperrt ist."


async def beside(work: Callable[..., T], *arguments: object) -> T:
    """Return the result of ``work(*arguments)`` from a thread; a cancelled caller leaves the work running."""
    run = partial(contextvars.copy_context().run, work, *arguments)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, run)
