"""The draft bot as the web process sees it: started on demand, one at a time, ended when it is not used."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot.core.addresses import SCHEME
from bot.core.settings import code_folder
from bot.publishing.draft_bot import Stage, Told
from bot.publishing.model_store import TRYOUT_FOLDER
from bot.runtime.rasa_client import RasaClient
from bot.runtime.sockets import make_private_folder

logger = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "bot.publishing.draft_bot")
IDLE_SECONDS, STOP_SECONDS = 600.0, 10.0
LOG = "entwurf.log"
UNDER_WAY = (Stage.CHECKING, Stage.TRAINING, Stage.STARTING)
ENDED_ITSELF = "Der Entwurf wurde unerwartet beendet. Bitte noch einmal starten."


class DraftProcess:
    """At most one draft bot, as a child process with its own Rasa."""

    def __init__(
        self,
        root: Path,
        state_folder: Path,
        environment: Mapping[str, str],
        command: Sequence[str] = COMMAND,
        idle: float = IDLE_SECONDS,
    ) -> None:
        """Prepare a draft bot; nothing is started yet.

        Args:
            command: gets the path of the socket to listen on as its last argument; replaced in tests.
            idle: seconds without a message after which it ends.
        """
        self._root, self._state, self._folder = root, state_folder, state_folder / TRYOUT_FOLDER
        self._environment, self._command, self._idle = dict(environment), tuple(command), idle
        self._socket = ""
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._ready_at = 0.0
        self.told = Told(Stage.OFF)
        self.is_ended_by_idleness = False
        self.client = RasaClient(lambda: f"{SCHEME}{self._socket}")

    @property
    def is_ready(self) -> bool:
        """Whether the draft bot answers."""
        return self.told.stage is Stage.READY

    @property
    def minutes(self) -> int:
        """The minutes for which the draft bot has been ready."""
        return int((time.monotonic() - self._ready_at) // 60)

    @property
    def memory(self) -> int | None:
        """Megabytes that its Rasa takes; None where the system does not tell."""
        try:
            pages = int(Path(f"/proc/{self.told.process}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return None
        return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000

    def start(self) -> bool:
        """Begin to start it; False when it is running or on its way already."""
        if self._task is not None and not self._task.done():
            return False
        self.told, self.is_ended_by_idleness = Told(Stage.CHECKING), False
        self._task = asyncio.create_task(self._run())
        return True

    async def stop(self) -> None:
        """End the draft bot, if one runs; another can be started."""
        self._cancel_timer()
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])
        self.told = Told(Stage.OFF)

    async def close(self) -> None:
        """End the draft bot for good, and close the connections."""
        await self.stop()
        await self.client.close()

    def touch(self) -> None:
        """Restart the time without use after which the draft bot ends."""
        self._cancel_timer()
        self._timer = asyncio.get_running_loop().call_later(self._idle, self._end_idle)

    def _end_idle(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.told, self.is_ended_by_idleness = Told(Stage.OFF), True

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    async def _run(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = make_private_folder(self._state)
        self._socket = str(private / "rasa-0")
        with (self._folder / LOG).open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *self._command, self._socket, cwd=code_folder(self._root), env=self._environment,
                # it ends when its standard input closes: also when this process dies without a word
                stdin=PIPE, stdout=PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            assert process.stdout is not None  # asked for above
            # it tells its stages as JSON lines; the pipe's end is the process' end
            async for line in process.stdout:
                self._hear(line)
            if self.told.stage is not Stage.FAILED:
                self.told = Told(Stage.FAILED, faults=(ENDED_ITSELF,))
        finally:
            self._cancel_timer()
            await _end(process)
            shutil.rmtree(private, ignore_errors=True)

    def _hear(self, line: bytes) -> None:
        try:
            raw = json.loads(line)
            told = Told(**{**raw, "stage": Stage(raw["stage"]), "faults": tuple(raw["faults"])})
        except (ValueError, TypeError, KeyError):  # something printed by a library
            logger.warning("Unerwartete Zeile des Entwurfs: %.100r", line)
            return
        self.told = told
        if self.is_ready:
            self._ready_at = time.monotonic()
            self.touch()


async def _end(process: Process) -> None:
    """Close its standard input, by which it ends with its children; by force where it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except asyncio.TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
