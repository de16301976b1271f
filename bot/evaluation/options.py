"""The options of an evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = "auswertung"


@dataclass(frozen=True)
class Options:
    """The options of a run: what is measured, and where the report goes.

    Attributes:
        compare: whether Rasa's stock pipeline is trained and measured, too.
        files: more sentences, YAML as in tests/saetze or one sentence a line.
        epochs: of the stock pipeline.
        output: the folder of the report.
    """

    compare: bool
    files: tuple[Path, ...]
    epochs: int
    output: Path
