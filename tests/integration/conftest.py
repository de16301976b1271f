"""What integration tests share: the running system and a PostgreSQL server, each once for all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import PostgresServer, postgres_server, what_is_missing
from running_system import RunningSystem, running_system

sys.path.append(str(Path(__file__).resolve().parent.parent / "unit"))
from staff_samples import add_users  # noqa: E402

from bot.staff.roles import Role  # noqa: E402


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """All three processes, ready; asserts at the end that Ctrl-C ends them all with status 0."""
    with running_system(tmp_path_factory.mktemp("system")) as system:
        yield system


@pytest.fixture(scope="session")
def editor_account(running: RunningSystem) -> None:
    """The running system knows an editor."""
    add_users(running.state, Role.EDITOR)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, up; skipped where Debian's package is missing."""
    if what_is_missing():
        pytest.skip(what_is_missing())
    with postgres_server() as server:
        yield server
