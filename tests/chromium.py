"""The Chromium that tests look through: Debian's headless shell, the same engine at a third of the processor time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pinned_fonts import with_pinned_fonts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEADLESS, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
CHROMIUM = HEADLESS if HEADLESS.exists() or not WHOLE.exists() else WHOLE
LOOK_MILLISECONDS = 120_000  # on a busy machine
# Widths of letters as the fonts say them, on every build and every screen.
OPTIONS = ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium; the test is skipped where it or Playwright is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright ist nicht installiert")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} ist nicht installiert")
    sync_api.expect.set_options(timeout=LOOK_MILLISECONDS)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS, env=with_pinned_fonts())
        browser.on("context", lambda context: context.set_default_timeout(LOOK_MILLISECONDS))
        yield browser
