"""``python -m bot.cli.browser_code``: types, lint and tests of the browser code, one step of ``./messelotse test``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence

from bot.core.settings import RELEASE

NPM_INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
NPM_REACHES = ("npm", "view", "esbuild", "version", "--silent", "--fetch-retries=0")


def check_browser_code() -> int:
    """Check it where its tools can be had: Messelotse runs without them. Returns 0 when it passed or was skipped."""
    if shutil.which("npm") is None:
        print("Übersprungen: node und npm sind nicht installiert.", flush=True)
        return 0
    if not _has_browser_tools() and _run(NPM_INSTALL) != 0:
        if _run(NPM_REACHES) == 0:
            return 1  # the lock itself is broken
        print("Übersprungen: Das Verzeichnis der npm-Pakete ist nicht erreichbar.", flush=True)
        return 0
    return _run(("npm", "run", "--silent", "check"))


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=RELEASE, check=False).returncode


def _has_browser_tools() -> bool:
    """Whether the locked packages are installed already."""
    lock, installed = RELEASE / "package-lock.json", RELEASE / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


if __name__ == "__main__":
    sys.exit(check_browser_code())
