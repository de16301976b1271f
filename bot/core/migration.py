"""Bring the database to this version's tables with Alembic; of several processes one does it, the others wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.core.errors import ConfigurationError

FOLDER = Path(__file__).resolve().parent / "migrations"
HEAD = "0004"  # the newest revision: a database at it need not load Alembic, which takes a second
UPGRADE_MILLISECONDS = 60_000
_UPGRADE_LOCK = 4_711_002  # any number that nothing else in the database uses
_revisions = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32)))
logger = logging.getLogger(__name__)


def upgrade(engine: sa.engine.Engine) -> bool:
    """Run the migrations that this database has not seen, all or none, and return whether there were any.

    Raises:
        ConfigurationError: the database was upgraded by a newer version of the software.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read or changed.
    """
    if revision_of(engine) == HEAD:
        return False
    with _alone(engine) as connection:
        # Asked again inside the lock: another process may have been faster.
        found = _read_revision(connection)
        if found != HEAD:  # no other process was faster
            _run(connection, found)
    return True


def revision_of(engine: sa.engine.Engine) -> str:
    """Return the revision that the database is at; "" for one without."""
    with engine.connect() as connection:
        return _read_revision(connection)


def _read_revision(connection: Any) -> str:
    if not sa.inspect(connection).has_table(_revisions.name):
        return ""
    return str(connection.execute(sa.select(_revisions.c.version_num)).scalar() or "")


@contextmanager
def _alone(engine: sa.engine.Engine) -> Iterator[Any]:
    """Open a transaction that no second process can have at the same time."""
    with _patience_with(engine), engine.connect() as connection:
        usual = _wait_longer(connection)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver would begin only with the first row written
        else:
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        yield connection
        connection.commit()
        if usual:
            connection.exec_driver_sql(usual)


def _patience_with(engine: sa.engine.Engine) -> AbstractContextManager[None]:
    """Allow the server to be silent while it works, and while another process has its turn."""
    if engine.dialect.name == "sqlite":
        return nullcontext()
    from bot.core.postgres_patience import more_patience

    return more_patience(UPGRADE_MILLISECONDS / 1000)


def _wait_longer(connection: Any) -> str:
    """Let statements take longer; returns the statement that restores the limit, "" where the commit does."""
    if connection.dialect.name != "sqlite":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        return ""
    usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={UPGRADE_MILLISECONDS}")
    return f"PRAGMA busy_timeout={usual}"


def _run(connection: Any, found: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ConfigurationError(
            f"Die Datenbank ist auf dem Stand „{found}“, den diese Fassung von Messelotse nicht kennt – bitte die "
            "neuere Fassung starten oder eine Sicherung von vorher wiederherstellen."
        ) from error
    logger.info("Datenbank auf Stand %s gebracht", HEAD)
