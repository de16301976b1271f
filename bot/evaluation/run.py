"""The command: read the options, measure, write the report, print the main figures."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from bot.core.errors import ConfigurationError
from bot.evaluation.measures import measure
from bot.evaluation.options import read_options
from bot.evaluation.report import stock_figures, write_report
from bot.evaluation.terminal import terminal_table
from bot.runtime.processes import QUIET_RASA


def run_evaluation(arguments: list[str]) -> int:
    """Run ``./messelotse evaluate``: measure, write the report, print the main figures; returns 0.

    Raises:
        MesselotseError: wrong options, unusable content, or a failure of the stock pipeline.
    """
    options = read_options(arguments)
    _keep_quiet()
    _make_folder(options.output)
    begun = time.monotonic()
    from bot.evaluation.steps import evaluate  # loads Rasa

    evaluation = evaluate(options)
    page = write_report(evaluation, options.output)
    for measured in evaluation.sets:
        print(terminal_table(measured.name, measure(measured.ours), stock_figures(measured)))
        print()
    print(terminal_table("Kreuzvalidierung der Beispiele", measure(evaluation.validated), None))
    print(f"\nBericht nach {time.monotonic() - begun:.0f} s: {page}", flush=True)
    return 0


def _keep_quiet() -> None:
    """Keep TensorFlow's and old packages' remarks out of the terminal; before Rasa is imported."""
    os.environ.update(QUIET_RASA)
    logging.captureWarnings(True)  # not a filter: some package resets the filters when it is imported


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".schreibprobe").touch()
        (folder / ".schreibprobe").unlink()
    except OSError as error:
        raise ConfigurationError(f"In {folder} lässt sich nicht schreiben – bitte --ausgabe prüfen.") from error
