"""The options of ``./messelotse evaluate``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.core.arguments import HELP, GermanParser
from bot.core.errors import ConfigurationError
from bot.core.settings import state_folder

FOLDER = "auswertung"
MOST_EPOCHS = 1000


@dataclass(frozen=True)
class Options:
    """The command line: what to measure, and where the report goes."""

    compare: bool
    files: tuple[Path, ...]
    epochs: int
    output: Path


class EvaluateParser(GermanParser):
    """Says in German what is wrong with the options."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing: the caller prints one line.

        Raises:
            ConfigurationError: always.
        """
        raise ConfigurationError("Diese Angaben versteht evaluate nicht. Hilfe: ./messelotse evaluate --help")


def read_options(arguments: list[str]) -> Options:
    """Read the command line.

    Raises:
        ConfigurationError: an option is unknown, lacks its value or has an impossible one.
    """
    found = _parser().parse_args(arguments)
    output = Path(found.ausgabe) if found.ausgabe else state_folder() / FOLDER
    return Options(not found.ohne_vergleich, tuple(map(Path, found.saetze)), _epochs(found.epochen), output)


def _parser() -> argparse.ArgumentParser:
    parser = EvaluateParser(prog="./messelotse evaluate", description=HELP["evaluate"], allow_abbrev=False)
    parser.add_argument("--ohne-vergleich", action="store_true", help="die Standard-Pipeline von Rasa weglassen")
    parser.add_argument(
        "--saetze", action="append", default=[], metavar="DATEI",
        help="weitere Sätze messen: YAML wie in tests/saetze, oder Text, jede Zeile ein Satz, der nicht zur Messe "
        "gehört; mehrmals möglich",
    )  # fmt: skip
    parser.add_argument("--epochen", default="100", metavar="N", help="Epochen der Standard-Pipeline (100)")
    parser.add_argument("--ausgabe", default="", metavar="ORDNER", help=f"Ordner des Berichts (.messelotse/{FOLDER})")
    return parser


def _epochs(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 0 < int(raw) <= MOST_EPOCHS:
        raise ConfigurationError(f"--epochen {raw} geht nicht – bitte eine Zahl von 1 bis {MOST_EPOCHS} angeben.")
    return int(raw)
