"""``./messelotse start``: train if needed, run the three processes, say when the bot can be asked."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from bot.cli.update import follow_release
from bot.core.addresses import ACTIONS_VARIABLE, LOOPBACK, inner_interface, socket_path
from bot.core.database import require_database
from bot.core.files import require_folder
from bot.core.settings import OWNER_ONLY, ROOT, Ports, load_ports, state_folder
from bot.fair.clock import clock_from_environment
from bot.fair.file import load_fair
from bot.publishing.initial_model import state_to_start_with
from bot.publishing.progress import ProgressFile
from bot.runtime.child_lifetime import LIFE_VARIABLE, hold_life
from bot.runtime.live_model import RasaFiles, RasaState
from bot.runtime.locks import lock_state
from bot.runtime.model_switcher import ModelSwitcher
from bot.runtime.processes import (
    actions_part,
    current_environment,
    on_private_sockets,
    rasa_part,
    require_free_ports,
    shared_environment,
    web_part,
)
from bot.runtime.service_notes import TOGETHER, leave_note
from bot.runtime.sockets import listen, make_private_folder, open_relay, remove_old_folders, web_address
from bot.runtime.supervisor import Supervisor

POLL_SECONDS = 0.25
LOG_FOLDER = "protokoll"
LIFE = "leben"
PART_TITLES = {
    "rasa": "Rasa", "aktionen": "Aktionen", "programm": "Programm", "datenbank": "Datenbank", "ordner": "Ordner",
}  # fmt: skip


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def start() -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit status.

    Raises:
        MesselotseError: wrong settings, a port in use, unusable content or a failed training.
    """
    os.umask(OWNER_ONLY)  # all three processes inherit it
    environment = current_environment()
    ports = load_ports(environment)
    folder = state_folder(environment)
    require_folder(folder)
    with ExitStack() as stack:
        stack.enter_context(lock_state(folder))
        require_free_ports(ports)
        for note in leave_note(folder, TOGETHER, ports.web, environment):
            stack.enter_context(note)
        follow_release(say)
        clock_from_environment(load_fair(), environment)
        require_database(folder, environment)
        first = state_to_start_with(ROOT, folder, say)
        own = _own_folder(folder, stack)
        shared = {**shared_environment(environment, ports), LIFE_VARIABLE: str(own / LIFE)}
        # opened before the parts start: callers wait in the queue instead of being refused
        with _open_doors(ports, environment) as doors:
            asyncio.run(_supervise(doors, on_private_sockets(shared, own), own, first))
    say("Messelotse ist beendet.")
    return 0


def _own_folder(state: Path, stack: ExitStack) -> Path:
    """A fresh private folder, removed in the end; in it the file that tells all descendants that we live."""
    remove_old_folders(state)
    folder = make_private_folder(state)
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    stack.enter_context(hold_life(folder / LIFE))
    return folder


@dataclass(frozen=True)
class ListeningPorts:
    """The sockets on which the parts are asked: opened once and kept, so that no other process takes a port."""

    web: socket.socket
    rasa: socket.socket
    actions: socket.socket


@contextmanager
def _open_doors(ports: Ports, environment: Mapping[str, str]) -> Iterator[ListeningPorts]:
    with (
        listen(ports.web, web_address(environment)) as web,
        listen(ports.rasa, LOOPBACK, "RASA_PORT") as rasa,
        listen(ports.actions, inner_interface(environment), "AKTION_PORT") as actions,
    ):
        yield ListeningPorts(web, rasa, actions)


async def _supervise(doors: ListeningPorts, environment: dict[str, str], own: Path, first: RasaState) -> None:
    folder = state_folder(environment)
    log_folder = folder / LOG_FOLDER
    files, is_publishing = RasaFiles(folder), ProgressFile(folder).is_busy
    rasa = ModelSwitcher(partial(rasa_part, environment), doors.rasa, own, files, first, say, is_publishing)
    parts = [web_part(environment, doors.web), actions_part(environment)]
    supervisor = Supervisor(parts, log_folder, say, ROOT, [rasa.run])

    def stop() -> None:
        doors.web.close()  # web's own copy serves on while it ends; afterwards callers are refused, not kept waiting
        supervisor.stop()

    for number in stop_signals():
        asyncio.get_running_loop().add_signal_handler(number, stop)
    say("Starte Web, Aktionen und Rasa …")
    announcer = asyncio.create_task(_announce(load_ports(environment), str(log_folder)))
    async with await open_relay(doors.actions, lambda: socket_path(environment[ACTIONS_VARIABLE])):
        await supervisor.run()
    announcer.cancel()
    with suppress(asyncio.CancelledError):
        await announcer


def stop_signals() -> list[signal.Signals]:
    """Return the signals that end everything in order; with SIGHUP, unless nohup has it ignored."""
    closing = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *closing]


async def _announce(ports: Ports, log_folder: str) -> None:
    """Say each part's state once it is ready, then the addresses."""
    begun = time.monotonic()
    told: dict[str, str] = {}
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        while True:
            health = await _ask(client, f"http://127.0.0.1:{ports.web}/health")
            for key, state in (health or {}).get("teile", {}).items():
                if state == "bereit" and told.get(key) != state:
                    say(f"   {PART_TITLES.get(key, key)} bereit ({time.monotonic() - begun:.0f} s)")
                told[key] = state
            if health and health.get("zustand") == "bereit":
                break
            await asyncio.sleep(POLL_SECONDS)
    say(f"Bereit nach {time.monotonic() - begun:.0f} s. Strg-C beendet.")
    say(f"   Chat:       http://localhost:{ports.web}/")
    say(f"   Zustand:    http://localhost:{ports.web}/health")
    say(f"   Protokolle: {log_folder}")


async def _ask(client: httpx.AsyncClient, url: str) -> dict[str, Any] | None:
    try:
        answer = await client.get(url)
        body = answer.json()
    except (httpx.HTTPError, ValueError):
        return None
    return body if isinstance(body, dict) else None
