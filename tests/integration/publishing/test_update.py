"""From an older release with edited content to this one: nothing that people wrote or that was stored is lost."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.core.settings import RELEASE
from tests.samples.ports import spare_ports

MARK = "deploy/systemd/messelotse.service"  # since there has been a release for operators
PASSWORD = "Kaffee-Tisch-Regen-74"
TOPIC = "data/themen/parken.yml"


def older_release() -> str:
    """The newest tag, else the first commit that operators could have installed; "" without the history."""
    for command in (["describe", "--tags", "--abbrev=0"], ["log", "--diff-filter=A", "--format=%H", "--", MARK]):
        done = subprocess.run(["git", *command], cwd=RELEASE, capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.split()[-1]
    return ""


def run(folder: Path, environment: dict[str, str], *arguments: str, told: str = "") -> tuple[int, str]:
    """A command of the release in ``folder``: its status and all that it says."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MESSE_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=folder, env={**own, **environment}, input=told,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.skipif(not older_release(), reason="die Geschichte des Projekts fehlt (nur ein Auszug)")
def test_older_release_with_edited_content_becomes_this_one(tmp_path: Path) -> None:
    shipped, installed, content = (tmp_path / name for name in ("ausgeliefert", "bisher", "inhalt"))
    packed = subprocess.run(["git", "archive", older_release()], cwd=RELEASE, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(shipped)
    shutil.copytree(shipped, installed)
    assert run(installed, {}, "nutzer", "anlegen", "kim", "--rolle", "leitung", told=f"{PASSWORD}\n")[0] == 0
    fair = (installed / "messe.yml").read_text("utf-8")
    (installed / "messe.yml").write_text(f"{fair}\n# von uns\nunbekannt: 1\n", encoding="utf-8")
    (installed / "data/themen/eigenes.txt").write_text("von uns", encoding="utf-8")
    (installed / TOPIC).unlink()

    ports = dict(zip(("MESSE_PORT", "RASA_PORT", "AKTION_PORT"), map(str, spare_ports(3)), strict=True))
    places = {"MESSE_INHALT": str(content), "MESSE_ZUSTAND": str(tmp_path / "zustand"), **ports}
    status, said = run(RELEASE, places, "aktualisieren", f"--von={installed}", f"--ausgeliefert={shipped}")

    assert (status, "unbekannt" in said, "Bitte beheben" in said) == (1, True, True), said  # told before any training
    assert "# von uns" in (content / "messe.yml").read_text("utf-8")
    assert (content / "data/themen/eigenes.txt").read_text("utf-8") == "von uns"
    assert not (content / TOPIC).exists()  # who deleted a file does not get it back
    for name in ("domain.yml", "config.yml", "data/themen/wlan.yml", "data/rules/programm.yml"):
        if (RELEASE / name).exists():
            assert (content / name).read_bytes() == (RELEASE / name).read_bytes(), name
    assert "kim" in run(RELEASE, places, "nutzer", "liste")[1]
    assert "# von uns" in (installed / "messe.yml").read_text("utf-8")  # the old folder stays as it was
