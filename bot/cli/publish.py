"""``./messelotse veroeffentlichen``: prepare, take live, list and roll back versions; the page runs the same."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click

from bot.cli.german import GermanCommand
from bot.core.errors import ConfigurationError
from bot.core.settings import CONTENT_VARIABLE, ROOT, state_folder
from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.prepare import Preparation
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.release import GoingLive
from bot.publishing.versions import Versions
from bot.runtime.child_lifetime import end_with_supervisor
from bot.runtime.live_model import RasaFiles
from bot.runtime.service_notes import TOGETHER, running_notes

LONGEST_NOTE = 200
OUTDATED = "stammt von einer früheren Software und braucht ein neues Training, bevor sie live geht"


@dataclass(frozen=True)
class PublishOptions:
    """The options of the command line."""

    version: str
    author: str
    note: str
    is_forced: bool


@click.command("veroeffentlichen", cls=GermanCommand)
@click.argument("what", metavar="[pruefen | live | zurueck | liste]", default="",
                type=click.Choice(["", "pruefen", "live", "zurueck", "liste"]))  # fmt: skip
@click.argument("version", metavar="[FASSUNG]", default="")
@click.option("--wer", "author", metavar="NAME", default="Redaktion", help="steht in der Liste der Fassungen")
@click.option("--notiz", "note", metavar="TEXT", default="", help="ebenso")
@click.option("--trotzdem", "is_forced", is_flag=True, help="auch wenn Tests scheitern")
def publish(what: str, version: str, author: str, note: str, is_forced: bool) -> int:
    """Inhalte prüfen, trainieren, testen und live schalten; Fassungen zeigen und zurücknehmen.

    Ohne Wort davor: prüfen und, wenn alles besteht, live schalten.
    """
    cut_note = " ".join(note.split())[:LONGEST_NOTE] or "Ohne Notiz"
    options = PublishOptions(version, " ".join(author.split())[:80] or "Redaktion", cut_note, is_forced)
    if what != "liste":
        require_reach(state_folder())
    end_with_supervisor()  # the page's job goes on when web starts anew, not when everything ends
    return {"": _both, "pruefen": _prepare, "live": _go_live, "zurueck": _roll_back, "liste": _list}[what](options)


def require_reach(state: Path) -> None:
    """Find out before any work whether a publication could be written and taken over.

    Raises:
        ConfigurationError: a folder cannot be written, or no running Rasa shares the state folder.
    """
    for folder in (ROOT / "data", state):
        if not os.access(folder, os.W_OK):
            raise ConfigurationError(
                f"Veröffentlichen geht hier nicht: {folder} lässt sich nicht beschreiben – bitte Rechte oder "
                f"{CONTENT_VARIABLE} prüfen."
            )
    if not any(note.part in (TOGETHER, "rasa") for note in running_notes(state)):
        raise ConfigurationError(
            f"Veröffentlichen geht hier nicht: Kein laufendes Rasa benutzt den Zustandsordner {state} – bitte starten, "
            "verteilt allen Teilen dieselben Ordner geben (docs/betrieb.md)."
        )


def _both(options: PublishOptions) -> int:
    return _prepare(options) or _go_live(options)


def _prepare(options: PublishOptions) -> int:
    return _report(Preparation(ROOT, state_folder()).run(options.author, options.note), options.is_forced)


def _go_live(options: PublishOptions) -> int:
    if ProgressFile(state_folder()).read().step is PublishingStep.BLOCKED and not options.is_forced:
        raise ConfigurationError("Tests sind gescheitert – bitte beheben oder mit --trotzdem veröffentlichen.")
    return _report(GoingLive(ROOT, state_folder()).publish(), False)


def _roll_back(options: PublishOptions) -> int:
    found = [each.name for each in Versions(ROOT, state_folder()).all() if each.name.startswith(options.version)]
    if len(found) != 1 or not options.version:
        raise ConfigurationError(
            f"Die Fassung „{options.version}“ gibt es nicht – „./messelotse veroeffentlichen liste“ zeigt alle."
        )
    if _needs_training(found[0]):
        print(f"Die Fassung {found[0][:10]} {OUTDATED}; das dauert einige Minuten …", flush=True)
    return _report(GoingLive(ROOT, state_folder()).roll_back(found[0], options.author), False)


def _needs_training(version: str) -> bool:
    """Whether its model is kept and was made with other code than that of now."""
    models = ModelStore(state_folder())
    return models.has(version) and models.needs_training(version, code_fingerprint(ROOT))


def _list(_: PublishOptions) -> int:
    state = RasaFiles(state_folder()).state()
    for version in Versions(ROOT, state_folder()).all():
        mark = "*" if state is not None and version.name == state.version else " "
        said = f"  ({OUTDATED})" if _needs_training(version.name) else ""
        when = f"{version.live.astimezone():%d.%m.%Y %H:%M}"
        print(f"{mark} {version.short}  {when}  {version.author}: {version.note}{said}")
    return 0


def _report(progress: Progress, is_forced: bool) -> int:
    for change in progress.changes:
        print(f"anders: „{change.sentence}“: {change.before or 'neu'} → {change.after}")
    for remark in progress.remarks:
        print(f"Hinweis: {remark}")
    for fault in progress.faults:
        print(fault)
    words = {
        PublishingStep.READY: "Bereit zum Veröffentlichen.",
        PublishingStep.LIVE: "Die neue Fassung ist live.",
        PublishingStep.BLOCKED: "Tests sind gescheitert.",
        PublishingStep.FAILED: "Nicht veröffentlicht.",
    }
    print(words[progress.step], flush=True)
    return (
        0
        if progress.step in (PublishingStep.READY, PublishingStep.LIVE)
        or (progress.step is PublishingStep.BLOCKED and is_forced)
        else 1
    )
