"""``./messelotse programm pruefen | importieren``: look at a source before it counts, or turn it into our own files."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from bot.cli.german import GermanGroup
from bot.cli.source_preview import print_problems, print_reading, summary_of
from bot.core.errors import ContentError, Problem
from bot.core.settings import ROOT
from bot.fair.file import load_fair
from bot.fair.model import Fair, find_room
from bot.programme.exports.yaml_export import losses, sessions_yaml, write_folder
from bot.programme.sources.base import SourceReading
from bot.programme.sources.choose import source_from
from bot.programme.store import DEFAULT_FOLDER, SOURCE_VARIABLE

READABLE, UNUSABLE = 0, 1


READ_FROM = (
    "QUELLE ist ein Ordner mit programm.yml, eine Datei (.json, .xml, .ics) oder eine Adresse mit https:// oder "
    f"webcal://; ohne Angabe gilt {SOURCE_VARIABLE}. Pfade gelten vom Ordner des Messelotsen aus."
)


@click.group("programm", cls=GermanGroup, epilog=READ_FROM)
def programme() -> None:
    """Eine Programmquelle prüfen oder als eigene Dateien übernehmen; Status 1 heißt: unbrauchbar."""


@programme.command("pruefen")
@click.argument("source", metavar="[QUELLE]", default="")
@click.option("--streng", "is_strict", is_flag=True, help="auch bei Hinweisen mit Status 1 enden")
@click.pass_obj
def check(root: Path | None, source: str, is_strict: bool) -> int:
    """Zeigen, was gelesen würde, und was daran auffällt."""
    value = source or os.environ.get(SOURCE_VARIABLE, "").strip() or DEFAULT_FOLDER
    return _with_reading(value, root or ROOT, lambda found: _check(found, is_strict))


@programme.command("importieren")
@click.argument("source", metavar="QUELLE")
@click.option("--ziel", "target", default=DEFAULT_FOLDER, metavar="ORDNER", help="wohin (sonst programm)")
@click.pass_obj
def import_files(root: Path | None, source: str, target: str) -> int:
    """Als programm.yml und staende.yml schreiben."""
    return _with_reading(source, root or ROOT, lambda found: _import(found, (root or ROOT) / target))


@dataclass(frozen=True)
class Found:
    """The session, booth or room that a source has by this name."""

    name: str
    reading: SourceReading
    fair: Fair


def _with_reading(value: str, root: Path, use: Callable[[Found], int]) -> int:
    fair = load_fair(root / "messe.yml")
    try:
        name, reading = asyncio.run(_read(value, root, fair))
    except ContentError as error:
        errors = Console(stderr=True, highlight=False)
        print_problems(errors, error.problems, f"Unbrauchbar: {value}", "red")
        return UNUSABLE
    return use(Found(name, reading, fair))


async def _read(value: str, root: Path, fair: Fair) -> tuple[str, SourceReading]:
    source = source_from(value, root, fair)
    try:
        reading = await source.fetch()
    finally:
        await source.close()
    assert reading is not None  # the first answer of a source is never "unchanged"
    return source.name, reading


def _check(found: Found, is_strict: bool) -> int:
    console, reading = Console(highlight=False), found.reading
    print_reading(console, found.name, reading)
    _print_warnings(console, reading.warnings)
    console.print(f"Lesbar: {summary_of(reading)}.", style="bold green", soft_wrap=True)
    return UNUSABLE if is_strict and reading.warnings else READABLE


def _import(found: Found, folder: Path) -> int:
    name, reading, fair = found.name, found.reading, found.fair
    lost = losses(reading.sessions, sessions_yaml(reading.sessions, fair, name), fair)
    written = write_folder(folder, reading.sessions, reading.booths, fair, name)
    _print_warnings(Console(highlight=False), (*reading.warnings, *lost))
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
