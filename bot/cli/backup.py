"""``./messelotse sichern DATEI`` and ``./messelotse wiederherstellen DATEI``."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa

from bot.cli.german import GermanCommand
from bot.core.database import DATABASE_VARIABLE, open_database
from bot.core.errors import ConfigurationError
from bot.core.files import own_like
from bot.core.secrets import read_secret
from bot.core.settings import ROOT, load_ports, state_folder
from bot.operations.backup import make_backup
from bot.operations.restore import apply_restore, plan_restore, refusal, restore_rows
from bot.runtime.locks import lock_state
from bot.runtime.processes import require_free_ports

BEFORE = "vor-wiederherstellung"


@click.command("sichern", cls=GermanCommand)
@click.argument("file", metavar="DATEI", type=Path)
@click.option("--ueberschreiben", "overwrites", is_flag=True, help="Vorhandenes darf ersetzt werden")
def back_up(file: Path, overwrites: bool) -> None:
    """Alles in einer ZIP-Datei sichern: Inhalte, Modell, Gespräche, Konten (auch im laufenden Betrieb)."""
    count = make_backup(file, ROOT, state_folder(), overwrites, server_database())
    print(f"Gesichert: {count} Dateien in {file} ({file.stat().st_size / 1e6:.1f} MB). Sie enthält Gespräche und "
          "Schlüssel: bitte geschützt aufbewahren.")  # fmt: skip


def server_database() -> sa.engine.Engine | None:
    """The database that MESSE_DATENBANK names; None when SQLite's file is the database.

    Raises:
        ConfigurationError: it cannot be opened.
    """
    return open_database(state_folder()) if read_secret(os.environ, DATABASE_VARIABLE) else None


@click.command("wiederherstellen", cls=GermanCommand)
@click.argument("file", metavar="DATEI", type=Path)
@click.option("--ueberschreiben", "overwrites", is_flag=True, help="Vorhandenes darf ersetzt werden")
def restore(file: Path, overwrites: bool) -> None:
    """Eine Sicherung zurückspielen (ersetzt Vorhandenes nur mit --ueberschreiben)."""
    state = state_folder()
    require_free_ports(load_ports())  # a running bot would go on writing to what is replaced
    # taken before anything is read: a start at this moment would write what is being replaced
    with lock_state(state):
        _restore(file, overwrites, state)


def _restore(file: Path, overwrites: bool, state: Path) -> None:
    plan = plan_restore(file, ROOT, state)
    database = server_database()
    if plan.has_rows and database is None:
        raise ConfigurationError(
            f"Die Sicherung enthält eine Datenbank vom Server – bitte {DATABASE_VARIABLE} auf die Adresse setzen, in "
            "die sie soll."
        )
    if refusal(plan) and not overwrites:
        raise ConfigurationError(refusal(plan))
    if refusal(plan):
        print(f"Der jetzige Stand liegt in {_keep_present(state, database)}.")
    if plan.has_rows and database is not None:
        print(f"Datenbank: {restore_rows(plan, database)} Zeilen.")
    apply_restore(plan, state)
    print(f"Wiederhergestellt: Stand vom {datetime.fromisoformat(plan.made):%d.%m.%Y, %H:%M} Uhr, "
          f"{len(plan.writes)} Dateien geschrieben. Starten mit: ./messelotse start")  # fmt: skip


def _keep_present(state: Path, database: sa.engine.Engine | None) -> Path:
    folder = state / BEFORE
    folder.mkdir(mode=0o700, exist_ok=True)
    own_like(folder, state)
    kept = folder / f"{datetime.now():%Y-%m-%d-%H%M%S}.zip"
    make_backup(kept, ROOT, state, database=database)
    own_like(kept, state)
    return kept
