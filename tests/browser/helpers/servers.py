"""`python -m bot.web` for browser tests: started, stopped, killed and started again on the same port."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx

from bot.core.settings import ROOT
from bot.runtime.child_lifetime import tied_to_me
from tests.samples.ports import spare_port
from tests.samples.web_process import lend_vectors

NOW = "2025-05-14T10:05:00+02:00"
LOOKS = 500  # while the programme is being read


COPIED = (
    "bot",
    "data",
    "programm",
    "messe.yml",
    "domain.yml",
    "tests/saetze",
    "tests/gespraeche",
    "config.yml",
    "requirements/run.txt",
)


def copy_project(target: Path) -> Path:
    """What the web process reads and writes, for tests that change content."""
    for name in COPIED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target / name)
    return target


class Web:
    """One web process with its state in ``state``; stopping keeps port and state."""

    def __init__(self, state: Path, root: Path = ROOT, /, **environment: str) -> None:
        """Prepare it.

        Args:
            root: the project, or a copy of it.
            environment: goes on top of a free port, silent Rasa ports and the sample's clock.
        """
        self._root = root
        port = str(spare_port())
        self.address = f"http://127.0.0.1:{port}"
        silent = {"RASA_PORT": str(spare_port()), "AKTION_PORT": str(spare_port())}  # nobody listens there
        own = {"MESSE_PORT": port, "MESSE_ZUSTAND": str(state), "MESSE_NOW": NOW}
        self._environment = {**os.environ, **silent, **own, **environment}
        self._process: subprocess.Popen[bytes] | None = None
        lend_vectors(state)

    def set(self, **environment: str) -> None:
        """Change the environment of the next start."""
        self._environment.update(environment)

    def start(self) -> None:
        """Start and wait until it has a programme; when that fails, no process stays behind."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.web"], cwd=self._root, env=self._environment, preexec_fn=tied_to_me()
        )
        try:
            self._wait_for_programme()
            assert self._process.poll() is None
        except BaseException:  # an interrupted run, too, must not leave it running
            self.kill()
            raise

    def _wait_for_programme(self) -> None:
        transport = httpx.HTTPTransport(retries=9)  # waits longer each time: two minutes in all
        with httpx.Client(transport=transport, timeout=60, trust_env=False) as client:
            catalogue = f"{self.address}/programm/katalog.json"
            assert any(client.get(catalogue).status_code == 200 for _ in range(LOOKS)), "kein Programm"

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """Stop in order; it must end well."""
        if self._process is not None:
            self._process.terminate()
            assert self._process.wait(timeout=120) == 0
            self._process = None

    def kill(self) -> None:
        """End at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=120)
            self._process = None
