"""``./messelotse programm pruefen | importieren``: look at a source before it counts, or turn it into our own files."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from bot.cli.source_preview import print_problems, print_reading, summary_of
from bot.core.arguments import HELP, GermanParser
from bot.core.errors import ConfigurationError, ContentError, Problem
from bot.core.settings import ROOT
from bot.fair.file import load_fair
from bot.fair.model import Fair
from bot.fair.rooms import find_room
from bot.programme.exports.yaml_export import losses, sessions_yaml, write_folder
from bot.programme.sources.base import SourceReading
from bot.programme.sources.choose import source_from
from bot.programme.store import DEFAULT_FOLDER, SOURCE_VARIABLE

READABLE, UNUSABLE = 0, 1


class ProgrammeParser(GermanParser):
    """Says in German what is wrong with the options."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing: the caller prints one line.

        Raises:
            ConfigurationError: always.
        """
        raise ConfigurationError("Diese Angaben versteht programm nicht. Hilfe: ./messelotse programm --help")


def run_programme(arguments: list[str], root: Path = ROOT) -> int:
    """Run one of the two; the exit status is 0 for a usable source and 1 for an unusable one.

    Raises:
        ConfigurationError: unknown arguments, no such source, or a target that must not be overwritten.
        ProgrammeUnavailable: the source does not answer.
    """
    options = _parser().parse_args(arguments)
    fair = load_fair(root / "messe.yml")
    value = options.quelle or os.environ.get(SOURCE_VARIABLE, "").strip() or DEFAULT_FOLDER
    console = Console(highlight=False)
    try:
        name, reading = asyncio.run(_read(value, root, fair))
    except ContentError as error:
        errors = Console(stderr=True, highlight=False)
        print_problems(errors, error.problems, f"Unbrauchbar: {value}", "red")
        return UNUSABLE
    if options.befehl == "importieren":
        return _import(console, reading, name, root / options.ziel, fair)
    return _check(console, reading, name, options.streng)


async def _read(value: str, root: Path, fair: Fair) -> tuple[str, SourceReading]:
    source = source_from(value, root, fair)
    try:
        reading = await source.fetch()
    finally:
        await source.close()
    assert reading is not None  # the first answer of a source is never "unchanged"
    return source.name, reading


def _check(console: Console, reading: SourceReading, name: str, is_strict: bool) -> int:
    print_reading(console, name, reading)
    _print_warnings(console, reading.warnings)
    console.print(f"Lesbar: {summary_of(reading)}.", style="bold green", soft_wrap=True)
    return UNUSABLE if is_strict and reading.warnings else READABLE


def _import(console: Console, reading: SourceReading, name: str, folder: Path, fair: Fair) -> int:
    lost = losses(reading.sessions, sessions_yaml(reading.sessions, fair, name), fair)
    written = write_folder(folder, reading.sessions, reading.booths, fair, name)
    _print_warnings(console, (*reading.warnings, *lost))
    unknown = _unknown_rooms(reading, fair)
    if unknown:
        print(f"Diese Räume stehen noch nicht in messe.yml: {', '.join(unknown)}.")
    for path in written.backups:
        print(f"Der alte Stand liegt in {path}.")
    print(f"Geschrieben: {', '.join(map(str, written.files))} ({summary_of(reading)}).")
    sys.stdout.flush()
    return READABLE


def _print_warnings(console: Console, warnings: Sequence[Problem]) -> None:
    if warnings:
        print_problems(console, warnings, "Hinweise (alles wird übernommen, bitte trotzdem prüfen):", "yellow")


def _unknown_rooms(reading: SourceReading, fair: Fair) -> list[str]:
    names = dict.fromkeys(session.room for session in reading.sessions if session.room)
    return [name for name in names if find_room(name, fair.rooms) is None]


def _parser() -> argparse.ArgumentParser:
    parser = ProgrammeParser(
        prog="./messelotse programm",
        description=HELP["programm"],
        epilog="QUELLE ist ein Ordner mit programm.yml, eine Datei (.json, .xml, .ics) oder eine Adresse mit https:// "
        f"oder webcal://; ohne Angabe gilt {SOURCE_VARIABLE}. Pfade gelten vom Ordner des Messelotsen aus.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="befehl", metavar="BEFEHL", required=True)
    check = commands.add_parser("pruefen", help="zeigen, was gelesen würde, und was daran auffällt")
    check.add_argument("quelle", nargs="?", default="", metavar="QUELLE")
    check.add_argument("--streng", action="store_true", help="auch bei Hinweisen mit Status 1 enden")
    importing = commands.add_parser("importieren", help="als programm.yml und staende.yml schreiben")
    importing.add_argument("quelle", metavar="QUELLE")
    importing.add_argument("--ziel", default=DEFAULT_FOLDER, metavar="ORDNER", help="wohin (sonst programm)")
    return parser
