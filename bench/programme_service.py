"""Answers per second of the programme service: a real web process with 1,000 sessions, asked over loopback.

    .venv/bin/python bench/programme_service.py [seconds per case]

Aimed at, on one core: 1,000 answers a second for an unchanged programme (304), 300 for jetzt.json. The service gets
a core of its own where the machine has two.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from tests.samples.ports import spare_port

ROOT = Path(__file__).resolve().parent.parent

SESSIONS, ROOMS = 1_000, 20
START = datetime.fromisoformat("2025-05-14T09:00:00+02:00")
CASES = (
    ("katalog.json, unverändert (304)", "/programm/katalog.json", True, 1_000),
    ("katalog.json, gzip", "/programm/katalog.json", False, None),
    ("jetzt.json", "/programm/jetzt.json", False, 300),
    ("jetzt.json, unverändert (304)", "/programm/jetzt.json", True, 1_000),
    ("schedule.xml", "/programm/schedule.xml", False, None),
    ("programm.ics", "/programm/programm.ics", False, None),
    ("Seite /programm", "/programm", False, None),
)


def main() -> None:
    """Start the service, ask it, print the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "schedule.json"
        source.write_text(json.dumps(make_schedule(), ensure_ascii=False), encoding="utf-8")
        port = spare_port()
        process = start(port, source, Path(folder))
        try:
            give_own_cores(process.pid)
            asyncio.run(measure(f"http://127.0.0.1:{port}", seconds, process.pid))
        finally:
            process.terminate()
            process.wait(timeout=30)


def make_schedule() -> dict[str, object]:
    """A schedule.json with 1,000 sessions on two days."""
    days = []
    for day in range(2):
        rooms: dict[str, list[dict[str, object]]] = {f"Raum {room}": [] for room in range(ROOMS)}
        for number in range(SESSIONS // 2):
            start = START + timedelta(days=day, minutes=15 * (number // ROOMS))
            rooms[f"Raum {number % ROOMS}"].append(make_event(day * SESSIONS + number, start))
        date = (START + timedelta(days=day)).date().isoformat()
        days.append({"index": day + 1, "date": date, "rooms": rooms})
    return {"schedule": {"version": "1", "conference": {"title": "Messung", "days": days}}}


def make_event(number: int, start: datetime) -> dict[str, object]:
    """One event of a quarter of an hour."""
    return {
        "id": number,
        "guid": f"00000000-0000-4000-8000-{number:012d}",
        "date": start.isoformat(),
        "start": f"{start:%H:%M}",
        "duration": "00:15",
        "title": f"Beitrag {number} über digitale Verwaltung",
        "type": "Vortrag",
        "track": f"Thema {number % 12}",
        "abstract": "Worum es geht, in zwei Sätzen. " * 8,
        "persons": [{"public_name": f"Person {number % 90}"}],
    }


def start(port: int, source: Path, state: Path) -> subprocess.Popen[bytes]:
    """The web process, once it has the programme."""
    settings = {"MESSE_PORT": str(port), "PROGRAMM_QUELLE": str(source), "MESSE_ZUSTAND": str(state)}
    environment = {**os.environ, **settings, "MESSE_NOW": "2025-05-14T10:05:00+02:00"}
    process = subprocess.Popen([sys.executable, "-m", "bot.web"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/programm/jetzt.json", trust_env=False).status_code == 200:
                return process
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    process.terminate()
    raise SystemExit("Der Dienst ist nicht gestartet.")


def give_own_cores(service: int) -> None:
    """The service on one core, this process on the others, where there are several and the system allows it."""
    if not hasattr(os, "sched_setaffinity") or len(cores := sorted(os.sched_getaffinity(0))) < 2:
        return
    os.sched_setaffinity(service, cores[:1])
    os.sched_setaffinity(0, cores[1:])


async def measure(address: str, seconds: float, pid: int) -> None:
    """Ask each case with one client and with 16 at once; print answers per second and the service's memory."""
    table = Table(
        "Fall", "1 Gast", "16 Gäste", "p95 bei 16", "Ziel", title=f"Antworten je Sekunde, {SESSIONS} Beiträge"
    )
    for name, path, is_known, aim in CASES:
        single, _ = await ask(address, path, 1, seconds, is_known)
        many, p95 = await ask(address, path, 16, seconds, is_known)
        table.add_row(name, f"{single:.0f}", f"{many:.0f}", f"{p95 * 1000:.0f} ms", str(aim or "–"))
    Console().print(table)
    Console().print(f"Speicher des Dienstes: {memory_of(pid):.0f} MB")


async def ask(address: str, path: str, clients: int, seconds: float, is_known: bool) -> tuple[float, float]:
    """Answers per second and the 95th percentile of their times in seconds."""
    headers = {"If-None-Match": await tag_of(address, path)} if is_known else {}
    request = make_request(path, headers)
    times: list[float] = []
    begun = time.perf_counter()
    await asyncio.gather(*(_ask_until(address, request, begun + seconds, times) for _ in range(clients)))
    spent = time.perf_counter() - begun
    return len(times) / spent, sorted(times)[int(len(times) * 0.95)]


async def tag_of(address: str, path: str) -> str:
    """The document's ETag."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return str((await client.get(address + path)).headers["ETag"])


def make_request(path: str, headers: dict[str, str]) -> bytes:
    """A GET as browsers send it. A client library would take longer than the service it measures."""
    fields = {"Host": "messe", "Accept-Encoding": "gzip", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _ask_until(address: str, request: bytes, end: float, times: list[float]) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    while time.perf_counter() < end:
        begun = time.perf_counter()
        writer.write(request)
        await read_answer(reader)
        times.append(time.perf_counter() - begun)
    writer.close()


async def read_answer(reader: asyncio.StreamReader) -> None:
    """Read one answer to its end; anything but 200 and 304 ends the measurement."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if head[9:12] not in ("200", "304"):
        raise SystemExit(head)
    _, found, rest = head.partition("content-length:")
    await reader.readexactly(int(rest.partition("\r")[0]) if found else 0)


def memory_of(pid: int) -> float:
    """Resident memory in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


if __name__ == "__main__":
    main()
