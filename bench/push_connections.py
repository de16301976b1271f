"""1,000 open chats: are they held, and how long until all know that a workshop begins later?

``.venv/bin/python bench/push_connections.py [connections] [seconds]``. Starts a web process of its own on a free port.
Measured is the way from a saved programme file to the last browser: reading (looked at once a second), comparing,
recording a bubble in every chat, sending.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.web.__main__ import raise_file_limit
from tests.samples.ports import spare_port

ROOT = Path(__file__).resolve().parent.parent

SESSION, START, LATER = "phishing-live", 'beginn: "11:00"', 'beginn: "11:15"'
AIM_SECONDS = 2.0
NOW = "2025-05-14T10:05:00+02:00"


@dataclass
class Connection:
    """One browser that listens."""

    token: str
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    told_at: list[float] = field(default_factory=list)
    beats: int = 0
    is_open: bool = False

    async def listen(self, port: int) -> None:
        """Read events until the end."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /chat/ereignisse HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        self.writer.write(head.encode())
        self.is_open = (await self.reader.readline()).startswith(b"HTTP/1.1 200")
        while line := await self.reader.readline():
            if line.startswith(b": ruhe"):
                self.beats += 1
            elif line.startswith(b"event: nachricht"):
                self.told_at.append(time.perf_counter())
        self.is_open = False


async def open_chats(port: int, count: int) -> list[Connection]:
    """Chats that have all noted the same workshop."""
    connections = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        for _ in range(count):
            token = (await client.post("/chat/sitzung")).json()["sitzung"]
            noted = await client.put(f"/chat/plan/{SESSION}", headers={"Authorization": f"Bearer {token}"})
            noted.raise_for_status()
            connections.append(Connection(token))
    return connections


async def wait_until(condition: object, seconds: float) -> None:
    """Look ten times a second until the condition holds or the time is over."""
    end = time.perf_counter() + seconds
    while not condition() and time.perf_counter() < end:  # type: ignore[operator]
        await asyncio.sleep(0.1)


def delay(programme: Path, old: str, new: str) -> float:
    """Move the workshop in the programme file; returns the moment."""
    text = programme.read_text(encoding="utf-8")
    head, mark, rest = text.partition(f"- id: {SESSION}\n")
    entry, separator, after = rest.partition("\n- id: ")
    draft = programme.with_suffix(".neu")
    draft.write_text(head + mark + entry.replace(old, new, 1) + separator + after, encoding="utf-8")
    draft.replace(programme)
    return time.perf_counter()


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident memory in MB."""
    for line in Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def start_web(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A web process with its own programme and state."""
    port = spare_port()
    environment = {
        **os.environ, "MESSE_PORT": str(port), "MESSE_ZUSTAND": str(folder / "zustand"), "MESSE_NOW": NOW,
        "PROGRAMM_QUELLE": str(folder / "programm"),
    }  # fmt: skip
    environment.pop("MESSE_DATENBANK", None)
    log = (folder / "web.log").open("wb")
    return subprocess.Popen([sys.executable, "-m", "bot.web"], cwd=ROOT, env=environment, stdout=log, stderr=log), port


async def ready(port: int) -> None:
    """Wait for the programme."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(300):
            try:
                if (await client.get("/programm/katalog.json")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    raise SystemExit("Der Webdienst ist nicht bereit geworden – bitte das Protokoll ansehen.")


async def measure(count: int, seconds: float, folder: Path) -> None:
    """Run all of it and print the table."""
    shutil.copytree(ROOT / "programm", folder / "programm")
    process, port = start_web(folder)
    try:
        await ready(port)
        empty = memory(process)
        connections = await open_chats(port, count)
        listening = [asyncio.create_task(each.listen(port)) for each in connections]
        await wait_until(lambda: all(each.is_open for each in connections), 60)
        opened = sum(each.is_open for each in connections)
        await asyncio.sleep(seconds)
        held, beats = sum(each.is_open for each in connections), min(each.beats for each in connections)
        rounds = [
            await news_round(connections, folder / "programm" / "programm.yml", *way)
            for way in ((START, LATER), (LATER, START))
        ]
        print_table(count, seconds, opened, held, beats, rounds, (empty, memory(process)))
        for task in listening:
            task.cancel()
    finally:
        process.terminate()
        process.wait(30)


async def news_round(connections: list[Connection], programme: Path, old: str, new: str) -> list[float]:
    """Change the programme; how long it took until each browser was told."""
    before = [len(each.told_at) for each in connections]
    changed = delay(programme, old, new)
    await wait_until(lambda: all(len(c.told_at) > b for c, b in zip(connections, before, strict=True)), 20)
    pairs = zip(connections, before, strict=True)
    return sorted(each.told_at[known] - changed for each, known in pairs if len(each.told_at) > known)


def print_table(
    count: int, seconds: float, opened: int, held: int, beats: int, rounds: list[list[float]], used: tuple[float, float]
) -> None:
    """What was measured, beside the aim."""
    print(f"{'Verbindungen geöffnet':<44}{opened} von {count}")
    print(f"{f'nach {seconds:.0f} s noch offen':<44}{held} von {count} (je mindestens {beats} Lebenszeichen)")
    for number, times in enumerate(rounds, 1):
        told = f"{len(times)} von {count}"
        p95 = times[max(0, int(len(times) * 0.95) - 1)]
        figures = f"p50 {statistics.median(times):.2f} s, p95 {p95:.2f} s, letzte {times[-1]:.2f} s"
        reached = "erreicht" if len(times) == count and times[-1] < AIM_SECONDS else "verfehlt"
        print(f"{f'Änderung {number}: benachrichtigt':<44}{told}: {figures} (Ziel < {AIM_SECONDS:.0f} s: {reached})")
    print(f"{'Speicher des Webdienstes':<44}{used[0]:.0f} MB leer, {used[1]:.0f} MB mit allen Verbindungen")


def main() -> None:
    """Read the arguments and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    raise_file_limit()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(count, seconds, Path(folder)))


if __name__ == "__main__":
    main()
