"""``./messelotse status``: whether the bot is running, and what needs attention."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from bot.core.addresses import load_addresses, reachable_web
from bot.core.database import DATABASE_FILE
from bot.core.settings import ROOT, load_ports, state_folder
from bot.runtime.live_model import RasaFiles
from bot.runtime.processes import MODEL
from bot.runtime.service_notes import OWN_FILE, TOGETHER, Note, database_of, running_notes

RUNNING, NOT_RUNNING = 0, 1
TITLES = {
    "web": "Web", "rasa": "Rasa", "aktionen": "Aktionen", "programm": "Programm", "datenbank": "Datenbank",
    "ordner": "Ordner",
}  # fmt: skip
HINTS = {
    "startet": "bitte eine Minute warten",
    "nicht erreichbar": "bitte das Protokoll ansehen",
    "nicht beschreibbar": "bitte mit „df -h“ nachsehen; Fragen werden beantwortet, aber nicht behalten",
    "veraltet": "die Quelle antwortet nicht, gezeigt wird die letzte gute Fassung",
}


def run_status() -> int:
    """Print the state and return 0 when a message can be answered, else 1.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    state = state_folder()
    notes = running_notes(state)
    health = first_health(addresses_of_web(notes, os.environ))
    lines = [*health_lines(health, notes), *part_lines(notes), *file_lines(ROOT, state, database_of(os.environ))]
    print("\n".join([*lines, f"Protokolle:  {_logs(state, notes)}"]))
    return RUNNING if health.get("zustand") == "bereit" else NOT_RUNNING


def addresses_of_web(notes: Sequence[Note], environment: Mapping[str, str]) -> list[str]:
    """Return where a web may answer: those of this machine, else the address in the settings."""
    here = [note.address for note in notes if note.is_here and note.address]
    return here or [reachable_web(load_ports(environment).web, environment), load_addresses(environment).web]


def first_health(addresses: Sequence[str]) -> Mapping[str, Any]:
    """Return the state from the first address that answers; {} when none does."""
    return next((health for address in dict.fromkeys(addresses) if (health := ask_health(address))), {})


def ask_health(address: str, transport: httpx.BaseTransport | None = None) -> Mapping[str, Any]:
    """Return the state that /health reports; {} without an answer."""
    try:
        with httpx.Client(timeout=5, trust_env=False, transport=transport) as client:
            health = client.get(f"{address}/health").json()
    except (httpx.HTTPError, ValueError):
        return {}
    return health if isinstance(health, dict) else {}


def health_lines(health: Mapping[str, Any], notes: Sequence[Note] = ()) -> list[str]:
    """Return one line for the whole and one for each part."""
    if not health:
        return [f"Zustand:     {_silence(notes)}"]
    lines = [f"Zustand:     {health.get('zustand')}"]
    for key, state in health.get("teile", {}).items():
        hint = f" – {HINTS[state]}" if state in HINTS else ""
        lines.append(f"  {TITLES.get(key, key):<11}{state}{hint}")
    clock = "Demo-Uhr" if health.get("demo_uhr") else "echte Uhr"
    return [*lines, f"Messe-Uhr:   {health.get('uhr')} ({clock})"]


def _silence(notes: Sequence[Note]) -> str:
    """Say why no web answers."""
    if not notes:
        return "läuft nicht – starten mit ./messelotse start"
    if any(note.address for note in notes):
        return "der Webdienst antwortet nicht – bitte das Protokoll ansehen"
    return "der Webdienst läuft nicht hier – bitte dort fragen"


def part_lines(notes: Sequence[Note]) -> list[str]:
    """Return a line for each process that was started by itself; [] where one supervisor keeps all."""
    alone = [note for note in notes if note.part != TOGETHER]
    lines = [
        f"  {TITLES[note.part]:<11}Port {note.port}{'' if note.is_here else f', Rechner {note.host}'}{_answer(note)}"
        for note in alone
    ]
    return ["Prozesse:", *lines] if lines else []


def _answer(note: Note) -> str:
    """Return the state that a web on this machine reports."""
    if not (note.is_here and note.address):
        return ""
    return f", {ask_health(note.address).get('zustand', 'antwortet nicht')}"


def file_lines(root: Path, state: Path, database: str = OWN_FILE) -> list[str]:
    """Return a line each for model and database, with their age or size."""
    model, file = RasaFiles(state).live_model(root, MODEL), state / DATABASE_FILE
    trained = (
        f"vom {time.strftime('%d.%m.%Y, %H:%M', time.localtime(model.stat().st_mtime))} Uhr"
        if model.exists()
        else "fehlt"
    )
    size = f"{file.stat().st_size / 1e6:.1f} MB".replace(".", ",") if file.exists() else "noch keine in diesem Ordner"
    return [f"Modell:      {trained}", f"Datenbank:   {size if database == OWN_FILE else database}"]


def _logs(state: Path, notes: Sequence[Note]) -> str:
    if any(note.is_here and note.part != TOGETHER for note in notes):
        return "wohin jeder Prozess schreibt; bei systemd: journalctl -u 'messelotse*'"
    return str(state / "protokoll")
