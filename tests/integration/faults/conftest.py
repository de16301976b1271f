"""A web process that the tests of a module share, and Rasas where it expects them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.helpers.faulty_rasa import FakeRasa, Web, serving
from tests.samples.ports import spare_port


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    fake = FakeRasa(spare_port())
    fake.gate.set()
    with serving(fake):
        yield fake


@pytest.fixture(scope="module")
def rasa_port() -> int:
    return spare_port()


@pytest.fixture(scope="module")
def shared_web(rasa_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("web"), rasa_port)
    yield web
    assert web.stop() == 0


@pytest.fixture
def web(shared_web: Web) -> Web:
    """The shared process with a chat of this test."""
    shared_web.chat = shared_web.new_chat()
    return shared_web


@pytest.fixture
def good(rasa_port: int) -> Iterator[FakeRasa]:
    """A Rasa where the shared web process expects it."""
    fake = FakeRasa(rasa_port)
    fake.gate.set()
    with serving(fake):
        yield fake
