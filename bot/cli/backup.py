"""``./messelotse sichern DATEI`` and ``./messelotse wiederherstellen DATEI``."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import sqlalchemy as sa

from bot.core.arguments import HELP, GermanParser
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


class OwnParser(GermanParser):
    """Of a command that reads its options by itself; says in German what is wrong with them."""

    def __init__(self, name: str) -> None:
        super().__init__(prog=f"./messelotse {name}", description=HELP[name])

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing: the caller prints one line.

        Raises:
            ConfigurationError: always.
        """
        name = self.prog.rpartition(" ")[2]
        raise ConfigurationError(f"Diese Angaben versteht {name} nicht. Hilfe: ./messelotse {name} --help")


def run_backup(arguments: list[str]) -> int:
    """Write the backup; returns the exit status.

    Raises:
        MesselotseError: unknown arguments, a file of this name, or nowhere to write.
    """
    options = _parser("sichern", "die ZIP-Datei, die entstehen soll").parse_args(arguments)
    target = Path(options.datei)
    count = make_backup(target, ROOT, state_folder(), options.ueberschreiben, server_database())
    print(f"Gesichert: {count} Dateien in {target} ({target.stat().st_size / 1e6:.1f} MB). Sie enthält Gespräche und "
          "Schlüssel: bitte geschützt aufbewahren.")  # fmt: skip
    return 0


def server_database() -> sa.engine.Engine | None:
    """The database that MESSE_DATENBANK names; None when SQLite's file is the database.

    Raises:
        ConfigurationError: it cannot be opened.
    """
    return open_database(state_folder()) if read_secret(os.environ, DATABASE_VARIABLE) else None


def run_restore(arguments: list[str]) -> int:
    """Put a backup back; returns the exit status.

    Raises:
        MesselotseError: unknown arguments, the bot is running, a damaged backup, or files that would be lost.
    """
    options = _parser("wiederherstellen", "die Sicherung").parse_args(arguments)
    state = state_folder()
    require_free_ports(load_ports())  # a running bot would go on writing to what is replaced
    with lock_state(state):
        return _restore(options, state)


def _restore(options: argparse.Namespace, state: Path) -> int:
    plan = plan_restore(Path(options.datei), ROOT, state)
    database = server_database()
    if plan.has_rows and database is None:
        raise ConfigurationError(
            f"Die Sicherung enthält eine Datenbank vom Server – bitte {DATABASE_VARIABLE} auf die Adresse setzen, in "
            "die sie soll."
        )
    if refusal(plan) and not options.ueberschreiben:
        raise ConfigurationError(refusal(plan))
    if refusal(plan):
        print(f"Der jetzige Stand liegt in {_keep_present(state, database)}.")
    if plan.has_rows and database is not None:
        print(f"Datenbank: {restore_rows(plan, database)} Zeilen.")
    apply_restore(plan, state)
    print(f"Wiederhergestellt: Stand vom {datetime.fromisoformat(plan.made):%d.%m.%Y, %H:%M} Uhr, "
          f"{len(plan.writes)} Dateien geschrieben. Starten mit: ./messelotse start")  # fmt: skip
    return 0


def _keep_present(state: Path, database: sa.engine.Engine | None) -> Path:
    folder = state / BEFORE
    folder.mkdir(mode=0o700, exist_ok=True)
    own_like(folder, state)
    kept = folder / f"{datetime.now():%Y-%m-%d-%H%M%S}.zip"
    make_backup(kept, ROOT, state, database=database)
    own_like(kept, state)
    return kept


def _parser(name: str, file_help: str) -> OwnParser:
    parser = OwnParser(name)
    parser.add_argument("datei", metavar="DATEI", help=file_help)
    parser.add_argument("--ueberschreiben", action="store_true", help="Vorhandenes darf ersetzt werden")
    return parser
