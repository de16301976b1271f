"""One whole for all tests of this folder: several processes of each kind behind nginx."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.integration.helpers.postgres_server import PostgresServer
from tests.integration.helpers.running_system import wait_for
from tests.integration.helpers.scale_out import ScaledOut, scaled_out, what_is_missing
from tests.integration.helpers.visitors import PATIENCE, post_for_chat, post_to_rasa


@pytest.fixture(scope="package")
def whole(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScaledOut]:
    if what_is_missing():
        pytest.skip(what_is_missing())
    with scaled_out(tmp_path_factory.mktemp("verteilt"), postgres) as running:
        yield running


@pytest.fixture
def everything_up(whole: ScaledOut) -> Iterator[ScaledOut]:
    """The whole; afterwards everything that has ended or hung is there again, for the next test."""
    yield whole
    wait_for(whole.is_ready, PATIENCE, "alles wieder bereit")
    wait_for(lambda: all_ask_their_database(whole), PATIENCE, "alle fragen die Datenbank wieder")


def all_ask_their_database(whole: ScaledOut) -> bool:
    """Whether no process leaves a database alone that has just been silent; each remembers that for itself."""
    chats = [post_for_chat(whole.address(name)) for name in ("web-1", "web-2")]
    turns = [post_to_rasa(whole.address(name), uuid.uuid4().hex, "Hallo") for name in ("rasa-1", "rasa-2")]
    return all(answer.is_success for answer in (*chats, *turns))
