"""The command line: one entry a command; what a command needs is imported only when it runs.

So the launcher's own part of a start stays short, and the settings of an installed service are there before
:mod:`bot.core.settings` looks at the environment.
"""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from importlib import import_module
from typing import Any

import click

from bot.cli.german import GermanCommand, GermanGroup, invoke, run
from bot.core.errors import MesselotseError
from bot.runtime.service_settings import add_service_settings

PROGRAM = "./messelotse"
EPILOG = (
    "Einstellungen: MESSE_PORT, RASA_PORT, AKTION_PORT, MESSE_NOW, PROGRAMM_QUELLE, PROGRAMM_TAKT, "
    "PROGRAMM_HOSTS, MESSE_ZUSTAND, MESSE_GEHEIMNIS, MESSE_SSO_KOPF, MESSE_SSO_ADRESSEN, "
    "MESSE_SSO_GEHEIMNIS (siehe README.md)."
)
# Of the machine, not of the programme: mending them needs no stack trace.
OPERATORS_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE)


class Needs(IntEnum):
    """The conditions that must hold before a command runs."""

    NOTHING = 0
    SETTINGS = 1  # of the installed service
    SAME_SERVICE = 2  # and a service that runs works on the same database


class Arguments(IntEnum):
    """How a command gets what stands after its name."""

    NONE = 0
    HANDED_ON = 1  # as they are
    OWN = 2  # as they are, with --help


METAVARS = {Arguments.NONE: "", Arguments.HANDED_ON: "…", Arguments.OWN: "…"}


@dataclass(frozen=True)
class Entry:
    """One command: ``place`` names a click command or a function that returns the exit status."""

    place: str
    help: str
    arguments: Arguments = Arguments.NONE
    needs: Needs = Needs.SAME_SERVICE


COMMANDS = {
    "start": Entry("bot.cli.start:start", "alles starten und überwachen (Strg-C beendet)", needs=Needs.SETTINGS),
    "teil": Entry("bot.cli.part:run_part", "nur einen Teil starten (web, rasa oder aktionen), für mehrere Prozesse "
                  "oder Rechner", Arguments.HANDED_ON, Needs.SETTINGS),
    "train": Entry("bot.publishing.training:train", "das Sprachmodell neu trainieren"),
    "shell": Entry("bot.cli.shell:run_shell", "im Terminal mit dem Bot sprechen"),
    "check": Entry("bot.content.checks.run:run_check", "alle Inhalte prüfen und jeden Fehler mit Datei und Zeile "
                   "nennen", needs=Needs.SETTINGS),  # reads the content and nothing else, whatever runs beside
    "nutzer": Entry("bot.cli.users:users", "Konten für Redaktion, Programmbüro und Leitung (anlegen, liste, sperren, "
                    "passwort, rolle)", Arguments.OWN),
    "programm": Entry("bot.cli.programme:programme", "eine Programmquelle prüfen oder als eigene Dateien übernehmen "
                      "(pruefen, importieren)", Arguments.OWN),
    "evaluate": Entry("bot.cli.evaluate:evaluate", "messen, wie gut der Bot versteht, auch im Vergleich (Bericht als "
                      "HTML)", Arguments.OWN, Needs.NOTHING),
    "veroeffentlichen": Entry("bot.cli.publish:publish", "Inhalte prüfen, trainieren, testen und live schalten; "
                              "Fassungen zeigen und zurücknehmen", Arguments.OWN),
    "status": Entry("bot.operations.status:run_status", "zeigen, ob alles läuft und wonach man sehen sollte"),
    "bench": Entry("bench.__main__:main", "Geschwindigkeit und Speicher messen, auch im Vergleich (ohne Namen: zeigt "
                   "alle Messungen)", Arguments.OWN, Needs.NOTHING),
    "sichern": Entry("bot.cli.backup:back_up", "alles in einer Datei sichern: Inhalte, Modell, Gespräche, Konten (auch "
                     "im laufenden Betrieb)", Arguments.OWN),
    "wiederherstellen": Entry("bot.cli.backup:restore", "eine Sicherung zurückspielen (ersetzt Vorhandenes nur mit "
                              "--ueberschreiben)", Arguments.OWN),
    "aktualisieren": Entry("bot.cli.update:update", "Inhalte, Datenbank und Modell auf diese Fassung bringen; was Sie "
                           "geändert haben, bleibt", Arguments.OWN),
    "test": Entry("bot.cli.test:run_tests", "alle Tests ausführen", Arguments.HANDED_ON, Needs.NOTHING),
}  # fmt: skip


class LazyGroup(GermanGroup):
    """All commands, each a stand-in that imports the real one when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The stand-in of this name; None when there is none."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        return GermanCommand(
            cmd_name, callback=partial(_run, cmd_name, entry), help=entry.help, short_help=entry.help,
            params=[click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED, metavar=METAVARS[entry.arguments])],
            context_settings={"ignore_unknown_options": True},
            add_help_option=entry.arguments < Arguments.OWN,
        )  # fmt: skip


def load(place: str) -> Any:
    """Import and return what an entry's place names."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _run(name: str, entry: Entry, rest: tuple[str, ...]) -> int:
    if rest and entry.arguments is Arguments.NONE:
        print(f"Fehler: „{rest[0]}“ ist unbekannt. Hilfe: {PROGRAM} {name} --help", file=sys.stderr)
        return 2
    if entry.needs >= Needs.SETTINGS:
        # before the import below: modules look at the environment when they are imported
        os.environ.update(add_service_settings(os.environ))
    if entry.needs >= Needs.SAME_SERVICE:
        _require_same_service()
    found = load(entry.place)
    if isinstance(found, click.Command):
        return run(found, rest)
    return int(found(list(rest)) if entry.arguments > Arguments.NONE else found())


def _require_same_service() -> None:
    from bot.core.settings import state_folder
    from bot.runtime.service_notes import require_same_service

    require_same_service(state_folder(), os.environ)


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit status. Errors meant for people are one German line, never a stack trace."""
    group = LazyGroup("messelotse", help="Messelotse: der Chatbot für die IT-Hausmesse.", epilog=EPILOG)
    try:
        return invoke(group, arguments, PROGRAM)
    except click.UsageError:
        names = ", ".join(COMMANDS)
        print(f"Fehler: unbekannter Aufruf. Befehle: {names}. Hilfe: {PROGRAM} --help", file=sys.stderr)
        return 2
    except MesselotseError as error:
        print(f"Fehler: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in OPERATORS_FAULTS:
            raise
        place = f"{error.filename}: " if error.filename else ""
        print(f"Fehler: {place}{os.strerror(error.errno)} – bitte Platz (df -h) und Rechte prüfen.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        # as a shell does: 128 and the number of SIGINT
        return 130
