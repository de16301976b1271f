"""What integration tests share: the running system and a PostgreSQL server, each once for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.staff.roles import Role
from tests.integration.helpers.postgres_server import PostgresServer, postgres_server, what_is_missing
from tests.integration.helpers.running_system import RunningSystem, running_system
from tests.samples.staff import add_users


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
