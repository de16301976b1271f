"""Durations of the steps of one message, measured on request only; without one it costs nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Durations = dict[str, float]
_watched: ContextVar[Durations | None] = ContextVar("watched", default=None)


@contextmanager
def watching() -> Iterator[Durations]:
    """Collect the steps that run inside: milliseconds by name, those of the same name added up."""
    durations: Durations = {}
    token = _watched.set(durations)
    try:
        yield durations
    finally:
        _watched.reset(token)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Measure the code inside as the step ``name``, if durations are being collected."""
    durations = _watched.get()
    if durations is None:
        yield
        return
    begun = time.perf_counter()
    try:
        yield
    finally:
        # Milliseconds: reports show them as they are.
        durations[name] = durations.get(name, 0.0) + (time.perf_counter() - begun) * 1000
