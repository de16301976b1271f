"""The running system, once for all integration tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_system import RunningSystem, running_system


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """All three processes, ready; asserts at the end that Ctrl-C ends them all with status 0."""
    with running_system(tmp_path_factory.mktemp("system")) as system:
        yield system
