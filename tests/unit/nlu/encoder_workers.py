"""Processes of the native engine that a test can watch and end."""

from __future__ import annotations

import os
import signal

from bot.nlu.native_encoder import find_engine
from bot.nlu.worker_pool import EncoderUnavailable, EncoderWorker, WorkerPool


class Workers:
    """Starts real processes and knows all of them; ``is_broken``: no more can be started."""

    def __init__(self) -> None:
        self.started: list[EncoderWorker] = []
        self.is_broken = False
        self.pool = WorkerPool(self.start, 1, 2)

    def start(self) -> EncoderWorker:
        if self.is_broken:
            raise EncoderUnavailable("Kein Speicher.")
        self.started.append(EncoderWorker(*find_engine()))
        return self.started[-1]

    def kill(self) -> None:
        os.kill(self.started[-1].pid, signal.SIGKILL)
