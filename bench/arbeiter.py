"""Throughput with 1, 2 and 4 Rasa workers behind nginx, with Redis and PostgreSQL, and what a message costs each part.

    ./messelotse bench arbeiter [--zahlen 1 2 4] [--nachrichten 400] [--clients 16]

On a machine with few cores the processor seconds of a message matter, not the throughput: they say how much a machine
with more cores could do (docs/kapazitaet.md). Needs Debian's nginx, redis-server and postgresql.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.latency import TALK, quantiles
from bench.questions import mix
from bench.sides import cpu_seconds, memory
from bot.core.settings import state_folder
from tests.integration.helpers.postgres_server import postgres_server
from tests.integration.helpers.postgres_server import what_is_missing as no_postgres
from tests.integration.helpers.running_system import children_of
from tests.integration.helpers.scale_out import ScaledOut, scaled_out, what_is_missing

ROOT = Path(__file__).resolve().parent.parent

WARM_UP = 40
PATIENCE = 60.0


async def load(front: str, clients: int, count: int) -> tuple[float, list[float], Counter[str]]:
    """Questions through nginx; seconds for all, milliseconds of each, faults."""
    left = iter([each[1] for each, _ in zip(_typed(), range(count), strict=False)])
    taken: list[float] = []
    faults: Counter[str] = Counter()

    async def visitor(client: httpx.AsyncClient) -> None:
        token: dict[str, str] = {}
        for number, text in enumerate(left):
            if number % TALK == 0:
                opened = (await client.post("/chat/sitzung")).raise_for_status().json()
                token = {"Authorization": f"Bearer {opened['sitzung']}"}
            begun = time.perf_counter()
            answer = await client.post("/chat/nachricht", json={"id": str(uuid.uuid4()), "text": text}, headers=token)
            taken.append((time.perf_counter() - begun) * 1000)
            if answer.status_code != 200:
                faults[f"{answer.status_code}"] += 1

    begun = time.perf_counter()
    async with httpx.AsyncClient(base_url=front, timeout=PATIENCE, trust_env=False) as client:
        await asyncio.gather(*(visitor(client) for _ in range(clients)))
    return time.perf_counter() - begun, taken, faults


def _typed() -> Iterator[tuple[str, str]]:
    return (each for each in mix() if not each[1].startswith("/"))


def processor_seconds(whole: ScaledOut) -> dict[str, float]:
    """Of each kind of process so far, PostgreSQL's own processes together."""
    used: dict[str, float] = defaultdict(float)
    for name, program in whole.programs.items():
        if program.process is not None:
            pids = [program.process.pid, *(pid for pid, _ in children_of(program.process.pid))]
            used[name.partition("-")[0]] += sum(map(cpu_seconds, pids))
    assert whole.redis.process is not None
    used["redis"] += cpu_seconds(whole.redis.process.pid)
    server = int((whole.postgres.folder / "daten" / "postmaster.pid").read_text().split()[0])
    used["postgres"] += sum(cpu_seconds(pid) for pid in (server, *(p for p, _ in children_of(server))))
    return used


def measure(whole: ScaledOut, options: argparse.Namespace) -> dict[str, object]:
    """All figures of one number of workers."""
    asyncio.run(load(whole.front, options.clients, WARM_UP))
    before = processor_seconds(whole)
    seconds, taken, faults = asyncio.run(load(whole.front, options.clients, options.nachrichten))
    after = processor_seconds(whole)
    used = {
        name: memory(program.process.pid).get("pss", 0.0)
        for name, program in whole.programs.items() if program.process is not None and "-" in name
    }  # fmt: skip
    return {
        "je_sekunde": len(taken) / seconds, "ms": quantiles(taken), "fehler": dict(faults), "speicher_mb": used,
        "cpu_ms_je_nachricht": {name: 1000 * (after[name] - before[name]) / len(taken) for name in after},
    }  # fmt: skip


def main() -> None:
    """Measure, print, and write messung/arbeiter.json."""
    parser = argparse.ArgumentParser(prog="./messelotse bench arbeiter", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--zahlen", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--nachrichten", type=int, default=400)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    if missing := what_is_missing() or no_postgres():
        raise SystemExit(missing)
    work = state_folder() / "messung"
    work.mkdir(exist_ok=True)
    results: dict[str, object] = {"kerne": os.cpu_count(), "last_vorher": os.getloadavg()}
    with postgres_server() as postgres:
        for number in options.zahlen:
            counts = {"web": min(number, 2), "rasa": number, "aktionen": min(number, 2)}
            with tempfile.TemporaryDirectory() as folder, scaled_out(Path(folder), postgres, counts) as whole:
                found = measure(whole, options)
            results[str(number)] = found
            ms, costs = found["ms"], found["cpu_ms_je_nachricht"]
            assert isinstance(ms, dict) and isinstance(costs, dict)
            print(f"{number} Rasa: {found['je_sekunde']:.1f} Nachrichten je Sekunde, p50 {ms['p50']:.0f} ms, "
                  f"p95 {ms['p95']:.0f} ms, Fehler {found['fehler']}")  # fmt: skip
            print(
                "   Prozessorzeit je Nachricht (ms): " + ", ".join(f"{k} {v:.1f}" for k, v in costs.items()), flush=True
            )
    (work / "arbeiter.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"Alle Werte: {work / 'arbeiter.json'}")


if __name__ == "__main__":
    main()
