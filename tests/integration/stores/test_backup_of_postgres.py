"""A backup holds the rows of a PostgreSQL server and puts them back, also into another database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import bot.web.app  # noqa: F401  # all tables
from bot.chat.answers import make_answer
from bot.chat.conversations import Conversations
from bot.cli import backup as backup_command
from bot.cli.backup import back_up, restore
from bot.cli.german import run
from bot.core.database import make_tables, metadata, open_database
from bot.core.errors import ConfigurationError
from bot.core.settings import Ports
from bot.operations.database_rows import RowsError, tables_of
from bot.programme.changes.log import ChangeLog
from tests.integration.helpers.postgres_server import PostgresServer
from tests.samples.programme import NOW

CHAT = "0123456789abcdef"


@pytest.fixture
def installed(postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.engine.Engine]:
    """An installation whose database on a server has a chat."""
    (tmp_path / "messe.yml").write_text("name: Messe\n", encoding="utf-8")
    monkeypatch.setattr(backup_command, "ROOT", tmp_path)
    monkeypatch.setattr(backup_command, "load_ports", lambda: Ports(0, 0, 0))
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path / "zustand"))
    monkeypatch.setenv("MESSE_DATENBANK", postgres.new_database())
    engine = open_database(tmp_path)
    say(engine, "Wo parke ich? „Übersicht“")
    yield engine
    engine.dispose()


def say(engine: sa.engine.Engine, text: str) -> None:
    Conversations(engine).record(CHAT, text[:60], [make_answer(text, NOW)])


def said(engine: sa.engine.Engine) -> list[tuple[int, str]]:
    return [(each["nummer"], each["text"]) for each in Conversations(engine).history(CHAT)]


def test_migrations_make_the_same_tables_as_on_sqlite(installed: sa.engine.Engine) -> None:
    with installed.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_rows_come_back_as_they_were_and_numbers_go_on(installed: sa.engine.Engine, tmp_path: Path) -> None:
    before, backup = said(installed), str(tmp_path / "sicherung.zip")
    run(back_up, [backup])
    say(installed, "danach")
    run(restore, [backup, "--ueberschreiben"])
    restored = said(installed)
    say(installed, "weiter")
    assert (restored, said(installed)) == (before, [*before, (before[-1][0] + 1, "weiter")])


def test_rows_fit_into_an_empty_database(
    installed: sa.engine.Engine, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(back_up, [str(tmp_path / "sicherung.zip")])
    monkeypatch.setenv("MESSE_DATENBANK", postgres.new_database())
    run(restore, [str(tmp_path / "sicherung.zip"), "--ueberschreiben"])
    fresh = open_database(tmp_path)
    found = said(fresh)
    fresh.dispose()
    assert found == said(installed)


def test_rows_are_only_replaced_when_that_is_wanted(installed: sa.engine.Engine, tmp_path: Path) -> None:
    run(back_up, [str(tmp_path / "sicherung.zip")])
    with pytest.raises(ConfigurationError, match="--ueberschreiben"):
        run(restore, [str(tmp_path / "sicherung.zip")])


def test_rows_need_a_database_to_go_to(
    installed: sa.engine.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(back_up, [str(tmp_path / "sicherung.zip")])
    monkeypatch.delenv("MESSE_DATENBANK")
    with pytest.raises(ConfigurationError, match="MESSE_DATENBANK"):
        run(restore, [str(tmp_path / "sicherung.zip"), "--ueberschreiben"])


def test_rows_of_another_version_are_refused_and_nothing_is_lost(
    installed: sa.engine.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(back_up, [str(tmp_path / "sicherung.zip")])
    before = said(installed)
    monkeypatch.setattr("bot.operations.database_rows.HEAD", "9999")
    with pytest.raises(RowsError, match="9999"):
        run(restore, [str(tmp_path / "sicherung.zip"), "--ueberschreiben"])
    assert said(installed) == before


def test_every_table_is_in_the_backup(installed: sa.engine.Engine) -> None:
    ChangeLog(installed)
    make_tables(installed)
    assert {table.name for table in tables_of(installed)} == set(metadata.tables)
