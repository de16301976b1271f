"""Content that is small and whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples.content import write_content


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project's folder with the sample content."""
    return write_content(tmp_path)
