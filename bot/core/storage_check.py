"""Checks before a start: the state folder and the database can be written, and are undamaged."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from bot.core.database import DAMAGED, DATABASE_FILE, is_damage, make_tables, open_database, takes_no_writing
from bot.core.errors import ConfigurationError

PROBE_FILE = ".probe-{}"  # several processes write theirs at the same time
TOUCH = sa.text("UPDATE alembic_version SET version_num = version_num")  # one row, in every database of ours
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REASONS = {
    errno.EACCES: "keine Berechtigung", errno.EPERM: "keine Berechtigung", errno.EROFS: "schreibgeschützt eingehängt",
    errno.ENOENT: "nicht vorhanden", errno.ENOTDIR: "kein Ordner", errno.EISDIR: "ein Ordner", errno.EIO: "Lesefehler",
}  # fmt: skip


def write_row(database: sa.engine.Engine) -> None:
    """Write a row without changing it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database is away, full, locked, read-only or damaged.
    """
    with database.begin() as connection:
        connection.execute(TOUCH)


def write_file(folder: Path) -> None:
    """Write a file into the folder and delete it.

    Raises:
        OSError: it takes none.
    """
    path = folder / PROBE_FILE.format(secrets.token_hex(8))
    try:
        path.write_bytes(b"messelotse")
    finally:
        with suppress(OSError):
            path.unlink()


def require_folder(folder: Path) -> None:
    """Check that the state folder takes files, before anything else is written there.

    Raises:
        ConfigurationError: with reason and remedy in one German line.
    """
    try:
        write_file(folder)
    except OSError as error:
        raise ConfigurationError(folder_fault(folder, error)) from error


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


def folder_fault(folder: Path, error: OSError) -> str:
    """Return why the folder takes no file."""
    if error.errno in NO_SPACE:
        return f"Im Ordner {folder} ist kein Platz mehr – bitte Platz schaffen (df -h zeigt, wo es fehlt)."
    return (
        f"In den Ordner {folder} lässt sich nicht schreiben ({reason_of(error)}) – bitte Rechte und Eigentum prüfen "
        "(ls -ld) oder MESSE_ZUSTAND auf einen anderen Ordner setzen."
    )


def reason_of(error: OSError) -> str:
    """Return the system's reason, in German where it is a usual one."""
    return REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


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
