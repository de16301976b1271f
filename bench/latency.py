"""Sends a mix of messages to a REST channel from several clients at once."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import Sequence

import httpx

from bench.questions import SHARES, mix

TALK = 4  # messages in one conversation
TIME_OUT = 60.0


async def load(address: str, clients: int, count: int) -> dict[str, object]:
    """Send ``count`` messages; each client waits for its answer before it sends the next.

    Returns:
        ``je_sekunde``, ``fehler``, and p50, p95, p99 in milliseconds by kind and for ``alle``.
    """
    waiting = mix()
    left = iter([next(waiting) for _ in range(count)])
    taken: list[tuple[str, float]] = []
    faults: list[str] = []
    begun = time.perf_counter()
    async with httpx.AsyncClient(timeout=TIME_OUT, trust_env=False) as client:

        async def visitor() -> None:
            for number, (kind, text) in enumerate(left):
                if number % TALK == 0:
                    sender = uuid.uuid4().hex
                start = time.perf_counter()
                try:
                    answer = await client.post(address, json={"sender": sender, "message": text})
                    if answer.status_code != 200 or not answer.json():
                        faults.append(f"{answer.status_code}: {text}")
                except httpx.HTTPError as error:
                    faults.append(f"{type(error).__name__}: {text}")
                taken.append((kind, (time.perf_counter() - start) * 1000))

        await asyncio.gather(*(visitor() for _ in range(clients)))
    seconds = time.perf_counter() - begun
    by_kind = {kind: quantiles([ms for each, ms in taken if each == kind]) for kind in SHARES}
    every = {"alle": quantiles([ms for _, ms in taken])}
    return {"je_sekunde": count / seconds, "fehler": len(faults), "beispiele": faults[:3], "ms": every | by_kind}


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99; {} for fewer than two values."""
    if len(values) < 2:
        return {}
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}
