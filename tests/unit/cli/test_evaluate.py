from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import evaluate as evaluate_command
from bot.cli.german import run
from bot.core.errors import ConfigurationError
from bot.evaluation.options import Options

UNKNOWN = "Diese Angaben versteht evaluate nicht. Hilfe: ./messelotse evaluate --help"


def read_options(arguments: list[str]) -> Options:
    """What would be measured."""
    found: list[Options] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evaluate_command, "run_evaluation", found.append)
        run(evaluate_command.evaluate, arguments)
    return found[0]


def test_options_without_arguments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(tmp_path))
    assert read_options([]) == Options(True, (), 100, tmp_path / "auswertung")


def test_options_given() -> None:
    given = ["--ohne-vergleich", "--saetze", "a.txt", "--saetze", "b.yml", "--epochen", "5", "--ausgabe", "x"]
    assert read_options(given) == Options(False, (Path("a.txt"), Path("b.yml")), 5, Path("x"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--schnell"], UNKNOWN),
        (["datei.txt"], UNKNOWN),
        (["--saetze"], UNKNOWN),
        (["--epoch", "5"], UNKNOWN),
        (["--epochen", "0"], "--epochen 0 geht nicht – bitte eine Zahl von 1 bis 1000 angeben."),
        (["--epochen", "zehn"], "--epochen zehn geht nicht – bitte eine Zahl von 1 bis 1000 angeben."),
    ],
)
def test_wrong_options_are_one_line(arguments: list[str], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_options(arguments)
    assert str(caught.value) == message
