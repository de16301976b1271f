"""What people see who start things wrongly: one German line that says what to do."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.settings import ROOT
from tests.integration.helpers.running_system import copy_project, settings
from tests.samples.ports import spare_ports

COMMANDS = ("check", "train", "start")
NEEDED_TOOLS = ("sh", "dirname", "cksum", "tr", "mkdir")


def run(arguments: list[str], folder: Path, state: Path, ports: list[int]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=settings(state, ports),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("projekt"))


@pytest.mark.parametrize("index", range(3))
def test_start_with_a_port_in_use_says_which(project: Path, tmp_path: Path, index: int) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        ports = spare_ports(3)
        ports[index] = taken.getsockname()[1]
        result = run(["start"], project, tmp_path, ports)
    name = ("MESSE_PORT", "RASA_PORT", "AKTION_PORT")[index]
    advice = f"bitte das andere Programm beenden oder {name}=… auf einen freien Port setzen."
    assert (result.returncode, result.stderr) == (1, f"Fehler: Port {ports[index]} ist belegt – {advice}\n")


@pytest.fixture(scope="module", params=["messe.yml", "data/themen/parken.yml"])
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project with a fault in its last line, and the place that must be named."""
    folder = copy_project(tmp_path_factory.mktemp("kaputt"))
    path = folder / str(request.param)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "kaputt: [1, 2"]) + "\n", encoding="utf-8")
    return folder, f"{path.name}:{len(lines) + 2}: kein gültiges YAML"


@pytest.mark.parametrize("command", COMMANDS)
def test_broken_yaml_is_named_with_file_and_line(broken: tuple[Path, str], command: str, tmp_path: Path) -> None:
    folder, place = broken
    result = run([command], folder, tmp_path, spare_ports(3))
    said = result.stdout + result.stderr
    assert (result.returncode, place in said, "Traceback" in said) == (1, True, False), said


def test_unknown_command_names_the_known_ones(project: Path, tmp_path: Path) -> None:
    result = run(["starte"], project, tmp_path, spare_ports(3))
    unnamed = [command for command in COMMANDS if command not in result.stderr]
    assert (result.returncode, result.stderr[:8], result.stderr.count("\n"), unnamed) == (2, "Fehler: ", 1, [])


def test_unknown_argument_is_named(project: Path, tmp_path: Path) -> None:
    result = run(["check", "--schnell"], project, tmp_path, spare_ports(3))
    expected = "Fehler: „--schnell“ ist unbekannt. Hilfe: ./messelotse check --help\n"
    assert (result.returncode, result.stderr) == (2, expected)


def test_help_is_german_and_names_every_command(project: Path, tmp_path: Path) -> None:
    result = run(["--help"], project, tmp_path, spare_ports(3))
    words = ("Aufruf:", "Befehle:", *COMMANDS, "shell", "test")
    assert (result.returncode, [word for word in words if word not in result.stdout]) == (0, [])


def test_wrong_port_number_is_named(project: Path, tmp_path: Path) -> None:
    environment = {**settings(tmp_path, spare_ports(3)), "MESSE_PORT": "achtzig"}
    command = [sys.executable, "-m", "bot", "start"]
    result = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    message = "Fehler: MESSE_PORT=achtzig ist kein Port – bitte eine Zahl von 1 bis 65535 setzen.\n"
    assert (result.returncode, result.stderr) == (1, message)


@pytest.mark.parametrize("has_home", [True, False])
def test_launcher_without_python_says_what_to_install(tmp_path: Path, has_home: bool) -> None:
    tools, home, folder = (tmp_path / name for name in ("werkzeuge", "heim", "projekt"))
    for each in (tools, home, folder / "requirements"):
        each.mkdir(parents=True)
    for name in NEEDED_TOOLS:
        (tools / name).symlink_to(str(shutil.which(name)))
    shutil.copy2(ROOT / "messelotse", folder)
    launcher = folder / "messelotse"
    text = re.sub(r"/(opt|usr)/\S+/python3.10", "", launcher.read_text(encoding="utf-8"))  # this machine may have it
    launcher.write_text(text, encoding="utf-8")
    shutil.copy2(ROOT / "requirements" / "run.txt", folder / "requirements")
    result = subprocess.run(
        [str(launcher), "start"],
        env={"PATH": str(tools), **({"HOME": str(home)} if has_home else {})},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    message = "Fehler: Python fehlt – bitte Python 3.10 installieren und noch einmal starten.\n"
    assert (result.returncode, result.stderr, os.listdir(home)) == (1, message, [])
