"""``./messelotse evaluate``: measure, write the report, print the main figures."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import click

from bot.cli.german import GermanCommand
from bot.core.errors import ConfigurationError
from bot.core.settings import state_folder
from bot.evaluation.measures import measure
from bot.evaluation.options import FOLDER, Options
from bot.evaluation.report import stock_figures, write_report
from bot.evaluation.wording import terminal_table
from bot.runtime.processes import QUIET_RASA

MOST_EPOCHS = 1000


@click.command("evaluate", cls=GermanCommand)
@click.option("--ohne-vergleich", "alone", is_flag=True, help="die Standard-Pipeline von Rasa weglassen")
@click.option("--saetze", "files", multiple=True, metavar="DATEI", type=Path,
              help="weitere Sätze messen: YAML wie in tests/saetze, oder Text, jede Zeile ein Satz, der nicht zur "
              "Messe gehört; mehrmals möglich")  # fmt: skip
@click.option("--epochen", "epochs", default="100", metavar="N", help="Epochen der Standard-Pipeline (100)")
@click.option("--ausgabe", "output", metavar="ORDNER", type=Path, help=f"Ordner des Berichts (.messelotse/{FOLDER})")
def evaluate(alone: bool, files: tuple[Path, ...], epochs: str, output: Path | None) -> None:
    """Messen, wie gut der Bot versteht, auch im Vergleich (Bericht als HTML)."""
    run_evaluation(Options(not alone, files, _read_epochs(epochs), output or state_folder() / FOLDER))


def _read_epochs(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 0 < int(raw) <= MOST_EPOCHS:
        raise ConfigurationError(f"--epochen {raw} geht nicht – bitte eine Zahl von 1 bis {MOST_EPOCHS} angeben.")
    return int(raw)


def run_evaluation(options: Options) -> None:
    """Measure, write the report, print the main figures.

    Raises:
        MesselotseError: unusable content, nowhere to write, or a failure of the stock pipeline.
    """
    _keep_quiet()
    _make_folder(options.output)
    begun = time.monotonic()
    from bot.evaluation import steps  # loads Rasa

    evaluation = steps.evaluate(options)
    page = write_report(evaluation, options.output)
    for measured in evaluation.sets:
        print(terminal_table(measured.name, measure(measured.ours), stock_figures(measured)))
        print()
    print(terminal_table("Kreuzvalidierung der Beispiele", measure(evaluation.validated), None))
    print(f"\nBericht nach {time.monotonic() - begun:.0f} s: {page}", flush=True)


def _keep_quiet() -> None:
    """Keep TensorFlow's and old packages' remarks out of the terminal; before Rasa is imported."""
    os.environ.update(QUIET_RASA)
    logging.captureWarnings(True)  # not a filter: some package resets the filters when it is imported


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Before measuring for minutes, not after.
        (folder / ".schreibprobe").touch()
        (folder / ".schreibprobe").unlink()
    except OSError as error:
        raise ConfigurationError(f"In {folder} lässt sich nicht schreiben – bitte --ausgabe prüfen.") from error
