"""The project's one database: SQLite in the state folder, or the server that MESSE_DATENBANK names.

Modules define their tables on :data:`metadata` and make the missing ones with ``metadata.create_all(engine)``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import ConfigurationError

DATABASE_VARIABLE = "MESSE_DATENBANK"
DATABASE_FILE = "messelotse.db"
metadata = sa.MetaData()


def open_database(folder: Path, environment: Mapping[str, str] = os.environ) -> sa.engine.Engine:
    """The engine of this installation's database; SQLite's file is made when missing, for its owner only.

    Args:
        folder: the state folder, home of the SQLite file.
        environment: MESSE_DATENBANK is an SQLAlchemy URL such as ``postgresql://user:password@host/name``.

    Raises:
        ConfigurationError: the URL cannot be used or the database cannot be reached.
    """
    url = environment.get(DATABASE_VARIABLE, "").strip()
    try:
        engine = _server(url) if url else open_sqlite(folder / DATABASE_FILE)
        with engine.connect():
            return engine
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        # Neither the URL nor the driver's message may be shown: both can hold the password.
        named = f"{DATABASE_VARIABLE} nennt" if url else f"{folder / DATABASE_FILE} ist"
        raise ConfigurationError(
            f"{named} eine Datenbank, die sich nicht öffnen lässt ({type(error).__name__}) – bitte Adresse, Zugang und "
            "Rechte prüfen."
        ) from error


def open_sqlite(path: Path) -> sa.engine.Engine:
    """An engine for this SQLite file, which only its owner may read.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the file cannot be made or is no database.
    """
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 5}, future=True)
    sa.event.listen(engine, "connect", _configure)
    with engine.connect():
        path.chmod(0o600)
    return engine


def _server(url: str) -> sa.engine.Engine:
    return sa.create_engine(url, future=True, pool_pre_ping=True)


def _configure(connection: Any, _record: object) -> None:
    """WAL lets readers go on while one writes; secure_delete makes "delete" overwrite the text on disk."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
