"""Databases of earlier versions are brought to this one's tables, wholly or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import bot.web.app  # noqa: F401  # all tables
from bot.core import migration
from bot.core.database import metadata, open_sqlite
from bot.core.errors import ConfigurationError
from bot.core.migration import FOLDER, HEAD, revision_of, upgrade

OLD = Path(__file__).with_name("datenbank_ohne_stand.sql")  # made by the code before the migrations
BROKEN = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{before}"

def upgrade():
    op.create_table("halb", sa.Column("a", sa.Integer))
    op.execute("SELECT nichts")
"""


@contextmanager
def opened(path: Path) -> Iterator[sa.engine.Engine]:
    engine = open_sqlite(path)
    yield engine
    engine.dispose()


def old_database(path: Path, leave_out: str = "") -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
        if leave_out:
            connection.execute(f"DROP TABLE {leave_out}")
    return path


def differences(engine: sa.engine.Engine) -> list[object]:
    """What Alembic would have to change so that the database is as the modules say."""
    with engine.connect() as connection:
        found: list[object] = compare_metadata(MigrationContext.configure(connection), metadata)
        # SQLite's own table, which it makes for numbers that are never given twice
        return [each for each in found if "sqlite_sequence" not in repr(each)]


def test_migrations_make_the_tables_that_the_modules_define(tmp_path: Path) -> None:
    # Something here? The modules' tables were changed without a migration: docs/entwicklung.md, „Change the database“.
    with opened(tmp_path / "neu.db") as engine:
        upgrade(engine)
        assert (differences(engine), revision_of(engine)) == ([], HEAD)


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.parametrize("leave_out", ["", "question_counts"])
def test_database_from_before_the_migrations_is_completed_and_keeps_its_rows(tmp_path: Path, leave_out: str) -> None:
    with opened(old_database(tmp_path / "alt.db", leave_out)) as engine:
        before = revision_of(engine)
        upgrade(engine)
        with engine.connect() as connection:
            rows = [
                connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in ("messages", "talks")
            ]
        assert (before, revision_of(engine), differences(engine), rows) == ("", HEAD, [], [1, 1])


def test_processes_that_start_together_upgrade_once(tmp_path: Path) -> None:
    path = old_database(tmp_path / "alt.db")

    def start(_number: int) -> str:
        with opened(path) as engine:
            upgrade(engine)
            return revision_of(engine)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(start, range(6)))
    with closing(sqlite3.connect(path)) as connection:
        versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert (found, versions) == ([HEAD] * 6, [(HEAD,)])


def test_failed_migration_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    (folder / "versions" / "9999_halb.py").write_text(BROKEN.format(before=HEAD), encoding="utf-8")
    with opened(tmp_path / "neu.db") as engine:
        upgrade(engine)
        monkeypatch.setattr(migration, "FOLDER", folder)
        monkeypatch.setattr(migration, "HEAD", "9999")
        with pytest.raises(sa.exc.OperationalError):
            upgrade(engine)
        assert (revision_of(engine), sa.inspect(engine).has_table("halb")) == (HEAD, False)


def test_database_of_a_newer_version_is_refused_in_german(tmp_path: Path) -> None:
    with opened(tmp_path / "neu.db") as engine:
        upgrade(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '2099'")
        with pytest.raises(ConfigurationError) as caught:
            upgrade(engine)
    assert str(caught.value).startswith("Die Datenbank ist auf dem Stand „2099“, den diese Fassung")
