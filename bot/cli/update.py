"""``./messelotse aktualisieren``: content kept apart from the release follows it; nothing edited is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from bot.cli.backup import server_database
from bot.cli.german import GermanCommand
from bot.content.checks.run import run_check
from bot.core.database import DATABASE_FILE, make_tables, open_database
from bot.core.errors import ConfigurationError
from bot.core.files import own_like
from bot.core.settings import CONTENT_VARIABLE, RELEASE, ROOT, load_ports, state_folder
from bot.fair.file import FAIR_FILE
from bot.operations.backup import make_backup
from bot.operations.content_update import (
    ContentUpdate,
    Hashes,
    apply_content_update,
    only_one_update,
    plan_content_update,
    shipped_hashes,
)
from bot.operations.places import SHIPPED
from bot.operations.restore import apply_restore, plan_restore
from bot.publishing.training import train_if_needed
from bot.runtime.locks import lock_state
from bot.runtime.processes import require_free_ports

BEFORE, BESIDE = "vor-aktualisierung", "aktualisierung"
SHOWN = 20
Say = Callable[[str], None]


@click.command("aktualisieren", cls=GermanCommand)
@click.option("--von", "former", metavar="ORDNER", type=Path,
              help="bisheriger Ordner, in dem Fassung und Inhalte zusammenlagen (einmalig)")  # fmt: skip
@click.option("--ausgeliefert", "shipped", metavar="ORDNER", type=Path,
              help="die bisherige Fassung ohne Änderungen, zum Vergleichen (einmalig)")  # fmt: skip
def update(former: Path | None, shipped: Path | None) -> int:
    """Inhalte, Datenbank und Modell auf diese Fassung bringen; was Sie geändert haben, bleibt."""
    if ROOT == RELEASE:
        raise ConfigurationError(
            f"Die Inhalte liegen im Ordner der Fassung ({RELEASE}), dort aktualisiert sie nur Git – bitte "
            f"{CONTENT_VARIABLE} auf einen eigenen Ordner setzen, siehe docs/betrieb.md."
        )
    require_free_ports(load_ports())  # a running older release cannot go on with the newer database
    with lock_state(state_folder()):
        return _update(former, shipped)


def _update(former: Path | None, shipped: Path | None) -> int:
    """Exit status 1 says that the content has faults."""
    if former:
        _take_over(former.absolute(), state_folder())
    follow_release(print, shipped_hashes(shipped) if shipped else None)
    make_tables(open_database(state_folder()))
    # before the training: faulty content cannot be trained
    if run_check():
        print("Bitte beheben, dann noch einmal „./messelotse aktualisieren“; bis dahin gilt die Sicherung von eben.")
        return 1
    train_if_needed(print)
    print("Aktualisiert. Jetzt kann Messelotse starten.")
    return 0


def follow_release(say: Say, base: Hashes | None = None) -> None:
    """Bring content that is kept apart to this release, with a backup before anything changes; else do nothing.

    Args:
        base: what the release before shipped; None for what was noted then.

    Raises:
        MesselotseError: a file or the database cannot be read, or nowhere to write.
    """
    if ROOT == RELEASE:
        return
    with only_one_update(ROOT):
        is_first = not (ROOT / FAIR_FILE).exists()
        if is_first and (RELEASE / ".messelotse" / DATABASE_FILE).exists():  # it would start with sample content
            raise ConfigurationError(
                f"In {RELEASE} liegen Daten einer früheren Einrichtung – bitte einmal „./messelotse aktualisieren "
                "--von ORDNER“ aufrufen, mit dem Ordner, in dem die bisherigen Inhalte liegen (docs/betrieb.md)."
            )
        planned = plan_content_update(RELEASE, ROOT, base)
        beside = state_folder() / BESIDE
        if not (is_first or planned.is_empty):
            say(f"Gesichert: {_back_up(state_folder())}")
        apply_content_update(planned, RELEASE, ROOT, beside)
    for line in [f"Inhalte angelegt in {ROOT}."] if is_first else update_lines(planned, beside):
        say(line)


def update_lines(update: ContentUpdate, beside: Path) -> list[str]:
    """Return in German what an update did and what needs a person's look; [] for nothing."""
    lines = []
    if not update.is_empty:
        lines.append(
            f"Dateien, die der neuen Fassung folgen: {len(update.replaced)}, die neu sind: {len(update.added)}, die "
            f"wegfallen: {len(update.removed)}."
        )
    if update.differing:
        lines.append(
            f"Von Ihnen und in der neuen Fassung geändert: {len(update.differing)}. Ihre Änderungen gelten weiter; die "
            f"neuen Dateien zum Vergleichen liegen in {beside}:"
        )
        lines += [_difference_line(name, update) for name in update.differing[:SHOWN]]
        lines += ["  …"] if len(update.differing) > SHOWN else []
    return lines


def _difference_line(name: str, update: ContentUpdate) -> str:
    return f"  {name}" if name in update.shipped else f"  {name} (gehört nicht mehr zur neuen Fassung)"


def _back_up(state: Path) -> Path:
    folder = state / BEFORE
    folder.mkdir(mode=0o700, exist_ok=True)
    own_like(folder, state)
    target = folder / f"{datetime.now():%Y-%m-%d-%H%M%S}.zip"
    make_backup(target, ROOT, state, database=server_database(), overwrite=True)
    own_like(target, state)
    return target


def _take_over(old: Path, state: Path) -> None:
    """Content and state of an installation that kept them in its own folder; that one stays as it is."""
    if (ROOT / SHIPPED).exists():
        raise ConfigurationError(f"In {ROOT} liegen schon Inhalte – bitte „--von“ weglassen oder den Ordner leeren.")
    shipped_hashes(old)  # says so when it is no installation
    with tempfile.TemporaryDirectory(dir=state) as folder:
        copy = Path(folder) / "bisher.zip"
        make_backup(copy, old, old / ".messelotse")
        plan = plan_restore(copy, ROOT, state)
        apply_restore(plan, state)
    print(f"Übernommen aus {old}: {len(plan.writes)} Dateien.")
