"""From the POST of a change to the chat's answer that shows it: a real web process and the action side's own client.

    .venv/bin/python bench/change_latency.py [--runden 100]
    .venv/bin/python bench/change_latency.py --ports 8080,5005    # the whole way, on a system that runs

Without --ports Rasa is left out. The chat asks all the time, so that its copy of the programme is as old as it may be.
Aim: below 2 s. With --ports the session that is moved stays moved: take the changes back, or measure on a trial system.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import yaml

from actions.answer_context import ProgrammeContext
from actions.details import when_is
from actions.reply import SESSION, Reference
from bot.core.settings import ROOT
from bot.fair.clock import FairClock
from bot.fair.file import load_fair
from bot.programme.client import ProgrammeClient
from bot.programme.search.synonyms import load_synonyms
from tests.samples.web_process import web_process

Ask = Callable[[], Awaitable[str]]
TOKEN = "messung-0123456789-abcdef"
SAMPLE, LARGE = "ki-grundlagen", "sitzung-1"
AIM = 2.0  # seconds
ASKING_PAUSE = 0.005  # seconds between two questions of the chat


def large_programme(folder: Path, size: int) -> str:
    """A folder with that many sessions; the name of it."""
    start = datetime(2025, 5, 14, 9, 0)
    sessions = []
    for number in range(size):
        begins = start + timedelta(minutes=5 * (number % 80))
        sessions.append(
            {
                "id": f"sitzung-{number}",
                "titel": f"Vortrag {number} über Verwaltung und Technik",
                "tag": begins.date(),
                "beginn": f"{begins:%H:%M}",
                "ende": f"{begins + timedelta(minutes=45):%H:%M}",
                "raum": "Großer Saal",
                "beschreibung": "Was sich ändert, wenn Abläufe digital werden, an Beispielen aus dem Alltag gezeigt.",
            }
        )
    folder.mkdir()
    (folder / "programm.yml").write_text(yaml.safe_dump({"sitzungen": sessions}, allow_unicode=True), encoding="utf-8")
    (folder / "staende.yml").write_text("staende: []\n", encoding="utf-8")
    return str(folder)


def answer_of_actions(address: str, session: str) -> Ask:
    """Asks as the action server does: the catalogue over HTTP, the index, the worded answer."""
    fair = load_fair()
    clock = FairClock(fair.zone, fair.clock_start)
    client = ProgrammeClient(f"{address}/programm/katalog.json", clock)
    view = ProgrammeContext(fair, clock, client, load_synonyms())

    async def ask() -> str:
        return when_is(Reference(SESSION, session), await view.current()).text

    return ask


def answer_of_rasa(address: str, question: str) -> Ask:
    """Asks Rasa's REST channel of a running system: understanding, rule, action, answer."""
    http = httpx.AsyncClient(base_url=address, trust_env=False, timeout=30)

    async def ask() -> str:
        body = {"sender": uuid.uuid4().hex, "message": question}
        answer = await http.post("/webhooks/rest/webhook", json=body)
        return " ".join(message.get("text", "") for message in answer.raise_for_status().json())

    return ask


async def measure(ask: Ask, address: str, token: str, session: str, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds until the answer shows each change, and seconds of the POST alone."""
    shown, posted = [], []
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False, timeout=30) as api:
        for number in range(rounds):
            moment = f"{10 + number % 6}:{(7 * number) % 60:02d}"
            change = {"art": "zeit", "sitzung": session, "beginn": f"2025-05-14T{moment}", "grund": "Messung"}
            begun = time.perf_counter()
            posting = asyncio.ensure_future(api.post("/api/programm/aenderungen", json=change))
            while f"von {moment} bis" not in await ask():
                if posting.done():
                    posting.result().raise_for_status()
                await asyncio.sleep(ASKING_PAUSE)
            shown.append(time.perf_counter() - begun)
            await posting
            posted.append(posting.result().elapsed.total_seconds())
    return shown, posted


def row(name: str, seconds: list[float]) -> str:
    """A line of the table."""
    cuts = statistics.quantiles(seconds, n=20)
    figures = (statistics.median(seconds), cuts[18], max(seconds))
    return f"{name:<44}" + "".join(f"{1000 * figure:>10.0f}" for figure in figures)


def print_rows(name: str, shown: list[float], posted: list[float]) -> None:
    """Both lines of a case."""
    print(row(f"{name}: bis der Chat sie nennt", shown))
    print(row(f"{name}: davon Antwort auf POST", posted), flush=True)


def measure_own(rounds: int) -> None:
    """Own web processes with the sample and with 1,000 sessions."""
    with tempfile.TemporaryDirectory() as folder:
        large = large_programme(Path(folder) / "gross", 1000)
        for name, source, session in (("Beispiel", str(ROOT / "programm"), SAMPLE), ("1000 Sitzungen", large, LARGE)):
            state = Path(folder) / f"zustand-{session}"
            with web_process(state, PROGRAMM_TOKENS=f"messung:{TOKEN}", PROGRAMM_QUELLE=source) as address:
                ask = answer_of_actions(address, session)
                print_rows(name, *asyncio.run(measure(ask, address, TOKEN, session, rounds)))


def measure_running(ports: str, rounds: int) -> None:
    """A system that runs: the whole way through Rasa and the action server."""
    web, rasa = (f"http://127.0.0.1:{port}" for port in ports.split(","))
    token = os.environ["PROGRAMM_TOKENS"].split(",")[0].partition(":")[2]
    sessions = httpx.get(
        f"{web}/api/programm/sitzungen", headers={"Authorization": f"Bearer {token}"}, trust_env=False
    ).json()
    title = next(each["titel"] for each in sessions["sitzungen"] if each["id"] == SAMPLE)
    ask = answer_of_rasa(rasa, f"Wann ist „{title}“?")
    print_rows("Laufendes System", *asyncio.run(measure(ask, web, token, SAMPLE, rounds)))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runden", type=int, default=100)
    parser.add_argument("--ports", help="WEB,RASA of a running system whose PROGRAMM_TOKENS is in the environment")
    options = parser.parse_args()
    print(f"{'Von der Änderung zur Antwort (ms)':<44}{'p50':>10}{'p95':>10}{'max':>10}   Ziel: < {1000 * AIM:.0f}")
    if options.ports:
        measure_running(options.ports, options.runden)
    else:
        measure_own(options.runden)


if __name__ == "__main__":
    main()
