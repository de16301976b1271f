"""Start processes, restart those that die with growing pauses, stop them all cleanly."""

from __future__ import annotations

import asyncio
import os
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.runtime.child_lifetime import tied_to_me
from bot.runtime.log_files import open_log
from bot.runtime.processes import Part, tail

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STABLE_SECONDS = 60.0
STOP_SECONDS = 10.0
LAST_WORDS_SECONDS = 1.0
Say = Callable[[str], None]
Watcher = Callable[["Supervisor"], Coroutine[Any, Any, None]]


def next_pause(pause: float, lived: float) -> float:
    """Return the pause (seconds) after a death: twice the last one, or the first again after a long life."""
    return FIRST_PAUSE if lived >= STABLE_SECONDS else max(FIRST_PAUSE, min(pause * 2, LONGEST_PAUSE))


class Supervisor:
    """Keeps parts running until it is told to stop. Each part writes to ``<key>.log`` in the log folder."""

    def __init__(
        self, parts: Sequence[Part], log_folder: Path, say: Say, working_folder: Path, watchers: Sequence[Watcher] = ()
    ) -> None:
        """Take the parts; each of the ``watchers`` runs beside them and may begin and retire others."""
        self._parts = parts
        self._watchers = watchers
        self._log_folder = log_folder
        self._say = say
        self._working_folder = working_folder
        self._running: dict[Process, Part] = {}
        self._logged: dict[Process, asyncio.Event] = {}  # set once all that it wrote is in its file
        self._deaths: Counter[int] = Counter()  # by the identity of the part
        self._keepers: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Keep all parts running until :meth:`stop` is called; then end them and return."""
        self._log_folder.mkdir(parents=True, exist_ok=True)
        for part in self._parts:
            self.begin(part)
        watching = [asyncio.create_task(watcher(self)) for watcher in self._watchers]
        for task in watching:
            task.add_done_callback(self._report_watcher)
        await self._stopping.wait()
        await _cancel([*watching, *self._keepers])
        await asyncio.gather(*(self._end(process) for process in list(self._running)))

    def stop(self) -> None:
        """Ask :meth:`run` to end everything."""
        self._stopping.set()

    def begin(self, part: Part) -> asyncio.Task[None]:
        """Start a part and keep it running from now on; the returned task is needed to retire it."""
        keeper = asyncio.create_task(self._keep(part))
        self._keepers.add(keeper)
        keeper.add_done_callback(self._keepers.discard)
        return keeper

    async def retire(self, part: Part, keeper: asyncio.Task[None]) -> None:
        """End a part for good."""
        await _cancel([keeper])
        leaving = [process for process, owner in self._running.items() if owner is part]
        await asyncio.gather(*(self._end(process) for process in leaving))

    def has_died(self, part: Part) -> bool:
        """Return whether a process of this part has ever ended by itself."""
        return self._deaths[id(part)] > 0

    async def _keep(self, part: Part) -> None:
        pause = 0.0
        while True:
            begun = time.monotonic()
            process = await self._launch(part)
            status = await process.wait()
            await self._forget(process)
            self._deaths[id(part)] += 1
            pause = next_pause(pause, time.monotonic() - begun)
            self._report_death(part, status, pause)
            await asyncio.sleep(pause)

    async def _end(self, process: Process) -> None:
        await end(process)
        await self._forget(process)

    async def _forget(self, process: Process) -> None:
        """Forget an ended process once its last words are in the log, which a child of its own may hold open."""
        self._running.pop(process)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._logged.pop(process).wait(), LAST_WORDS_SECONDS)

    async def _launch(self, part: Part) -> Process:
        log, logged = await open_log(self._log_path(part))
        try:
            process = await asyncio.create_subprocess_exec(
                *part.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(part.environment),
                cwd=self._working_folder,
                # Ctrl-C in the terminal reaches only the supervisor, which then ends all in order.
                start_new_session=True,
                preexec_fn=tied_to_me(),
                pass_fds=part.sockets,
            )
        finally:
            os.close(log)
        self._running[process], self._logged[process] = part, logged
        return process

    def _report_watcher(self, watcher: asyncio.Task[None]) -> None:
        """Report a watcher that ended by itself, i.e. failed; the parts go on."""
        if not watcher.cancelled() and (fault := watcher.exception()) is not None:
            self._say(f"Die Überwachung von Rasa ist gestört ({fault}); bitte neu starten.")

    def _log_path(self, part: Part) -> Path:
        return self._log_folder / f"{part.key}.log"

    def _report_death(self, part: Part, status: int, pause: float) -> None:
        self._say(f"{part.title} ist ausgefallen (Status {status}); neuer Start in {pause:.0f} s.")
        last = tail(self._log_path(part), 1)
        if last:
            self._say(f"   Zuletzt im Protokoll: {last[0][:200]}")


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def end(process: Process, patience: float = STOP_SECONDS) -> int | None:
    """End a process by SIGTERM, after ``patience`` seconds by SIGKILL, and return its status."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        return await asyncio.wait_for(process.wait(), patience)
    except asyncio.TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        return await process.wait()
