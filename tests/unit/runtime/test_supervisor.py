from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.start import stop_signals
from bot.runtime import supervisor
from bot.runtime.processes import Part
from bot.runtime.supervisor import Supervisor, end, next_pause

FOREVER = "import time, pathlib, sys; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}"


class Voice:
    """Keeps what was said and lets a test wait for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._new = asyncio.Event()

    def __call__(self, text: str) -> None:
        """Say one line."""
        self.lines.append(text)
        self._new.set()

    async def count(self, number: int) -> None:
        """Wait until so many lines were said."""
        while len(self.lines) < number:
            self._new.clear()
            await asyncio.wait_for(self._new.wait(), 60)


def part(code: str, key: str = "probe", argument: Path | str = "") -> Part:
    return Part(key, key.capitalize(), (sys.executable, "-c", code, str(argument)), {"PROBE": "wert"})


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for another process; a wait in vain ends with an error instead of never."""

    async def look() -> None:
        while not is_so():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(look(), 60)


@pytest.mark.parametrize(
    ("pause", "lived", "after"),
    [(0.0, 1.0, 1.0), (1.0, 1.0, 2.0), (2.0, 59.9, 4.0), (16.0, 0.0, 30.0), (30.0, 0.0, 30.0), (30.0, 60.0, 1.0)],
)
def test_next_pause(pause: float, lived: float, after: float) -> None:
    assert next_pause(pause, lived) == after


async def test_dead_process_is_started_again_with_growing_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.001)
    pauses: list[float] = []
    voice = Voice()
    kept = Supervisor([part("print('kaputt'); raise SystemExit(3)")], tmp_path, voice, tmp_path)
    report = kept._report_death

    def report_and_keep(dead: Part, status: int, pause: float) -> None:
        pauses.append(pause)
        report(dead, status, pause)

    monkeypatch.setattr(kept, "_report_death", report_and_keep)
    running = asyncio.create_task(kept.run())
    await voice.count(6)
    kept.stop()
    await running
    death = ["Probe ist ausgefallen (Status 3); neuer Start in 0 s.", "   Zuletzt im Protokoll: kaputt"]
    assert (voice.lines[:6], pauses[:3]) == (death * 3, [0.001, 0.002, 0.004])


async def test_other_parts_go_on_when_one_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.001)
    voice, mark = Voice(), tmp_path / "laeuft"
    parts = [part(FOREVER, "fest", mark), part("raise SystemExit(1)", "lose")]
    kept = Supervisor(parts, tmp_path, voice, tmp_path)
    running = asyncio.create_task(kept.run())
    await until(mark.exists)
    await voice.count(2)
    fixed = [process for process in kept._running if process.returncode is None][0]
    kept.stop()
    await running
    assert ({line.split()[0] for line in voice.lines}, fixed.returncode) == ({"Lose"}, -signal.SIGTERM)


async def test_stop_ends_every_process_in_silence(tmp_path: Path) -> None:
    voice, marks = Voice(), [tmp_path / "a.da", tmp_path / "b.da"]
    kept = Supervisor([part(FOREVER, mark.stem, mark) for mark in marks], tmp_path / "neu", voice, tmp_path)
    running = asyncio.create_task(kept.run())
    await until(lambda: all(mark.exists() for mark in marks))
    processes = list(kept._running)
    kept.stop()
    await running
    assert (voice.lines, [process.returncode for process in processes]) == ([], [-signal.SIGTERM] * 2)


async def test_output_goes_to_the_log(tmp_path: Path) -> None:
    mark = tmp_path / "da"
    code = f"import os, sys; print(os.environ['PROBE'], os.getcwd(), flush=True); {FOREVER}"
    kept = Supervisor([part(code, argument=mark)], tmp_path, Voice(), tmp_path)
    running = asyncio.create_task(kept.run())
    await until(mark.exists)
    kept.stop()
    await running
    assert (tmp_path / "probe.log").read_text(encoding="utf-8") == f"wert {tmp_path}\n"


async def test_end_by_force(tmp_path: Path) -> None:
    mark = tmp_path / "da"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", STUBBORN, str(mark))
    await until(mark.exists)
    assert await end(process, patience=0.05) == -signal.SIGKILL


async def test_end_of_a_process_that_has_ended() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "raise SystemExit(4)")
    await process.wait()
    assert await end(process) == 4


def test_closed_terminal_ends_all_in_order_unless_nohup_forbids(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, expected in ((signal.SIG_DFL, True), (signal.SIG_IGN, False)):
        monkeypatch.setattr(signal, "getsignal", lambda _, given=given: given)
        assert (signal.SIGHUP in stop_signals()) is expected
