"""Messages made to cost: what each kind costs in processor time, and how long others wait meanwhile.

    ./messelotse bench widrig [--arten 0] [--sekunden 30] [--absender 4]

Each kind is 2,000 characters of one pattern, cut to what the web service takes; its cost is the processor time of all
processes, as a ratio to an ordinary question. Then ``--absender`` send such messages to Rasa without a pause while
somebody asks ordinary questions in the chat. On a machine that has other work the ratios count, not the times.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import tempfile
import time
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from bench.latency import quantiles
from bench.questions import mix
from bench.sides import cpu_seconds, memory
from bot.core.settings import state_folder
from bot.web.chat.incoming import MAXIMUM_TEXT
from tests.integration.helpers.running_system import RunningSystem, children_of, running_system

ROOT = Path(__file__).resolve().parent.parent

AIM_RATIO, AIM_DELAY = 10.0, 200.0
ORDINARY, REPEATS = 40, 3
PAUSE = 0.3
PATIENCE = 120.0
PATTERNS = (
    "ﷻ", "ﷺ", "㌀", "[", "[](", "[a](", "(", "{", "[{", '"', "„", ".", "a  ", "1", "1:1:", "1.1.", "1-", "a",
    "a ", "ß", "xqzjvkwpfg", "xqzjvkwpfg ", "um 2 ", "bis ", "von 2 bis 3 und ",
    "heute nachmittag um halb drei ", "morgen ", "zwanzig", "ein und zwanzig ", "hallo, ", "danke. ", "und wo ",
    "wo ist das? ", "das da ", "der die das ", "stand B3 ", "vortrag über ", "außer ki ", "kein ", "😀",
    "👨\u200d👩\u200d👧 ", "\u0301", "a\u0301\u0323", "\u202eא", "السلام ", "漢字", "กำ", "𝕒", "İ", "a\u200b",
    "a\u00ad", "_", "*", "/a ", "http://a.b ", "a@b.de ", "1e", "1,", "\\", "<a>", "&amp;", ",wo ", "- ",
    "Sehr geehrte Damen und Herren, gibt es auf der Messe auch etwas für Kinder, und wo ist das? ",
)  # fmt: skip


def message(pattern: str) -> str:
    """As much of the pattern as the web service takes."""
    size = max(len(unicodedata.normalize("NFKC", pattern * 8)) / 8, len(pattern))
    return pattern * int(MAXIMUM_TEXT / size)


class Chat:
    """One conversation in the web chat."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._headers: dict[str, str] = {}
        self.faults: Counter[str] = Counter()

    async def ask(self, text: str) -> float:
        """Milliseconds until the answer."""
        if not self._headers:
            opened = (await self._client.post("/chat/sitzung")).raise_for_status().json()
            self._headers = {"Authorization": f"Bearer {opened['sitzung']}"}
        begun = time.perf_counter()
        body = {"id": str(uuid.uuid4()), "text": text}
        answer = await self._client.post("/chat/nachricht", json=body, headers=self._headers)
        if answer.status_code != 200:
            self.faults[f"{answer.status_code}"] += 1
        return (time.perf_counter() - begun) * 1000


def processes(system: RunningSystem) -> dict[str, list[int]]:
    """The parts' processes with those of the sentence model."""
    return {name: [pid, *(child for child, _ in children_of(pid))] for name, pid in system.parts().items()}


def used(system: RunningSystem) -> float:
    """Processor seconds of all processes so far."""
    return sum(cpu_seconds(pid) for pids in processes(system).values() for pid in pids)


async def costs(system: RunningSystem, patterns: tuple[str, ...]) -> tuple[float, dict[str, float], Counter[str]]:
    """Processor seconds of an ordinary question, the ratio of each pattern to it, and faults."""
    ordinary = [text for _, text in itertools.islice(_questions(), 2 * ORDINARY)]
    async with httpx.AsyncClient(base_url=system.web, timeout=PATIENCE, trust_env=False) as client:
        chat = Chat(client)
        for text in ordinary[:ORDINARY]:  # everything loaded
            await chat.ask(text)
        before = used(system)
        for text in ordinary[ORDINARY:]:
            await chat.ask(text)
        usual = (used(system) - before) / ORDINARY
        found = {}
        for pattern in patterns:
            before = used(system)
            for number in range(REPEATS):
                await chat.ask(message(pattern)[: -len(str(number))] + str(number))
            found[pattern] = (used(system) - before) / usual / REPEATS
    return usual, found, chat.faults


def _questions() -> Iterator[tuple[str, str]]:
    typed = (each for each in mix() if not each[1].startswith("/"))
    return ((kind, f"{text} {number}") for number, (kind, text) in enumerate(typed))  # never asked before


async def delays(system: RunningSystem, seconds: float, senders: int) -> tuple[list[float], int, Counter[str]]:
    """Milliseconds of ordinary questions beside so many hostile senders, what these sent, and faults."""
    end = time.monotonic() + seconds
    taken: list[float] = []
    sent = itertools.count()
    async with httpx.AsyncClient(base_url=system.web, timeout=PATIENCE, trust_env=False) as client:
        chat = Chat(client)

        async def attack(number: int) -> None:
            for place in itertools.count(number):
                if time.monotonic() > end:
                    return
                text = (PATTERNS[place % len(PATTERNS)] * MAXIMUM_TEXT)[:MAXIMUM_TEXT] + str(next(sent))
                address, body = f"{system.rasa}/webhooks/rest/webhook", {"sender": uuid.uuid4().hex, "message": text}
                answer = await client.post(address, json=body)
                chat.faults[f"Angriff {answer.status_code}"] += answer.status_code >= 500

        attacks = [asyncio.create_task(attack(number * 16)) for number in range(senders)]
        for _, text in _questions():
            taken.append(await chat.ask(f"Ich frage: {text}"))
            await asyncio.sleep(PAUSE)
            if time.monotonic() > end:
                break
        await asyncio.gather(*attacks)
    return taken, next(sent), chat.faults


def measure(system: RunningSystem, options: argparse.Namespace) -> dict[str, Any]:
    """Costs, then delays without and with hostile senders, then memory."""
    usual, ratios, faults = asyncio.run(costs(system, PATTERNS[: options.arten or None]))
    alone, _, more = asyncio.run(delays(system, options.sekunden, 0))
    beside, sent, even_more = asyncio.run(delays(system, options.sekunden, options.absender))
    return {
        "frage_cpu_ms": 1000 * usual, "verhaeltnis": ratios, "allein_ms": quantiles(alone),
        "daneben_ms": quantiles(beside),
        "aufschlag_ms": statistics.median(beside) - statistics.median(alone), "laengste_ms": max(beside),
        "widrige": sent, "fehler": dict(+(faults + more + even_more)),
        "pss_mb": {name: [memory(pid).get("pss", 0.0) for pid in pids] for name, pids in processes(system).items()},
    }  # fmt: skip


def tell(result: dict[str, Any], senders: int) -> None:
    """The figures in words."""
    ratios, alone, beside = result["verhaeltnis"], result["allein_ms"], result["daneben_ms"]
    worst = sorted(ratios, key=lambda pattern: -ratios[pattern])[:8]
    print(f"Eine Frage kostet {result['frage_cpu_ms']:.0f} ms Prozessorzeit. Am teuersten (so viele Fragen):")
    print("\n".join(f"  {ratios[pattern]:6.1f}  {pattern[:30]!r}" for pattern in worst))
    print(f"Ziel höchstens {AIM_RATIO:.0f}: {'erreicht' if ratios[worst[0]] <= AIM_RATIO else 'verfehlt'}")
    print(f"Eine Frage allein: p50 {alone['p50']:.0f}, p95 {alone['p95']:.0f} ms")
    print(f"neben {senders} widrigen Absendern ({result['widrige']} Nachrichten): p50 {beside['p50']:.0f}, p95 "
          f"{beside['p95']:.0f} ms; Aufschlag {result['aufschlag_ms']:.0f} ms (Ziel höchstens {AIM_DELAY:.0f}); "
          f"Fehler: {result['fehler'] or 'keine'}")  # fmt: skip


def main() -> None:
    """Measure, print, and write messung/widrig.json."""
    parser = argparse.ArgumentParser(prog="./messelotse bench widrig", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--arten", type=int, default=0, help="nur so viele Arten; 0: alle")
    parser.add_argument("--sekunden", type=float, default=30.0)
    parser.add_argument("--absender", type=int, default=4)
    options = parser.parse_args()
    work = state_folder() / "messung"
    work.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        result = measure(system, options)
    (work / "widrig.json").write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    tell(result, options.absender)
    print(f"Speicher (PSS, MB): {result['pss_mb']}\nAlle Werte: {work / 'widrig.json'}")


if __name__ == "__main__":
    main()
