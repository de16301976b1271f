"""`python -m bot.web` as a process of its own, for tests whose tools cannot share an event loop with it.

Sentences that the training has encoded are lent to it: with a new state folder it would encode them all again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.content.checks.nearness import TRAINING_FILE
from bot.core.settings import ROOT, state_folder
from bot.runtime.child_lifetime import tied_to_me
from tests.samples.ports import spare_port


@contextmanager
def web_process(state: Path, **environment: str) -> Iterator[str]:
    """The address of a running web process with its state in ``state``, once it has a programme."""
    port = str(spare_port())
    settings = {"MESSE_PORT": port, "MESSE_ZUSTAND": str(state), "MESSE_NOW": "2025-05-14T10:05:00+02:00"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.web"],
        cwd=ROOT,
        env={**os.environ, **settings, **environment},
        preexec_fn=tied_to_me(),
    )
    try:
        address = f"http://127.0.0.1:{port}"
        transport = httpx.HTTPTransport(retries=8)  # waits longer each time while nothing listens yet
        with httpx.Client(transport=transport, trust_env=False, timeout=120) as client:
            while client.get(f"{address}/programm/katalog.json").status_code != 200:
                assert process.poll() is None
        yield address
    finally:
        process.terminate()
        process.wait(timeout=120)


def lend_vectors(state: Path) -> None:
    """Let a state folder have them, where the project has been trained."""
    known, place = state_folder() / TRAINING_FILE, state / TRAINING_FILE
    if known.exists() and not (place.is_symlink() or place.exists()):
        state.mkdir(parents=True, exist_ok=True)
        place.symlink_to(known.resolve())
