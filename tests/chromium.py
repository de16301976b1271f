"""The Chromium that tests look through: Debian's headless shell, the same engine at a third of the processor time."""

from __future__ import annotations

from pathlib import Path

HEADLESS, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
CHROMIUM = HEADLESS if HEADLESS.exists() or not WHOLE.exists() else WHOLE
