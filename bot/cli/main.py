"""The command line: ``./messelotse start | train | shell | check | nutzer | programm | evaluate | …``.

Commands import what they need only when they run: the launcher's own part of a start stays short.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable

from bot.core.arguments import HELP, GermanParser
from bot.core.errors import MesselotseError
from bot.runtime.service_settings import add_service_settings

DESCRIPTION = "Messelotse: der Chatbot für die IT-Hausmesse."
EPILOG = (
    "Einstellungen: MESSE_PORT, RASA_PORT, AKTION_PORT, MESSE_NOW, PROGRAMM_QUELLE, PROGRAMM_TAKT, "
    "PROGRAMM_HOSTS, MESSE_ZUSTAND, MESSE_GEHEIMNIS, MESSE_SSO_KOPF, MESSE_SSO_ADRESSEN, "
    "MESSE_SSO_GEHEIMNIS (siehe README.md)."
)


# Of the machine, not of the programme: nobody needs a stack trace to mend them.
OPERATORS_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE)


def _start(_: list[str]) -> int:
    from bot.cli.start import start

    return start()


def _part(arguments: list[str]) -> int:
    from bot.cli.part import run_part

    return run_part(arguments)


def _train(_: list[str]) -> int:
    from bot.publishing.training import train

    return train()


def _shell(_: list[str]) -> int:
    from bot.cli.shell import run_shell

    return run_shell()


def _check(_: list[str]) -> int:
    from bot.content.checks.run import run_check

    return run_check()


def _evaluate(arguments: list[str]) -> int:
    from bot.evaluation.run import run_evaluation

    return run_evaluation(arguments)


def _programme(arguments: list[str]) -> int:
    from bot.cli.programme import run_programme

    return run_programme(arguments)


def _users(arguments: list[str]) -> int:
    from bot.cli.users import run_users

    return run_users(arguments)


def _status(_: list[str]) -> int:
    from bot.operations.status import run_status

    return run_status()


def _bench(arguments: list[str]) -> int:
    from importlib import import_module

    return int(import_module("bench.__main__").main(arguments))


def _back_up(arguments: list[str]) -> int:
    from bot.cli.backup import run_backup

    return run_backup(arguments)


def _restore(arguments: list[str]) -> int:
    from bot.cli.backup import run_restore

    return run_restore(arguments)


def _publish(arguments: list[str]) -> int:
    from bot.cli.publish import run_publish

    return run_publish(arguments)


def _update(arguments: list[str]) -> int:
    from bot.cli.update import run_update

    return run_update(arguments)


def _test(arguments: list[str]) -> int:
    from bot.cli.test import run_tests

    return run_tests(arguments)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "start": _start,
    "teil": _part,
    "train": _train,
    "shell": _shell,
    "check": _check,
    "nutzer": _users,
    "programm": _programme,
    "evaluate": _evaluate,
    "veroeffentlichen": _publish,
    "status": _status,
    "bench": _bench,
    "sichern": _back_up,
    "wiederherstellen": _restore,
    "aktualisieren": _update,
    "test": _test,
}
OWN_HELP = (  # reads its options by itself
    "nutzer", "programm", "evaluate", "veroeffentlichen", "bench", "sichern", "wiederherstellen", "aktualisieren",
)  # fmt: skip
WITHOUT_SERVICE, STARTING = ("test", "bench", "evaluate"), ("start", "teil")
WITHOUT_DATABASE = ("check",)  # reads the content and nothing else, whatever runs beside
WITH_ARGUMENTS = (*OWN_HELP, "test", "teil")


def _require_same_service() -> None:
    from bot.core.settings import state_folder
    from bot.runtime.service_notes import require_same_service

    require_same_service(state_folder(), os.environ)


def _parser() -> GermanParser:
    parser = GermanParser(prog="./messelotse", description=DESCRIPTION, epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", required=True)
    for name, text in HELP.items():
        commands.add_parser(name, help=text, description=text, add_help=name not in OWN_HELP)
    return parser


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit status. Errors meant for people are one German line, never a stack trace."""
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.command not in WITH_ARGUMENTS:
        print(f"Fehler: „{rest[0]}“ ist unbekannt. Hilfe: ./messelotse {options.command} --help", file=sys.stderr)
        return 2
    try:
        if options.command not in WITHOUT_SERVICE:
            os.environ.update(add_service_settings(os.environ))
        if options.command not in (*WITHOUT_SERVICE, *STARTING, *WITHOUT_DATABASE):
            _require_same_service()
        return COMMANDS[options.command](rest)
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
        return 130
