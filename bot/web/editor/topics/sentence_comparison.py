"""Runs the comparison of test sentences (bot/evaluation/sentence_comparison.py) in the background, one at a time."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Any

from bot.core.settings import RELEASE
from bot.runtime.child_lifetime import tied_to_me

logger = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "bot.evaluation.sentence_comparison")
LONGEST = 600.0  # seconds; one or two minutes are usual, the first time or on a busy machine more
KEPT = 20  # results
RUNNING, FAILED, TOO_LONG = "laeuft", "gescheitert", "zu_lange"
ONCE = (FAILED, TOO_LONG)  # told once: the next try may go well
Result = list[list[str]] | str  # changes, or why there are none yet


class SentenceComparison:
    """Asks which test sentences would be understood otherwise; the same question again gets its progress or result."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Take the project root and the state folder."""
        self._root = root
        self._folder = folder
        self._results: dict[str, Result] = {}
        self._task: asyncio.Task[None] | None = None

    def ask(self, stem: str, text: str) -> Result:
        """``[[sentence, right label, label now, label then], …]``, or RUNNING, FAILED or TOO_LONG.

        Args:
            text: the topic file as it would be saved.
        """
        key = hashlib.sha256(f"{stem}\n{text}".encode()).hexdigest()
        if key in self._results:
            return self._results.pop(key) if self._results[key] in ONCE else self._results[key]
        if self._task is None or self._task.done():  # else another one is running: this one waits its turn
            self._task = asyncio.create_task(self._run(key, stem, text))
        return RUNNING

    async def stop(self) -> None:
        """End what is running."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self, key: str, stem: str, text: str) -> None:
        question = {"root": str(self._root), "folder": str(self._folder), "stem": stem, "text": text}
        process = await asyncio.create_subprocess_exec(
            *COMMAND, cwd=RELEASE, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, preexec_fn=tied_to_me()
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(json.dumps(question).encode()), LONGEST)
            self._keep(key, _read(output) if process.returncode == 0 else FAILED)
        except asyncio.TimeoutError:
            logger.warning("Der Vergleich der Testsätze hat länger als %.0f s gedauert und wurde beendet.", LONGEST)
            self._keep(key, TOO_LONG)
        except (ValueError, OSError):
            self._keep(key, FAILED)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    def _keep(self, key: str, result: Result) -> None:
        if result == FAILED:
            logger.warning("Die Testsätze lassen sich nicht vergleichen; gibt es ein trainiertes Modell?")
        self._results[key] = result
        while len(self._results) > KEPT:
            del self._results[next(iter(self._results))]


def _read(output: bytes) -> Result:
    found: Any = json.loads(output)
    return [[str(part) for part in change] for change in found]
