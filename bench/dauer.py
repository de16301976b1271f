"""Eight hours of a fair, told in minutes: does memory stay flat?

    ./messelotse bench dauer [--stunden 8] [--fragen 700] [--clients 8]

Each simulated hour is `--fragen` questions to the running system (default set-up, in a copy of the project), one after
the other from eight chats, with a new chat every four questions, an open event stream each, a note in the plan. After
each hour memory of all three processes is read; the slope is that of a straight line through the hours after the first.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import statistics
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.latency import TALK, quantiles
from bench.questions import mix
from bench.sides import memory
from bot.core.settings import state_folder
from tests.integration.helpers.running_system import RunningSystem, running_system

ROOT = Path(__file__).resolve().parent.parent

KIND = "eigen"  # private, written memory: what a leak would fill
NOTED = "ki-grundlagen"
AIM_MB = 5.0  # an hour
PATIENCE = 30.0


async def hour(
    web: str, questions: Iterator[tuple[str, str]], count: int, clients: int
) -> tuple[list[float], Counter[str]]:
    """So many questions; milliseconds of each answer, and what went wrong."""
    left = iter(range(count))
    taken: list[float] = []
    faults: Counter[str] = Counter()

    async def chat(client: httpx.AsyncClient) -> None:
        while True:
            wanted = [next(questions)[1] for _ in range(TALK) if next(left, None) is not None]
            if not wanted:
                return
            try:
                await _conversation(client, wanted, taken, faults)
            except httpx.HTTPError as error:
                faults[type(error).__name__] += 1

    async with httpx.AsyncClient(base_url=web, timeout=PATIENCE, trust_env=False) as client:
        await asyncio.gather(*(chat(client) for _ in range(clients)))
    return taken, faults


async def _conversation(client: httpx.AsyncClient, texts: list[str], taken: list[float], faults: Counter[str]) -> None:
    opened = (await client.post("/chat/sitzung")).raise_for_status().json()
    token = {"Authorization": f"Bearer {opened['sitzung']}"}
    listening = asyncio.create_task(_listen(client, token))
    try:
        (await client.put(f"/chat/plan/{NOTED}", headers=token)).raise_for_status()
        for text in texts:
            begun = time.perf_counter()
            answer = await client.post("/chat/nachricht", json={"id": str(uuid.uuid4()), "text": text}, headers=token)
            taken.append((time.perf_counter() - begun) * 1000)
            if answer.status_code != 200:
                faults[f"{answer.status_code} {answer.json().get('fehler')}"] += 1
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _listen(client: httpx.AsyncClient, token: dict[str, str]) -> None:
    with contextlib.suppress(httpx.HTTPError):
        async with client.stream("GET", "/chat/ereignisse", headers=token, timeout=None) as stream:
            async for _ in stream.aiter_lines():
                pass


def slope(values: list[float]) -> float:
    """Growth per step of the straight line through the values; 0 for fewer than two."""
    if len(values) < 2:
        return 0.0
    return float(statistics.linear_regression(range(len(values)), values).slope)


def measure(system: RunningSystem, options: argparse.Namespace) -> dict[str, object]:
    """All hours; memory after each."""
    questions = (each for each in mix() if not each[1].startswith("/"))
    asyncio.run(hour(system.web, questions, 100, options.clients))  # everything loaded, all caches filled
    used: dict[str, list[float]] = {name: [] for name in system.parts()}
    rates, every, faults = [], [], Counter[str]()
    for number in range(options.stunden + 1):
        if number:
            begun = time.monotonic()
            taken, wrong = asyncio.run(hour(system.web, questions, options.fragen, options.clients))
            rates.append(len(taken) / (time.monotonic() - begun))
            every += taken
            faults += wrong
        for name, pid in system.parts().items():
            used[name].append(memory(pid).get(KIND, 0.0))
        print(
            f"Stunde {number}: " + ", ".join(f"{name} {values[-1]:.0f} MB" for name, values in used.items()), flush=True
        )
    return {
        "stunden": options.stunden, "fragen": len(every), "je_sekunde": statistics.mean(rates), "ms": quantiles(every),
        "fehler": dict(faults), "speicher_mb": used, "anstieg_mb_je_stunde": {k: slope(v[1:]) for k, v in used.items()},
        "datenbank_mb": sum(path.stat().st_size for path in system.state.glob("messelotse.db*")) / 1e6,
    }  # fmt: skip


def main() -> None:
    """Measure, print, and write messung/dauer.json."""
    parser = argparse.ArgumentParser(prog="./messelotse bench dauer", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--stunden", type=int, default=8)
    parser.add_argument("--fragen", type=int, default=700, help="je Stunde")
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    work = state_folder() / "messung"
    work.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        result = measure(system, options)
    (work / "dauer.json").write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    ms, faults, growth = result["ms"], result["fehler"], result["anstieg_mb_je_stunde"]
    assert isinstance(ms, dict) and isinstance(faults, dict) and isinstance(growth, dict)
    print(f"{result['fragen']} Fragen, {result['je_sekunde']:.1f} je Sekunde, p50 {ms.get('p50', 0):.0f} ms, "
          f"p95 {ms.get('p95', 0):.0f} ms; Fehler: {sum(faults.values())} {faults or ''}")  # fmt: skip
    for name, value in growth.items():
        print(
            f"{name}: {value:+.2f} MB je Stunde (Ziel < {AIM_MB:.0f}: {'erreicht' if value < AIM_MB else 'verfehlt'})"
        )
    print(f"Alle Werte: {work / 'dauer.json'}")


if __name__ == "__main__":
    main()
