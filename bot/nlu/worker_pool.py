"""A pool of processes that run the native sentence model; each is replaced as soon as it dies."""

from __future__ import annotations

import atexit
import heapq
import itertools
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition

from bot.nlu.encoder_worker import HELLO, LENGTH

logger = logging.getLogger(__name__)
PROGRAM = Path(__file__).with_name("encoder_worker.py")
PATIENCE = 30.0  # seconds for one text on a machine that has much else to do
PAUSE = 5.0  # seconds without another try after one that could not be started
FLOAT = 4
# Nothing of our environment, which holds passwords. OpenMP's threads would get in each other's way.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}


class WorkerDied(Exception):
    """The process ended, hung, or answered with something other than a vector."""


class EncoderUnavailable(OSError):
    """No process can be started at present."""


class EncoderWorker:
    """One process of the sentence model; :meth:`encode` is for one caller at a time."""

    def __init__(self, engine: Path, model: Path) -> None:
        """Start the process and wait until it can encode.

        Raises:
            EncoderUnavailable: it does not start.
        """
        command = [sys.executable, "-I", "-S", "-B", str(PROGRAM), str(engine), str(model)]
        try:
            self._channel, theirs = socket.socketpair()
            self._channel.settimeout(PATIENCE)
            with theirs:
                self._process = subprocess.Popen(
                    command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    env=ENVIRONMENT, cwd="/",
                )  # fmt: skip
        except OSError as error:
            raise EncoderUnavailable(f"Das Satzmodell lässt sich nicht starten: {error}") from error
        self.pid = self._process.pid
        try:
            self.dimensions, self.is_filtered = HELLO.unpack(self._receive(HELLO.size))
        except WorkerDied as error:
            self.close()
            raise EncoderUnavailable(f"Das Satzmodell startet nicht: {error}") from error

    def encode(self, text: str) -> bytes:
        """Return the vector's float32 numbers as bytes.

        Raises:
            WorkerDied: there is no answer; the process must be closed.
        """
        content = text.encode()
        try:
            self._channel.sendall(LENGTH.pack(len(content)) + content)
        except OSError as error:
            raise WorkerDied(str(error)) from error
        return self._receive(self.dimensions * FLOAT)

    def is_running(self) -> bool:
        """Return whether the process has not ended by itself."""
        return self._process.poll() is None

    def close(self) -> int:
        """End the process and return its exit status."""
        self._channel.close()
        self._process.kill()
        return self._process.wait()

    def _receive(self, size: int) -> bytes:
        try:
            found = self._channel.recv(size, socket.MSG_WAITALL)
        except OSError as error:
            raise WorkerDied(str(error)) from error
        if len(found) != size:
            raise WorkerDied("Es ist beendet.")
        return found


class WorkerPool:
    """Lends workers: shorter texts are served sooner, and no text waits for ever.

    Args:
        start: creates a worker.
        usual: how many may run at a time.
        most: how many may run for bulk work without a waiting visitor (training).
    """

    def __init__(self, start: Callable[[], EncoderWorker], usual: int, most: int) -> None:
        self._start = start
        self._usual, self._most = usual, most
        self._idle: list[EncoderWorker] = []
        self._busy = 0
        self._waiting: list[tuple[int, int]] = []
        self._tickets = itertools.count()
        self._condition = Condition()
        self._not_before = 0.0
        atexit.register(self.close)

    @contextmanager
    def worker(self, size: int, in_bulk: bool = False, is_fresh: bool = False) -> Iterator[EncoderWorker]:
        """Lend a worker for one text; one whose call fails is ended, since its answer might still come.

        Args:
            size: of the work; that many later calls of size 0 go first.
            in_bulk: whether no visitor waits for it.
            is_fresh: ask for a new process, so that whatever ends it is the text's doing.

        Raises:
            EncoderUnavailable: there is none and none can be started.
        """
        worker = self._take(size, self._most if in_bulk else self._usual)
        try:
            if worker is not None and (is_fresh or not worker.is_running()):
                worker.close()
                worker = None
            worker = worker or self._started()
            yield worker
        except BaseException as error:
            if worker is not None:
                logger.warning("Satzmodell: Prozess beendet (%r, Ende %s), ein neuer beginnt.", error, worker.close())
            worker = None
            raise
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End idle workers."""
        with self._condition:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def trim(self) -> None:
        """End the workers that only bulk work needed."""
        with self._condition:
            spare, self._idle = self._idle[self._usual :], self._idle[: self._usual]
        for worker in spare:
            worker.close()

    def _take(self, size: int, most: int) -> EncoderWorker | None:
        with self._condition:
            ticket = next(self._tickets)
            # Ticket plus size: a long text falls back behind that many later ones, but not behind all, so it does not
            # starve.
            turn = (ticket + size, ticket)
            heapq.heappush(self._waiting, turn)
            self._condition.wait_for(lambda: self._busy < most and self._waiting[0] == turn)
            heapq.heappop(self._waiting)
            self._busy += 1
            self._condition.notify_all()
            return self._idle.pop() if self._idle else None

    def _give_back(self, worker: EncoderWorker | None) -> None:
        with self._condition:
            self._busy -= 1
            if worker is not None:
                self._idle.append(worker)
            self._condition.notify_all()

    def _started(self) -> EncoderWorker:
        if time.monotonic() < self._not_before:
            raise EncoderUnavailable("Das Satzmodell ließ sich eben nicht starten.")
        try:
            return self._start()
        except EncoderUnavailable as error:
            # Each start may take the whole PATIENCE; without a pause every message would wait for it again.
            self._not_before = time.monotonic() + PAUSE
            logger.error("%s", error)
            raise
