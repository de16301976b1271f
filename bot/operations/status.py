"""``./messelotse status``: is it running, and what should somebody look at?"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from bot.database import DATABASE_FILE
from bot.settings import ROOT, load_ports, state_folder

RUNNING, NOT_RUNNING = 0, 1
TITLES = {"rasa": "Rasa", "aktionen": "Aktionen", "programm": "Programm"}
HINTS = {
    "startet": "bitte eine Minute warten",
    "nicht erreichbar": "bitte das Protokoll ansehen",
    "veraltet": "die Quelle antwortet nicht, gezeigt wird die letzte gute Fassung",
}


def run_status() -> int:
    """Print the state; returns 0 when a message can be answered, else 1.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    health = ask_health(load_ports().web)
    print("\n".join([*health_lines(health), *file_lines(ROOT, state_folder())]))
    return RUNNING if health.get("zustand") == "bereit" else NOT_RUNNING


def ask_health(port: int, transport: httpx.BaseTransport | None = None) -> Mapping[str, Any]:
    """What /health says; {} when nobody answers."""
    try:
        with httpx.Client(timeout=5, trust_env=False, transport=transport) as client:
            health = client.get(f"http://127.0.0.1:{port}/health").json()
    except (httpx.HTTPError, ValueError):
        return {}
    return health if isinstance(health, dict) else {}


def health_lines(health: Mapping[str, Any]) -> list[str]:
    """One line for the whole and one for each part."""
    if not health:
        return ["Zustand:     läuft nicht – starten mit ./messelotse start"]
    lines = [f"Zustand:     {health.get('zustand')}"]
    for key, state in health.get("teile", {}).items():
        hint = f" – {HINTS[state]}" if state in HINTS else ""
        lines.append(f"  {TITLES.get(key, key):<11}{state}{hint}")
    clock = "Demo-Uhr" if health.get("demo_uhr") else "echte Uhr"
    return [*lines, f"Messe-Uhr:   {health.get('uhr')} ({clock})"]


def file_lines(root: Path, state: Path) -> list[str]:
    """Model, database and logs, with their age or size."""
    model, database = root / "models" / "messelotse.tar.gz", state / DATABASE_FILE
    trained = (
        f"vom {time.strftime('%d.%m.%Y, %H:%M', time.localtime(model.stat().st_mtime))} Uhr"
        if model.exists()
        else "fehlt"
    )
    size = f"{database.stat().st_size / 1e6:.1f} MB" if database.exists() else "noch keine in diesem Ordner"
    return [
        f"Modell:      {trained}",
        f"Datenbank:   {size}".replace(".", ",") if database.exists() else f"Datenbank:   {size}",
        f"Protokolle:  {state / 'protokoll'}",
    ]
