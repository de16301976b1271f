"""`python -m bot.web` as a process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT


def run(code: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_web_does_not_import_rasa() -> None:
    code = (
        "import sys, bot.web.__main__; print(sorted({'rasa', 'tensorflow'} & {n.split('.')[0] for n in sys.modules}))"
    )
    assert run(["-c", code]).stdout == "[]\n"


def test_port_taken_is_said_in_german(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run(["-m", "bot.web"], MESSE_PORT=port, MESSE_ZUSTAND=str(tmp_path))
    message = f"Port {port} ist nicht frei oder nicht erlaubt – bitte MESSE_PORT auf einen anderen Port setzen."
    assert (result.returncode, result.stderr.splitlines()[-1]) == (1, message)
