"""1,000 colleagues at nine o'clock: they arrive over five minutes, think, ask four questions each, keep the chat open.

    ./messelotse bench kollegium [--besuche 1000] [--minuten 5] [--fragen 4] [--umschalten | --veroeffentlichen]

Starts the shipped set-up (SQLite, one process of each kind) in a copy of the project on free ports. With `--umschalten`
another Rasa takes over in the middle, as at the end of publishing; with `--veroeffentlichen` the whole command runs
beside the load, training included. Aim: no error, p95 under 1 s. Ends about a minute after the last arrival.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.latency import quantiles
from bench.questions import mix
from bench.sides import cpu_seconds, memory
from bot.core.settings import state_folder
from bot.publishing.progress import ProgressFile
from bot.runtime.live_model import Order, RasaFiles
from bot.web.__main__ import raise_file_limit
from tests.integration.helpers.running_system import RunningSystem, running_system

ROOT = Path(__file__).resolve().parent.parent

THINKING = (5.0, 20.0)  # seconds between an answer and the next question
PATIENCE = 30.0
MOST_AFTER = 180.0  # seconds after the last arrival
AIM_MS = 1_000
SEED = 9


@dataclass
class Findings:
    """What all colleagues saw."""

    milliseconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    broken: int = 0
    bubbles: int = 0
    finished: int = 0


@dataclass
class Colleague:
    """One visit: page, session, open events, questions."""

    client: httpx.AsyncClient
    findings: Findings
    chance: random.Random
    questions: Iterator[tuple[str, str]]

    async def visit(self, arrives: float, count: int, is_over: asyncio.Event) -> None:
        """Come at this moment, ask so many questions, stay until it is over."""
        await asyncio.sleep(arrives)
        try:
            (await self.client.get("/")).raise_for_status()
            opened = (await self.client.post("/chat/sitzung")).raise_for_status().json()
        except httpx.HTTPError as error:
            self.findings.faults[f"kein Chat: {type(error).__name__}"] += 1
            self.findings.finished += 1
            return
        token = {"Authorization": f"Bearer {opened['sitzung']}"}
        listening = asyncio.create_task(self._listen(token, is_over))
        for _ in range(count):
            await asyncio.sleep(self.chance.uniform(*THINKING))
            await self._ask(token, next(self.questions)[1])
        self.findings.finished += 1
        await is_over.wait()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    async def _ask(self, token: dict[str, str], text: str) -> None:
        body = {"id": str(uuid.uuid4()), "text": text}
        begun = time.perf_counter()
        try:
            answer = await self.client.post("/chat/nachricht", json=body, headers=token)
            if answer.status_code != 200:
                self.findings.faults[f"{answer.status_code} {answer.json().get('fehler')}"] += 1
        except httpx.HTTPError as error:
            self.findings.faults[type(error).__name__] += 1
        self.findings.milliseconds.append((time.perf_counter() - begun) * 1000)

    async def _listen(self, token: dict[str, str], is_over: asyncio.Event) -> None:
        time_out = httpx.Timeout(PATIENCE, read=None)
        try:
            async with self.client.stream("GET", "/chat/ereignisse", headers=token, timeout=time_out) as stream:
                self.findings.connections += stream.status_code == 200
                async for line in stream.aiter_lines():
                    self.findings.bubbles += line.startswith("event: nachricht")
        except httpx.HTTPError:
            pass
        self.findings.broken += not is_over.is_set()


async def colleagues(web: str, options: argparse.Namespace) -> Findings:
    """All visits; the connections stay open until the last one has asked."""
    findings, chance, is_over = Findings(), random.Random(SEED), asyncio.Event()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200, keepalive_expiry=4)
    # Buttons may only be sent once they were offered: here everybody types.
    questions = (each for each in mix() if not each[1].startswith("/"))
    async with httpx.AsyncClient(base_url=web, limits=limits, timeout=PATIENCE, trust_env=False) as client:
        arrivals = sorted(chance.uniform(0, options.minuten * 60) for _ in range(options.besuche))
        visits = [
            asyncio.create_task(Colleague(client, findings, chance, questions).visit(moment, options.fragen, is_over))
            for moment in arrivals
        ]
        until = time.monotonic() + options.minuten * 60 + MOST_AFTER
        while findings.finished < options.besuche and time.monotonic() < until:
            await asyncio.sleep(1)
        is_over.set()
        if findings.finished < options.besuche:
            findings.faults["nicht fertig geworden"] += options.besuche - findings.finished
            for visit in visits:
                visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
    return findings


def swap(system: RunningSystem) -> str:
    """Let a second Rasa take over, as publishing does at its end; returns how that went."""
    fresh = system.state / "modelle" / "messung.tar.gz"
    fresh.parent.mkdir(exist_ok=True)
    shutil.copy(system.project / "models" / "messelotse.tar.gz", fresh)
    files, until = RasaFiles(system.state), time.monotonic() + 240
    with ProgressFile(system.state).only_me():  # an order counts as long as somebody waits for it
        files.place_order(Order("messung", str(fresh), "messung"))
        while time.monotonic() < until:
            state = files.state()
            if state is not None and state.order == "messung":
                return state.fault or "umgeschaltet"
            time.sleep(0.5)
    return "nicht umgeschaltet"


def publish(system: RunningSystem) -> str:
    """`./messelotse veroeffentlichen` with one more example; returns its last line."""
    topic = system.project / "data" / "themen" / "parken.yml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("examples: |\n", "examples: |\n    - Gibt es am Rathaus Stellplätze?\n", 1), "utf-8")
    command = [sys.executable, "-m", "bot", "veroeffentlichen", "--notiz", "Messung unter Last"]
    done = subprocess.run(command, cwd=system.project, env=system.environment, capture_output=True, text=True)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return f"Status {done.returncode}: {lines[-1] if lines else ''}"


async def measure(system: RunningSystem, options: argparse.Namespace) -> dict[str, object]:
    """The whole morning; returns all figures."""
    begun, before = time.monotonic(), {name: cpu_seconds(pid) for name, pid in system.parts().items()}
    beside = swap if options.umschalten else publish if options.veroeffentlichen else None

    async def in_the_middle() -> str:
        if beside is None:
            return "–"
        await asyncio.sleep(options.minuten * 60 / (2 if options.umschalten else 6))
        return await asyncio.to_thread(beside, system)

    happened = asyncio.create_task(in_the_middle())
    findings = await colleagues(system.web, options)
    seconds, parts = time.monotonic() - begun, system.parts()
    return {
        "besuche": options.besuche, "fragen": len(findings.milliseconds), "sekunden": seconds,
        "ms": quantiles(findings.milliseconds), "laengste_ms": max(findings.milliseconds, default=0.0),
        "fehler": dict(findings.faults), "verbindungen": findings.connections, "abgerissen": findings.broken,
        "blasen_ueber_ereignisse": findings.bubbles, "dabei": await happened,
        "speicher_mb": {name: memory(pid) for name, pid in parts.items()},
        "cpu_sekunden": {name: cpu_seconds(pid) - before.get(name, 0.0) for name, pid in parts.items()},
    }  # fmt: skip


def print_result(result: dict[str, object]) -> None:
    """The figures beside the aim."""
    ms, faults = result["ms"], result["fehler"]
    assert isinstance(ms, dict) and isinstance(faults, dict)
    reached = "erreicht" if not faults and ms.get("p95", 0) < AIM_MS and not result["abgerissen"] else "verfehlt"
    print(f"{result['besuche']} Besuche, {result['fragen']} Fragen in {result['sekunden']:.0f} s")
    print(f"Antwort p50 {ms.get('p50', 0):.0f} ms, p95 {ms.get('p95', 0):.0f} ms, p99 {ms.get('p99', 0):.0f} ms, "
          f"längste {result['laengste_ms']:.0f} ms")  # fmt: skip
    print(f"Fehler: {sum(faults.values())} {faults or ''}".rstrip())
    print(f"Offene Chats: {result['verbindungen']}, davon abgerissen {result['abgerissen']}; dabei: {result['dabei']}")
    print(f"Prozessorzeit (s): { ({k: round(v, 1) for k, v in dict(result['cpu_sekunden']).items()}) }")  # type: ignore[call-overload]
    print(f"Ziel: kein Fehler, p95 < {AIM_MS} ms: {reached}")


def main() -> None:
    """Measure, print, and write messung/kollegium.json."""
    parser = argparse.ArgumentParser(prog="./messelotse bench kollegium", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--besuche", type=int, default=1_000)
    parser.add_argument("--minuten", type=float, default=5.0, help="in denen alle kommen")
    parser.add_argument("--fragen", type=int, default=4, help="je Besuch")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--umschalten", action="store_true", help="in der Mitte übernimmt ein anderes Rasa")
    group.add_argument("--veroeffentlichen", action="store_true", help="dabei veröffentlichen, mit Training")
    options = parser.parse_args()
    raise_file_limit()
    work = state_folder() / "messung"
    work.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        result = asyncio.run(measure(system, options))
    (work / "kollegium.json").write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    print_result(result)
    print(f"Alle Werte: {work / 'kollegium.json'}")


if __name__ == "__main__":
    main()
