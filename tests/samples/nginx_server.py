"""The real nginx with the shipped file for one server, its ports exchanged and without TLS."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.settings import ROOT
from tests.samples.ports import spare_ports

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
MISSING = "nginx fehlt – unter Debian: apt-get install nginx-light"
SITE = ROOT / "deploy" / "nginx" / "messelotse.conf"


@contextmanager
def nginx_before(folder: Path, *webs: int) -> Iterator[int]:
    """The port of nginx in front of web processes on these ports of this machine."""
    front, other = spare_ports(2)
    site = SITE.read_text("utf-8").replace("listen 443 ssl http2;", f"listen 127.0.0.1:{front};")
    site = site.replace("    listen 80;\n", f"    listen 127.0.0.1:{other};\n")
    servers = "".join(f"    server 127.0.0.1:{web} max_fails=0;\n" for web in webs)
    site = re.sub(r"    server 127\.0\.0\.1:8080.*;\n", servers, site)
    kept = [line for line in site.splitlines() if not line.strip().startswith("ssl_")]
    (folder / "seite.conf").write_text("\n".join(kept), "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/nginx-{kind}; " for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/fehler.log; worker_processes 1; "
        f"worker_rlimit_nofile 8192; events {{ worker_connections 8192; }} "
        f"http {{ {temporary} include {folder}/seite.conf; }}",
        "utf-8",
    )
    process = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf"), "-e", str(folder / "fehler.log")])
    try:
        _wait_for(front, process)
        yield front
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while True:
        assert process.poll() is None, "nginx hat sich beendet"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
