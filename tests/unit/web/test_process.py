"""`python -m bot.web` as a process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from bot.core.settings import ROOT
from bot.runtime.sockets import SOCKET_VARIABLE, listen


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


def test_who_came_before_web_listened_is_answered(tmp_path: Path) -> None:
    """The supervisor keeps the port open over a restart; what was asked meanwhile waits in it."""
    with listen(0, "127.0.0.1") as handed, socket.create_connection(handed.getsockname()) as visitor:
        visitor.settimeout(120)
        visitor.sendall(b"GET /widget/widget.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        number = handed.fileno()
        environment = {**os.environ, SOCKET_VARIABLE: str(number), "MESSE_ZUSTAND": str(tmp_path), "MESSE_PORT": "1"}
        process = subprocess.Popen([sys.executable, "-m", "bot.web"], cwd=ROOT, env=environment, pass_fds=(number,))
        try:
            assert visitor.recv(12) in (b"HTTP/1.1 200", b"HTTP/1.1 404")
        finally:
            process.terminate()
            process.wait(60)
