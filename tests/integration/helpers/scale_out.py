"""Two web, two Rasa and two action processes behind nginx, with PostgreSQL and Redis, as docs/betrieb.md says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.core.settings import ROOT
from bot.publishing.training import train_if_needed
from tests.integration.helpers.postgres_server import PostgresServer
from tests.integration.helpers.redis_server import RedisServer
from tests.integration.helpers.running_system import START_SECONDS, copy_project, settings, wait_for
from tests.samples.ports import spare_port, spare_ports

NGINX = Path("/usr/sbin/nginx")
SITE = ROOT / "deploy" / "nginx" / "messelotse-verteilt.conf"
SHIPPED = {  # the ports in the shipped file
    "web": ("8081", "8082"), "rasa": ("5006", "5007"), "aktionen": ("5056", "5057"),
    "innen-rasa": ("8100",), "innen-aktionen": ("8101",), "innen-web": ("8102",),
}  # fmt: skip
TOKEN = "probe-kennwort-0123456789"
COUNTS = {"web": 2, "rasa": 2, "aktionen": 2}
PORT_SETTINGS = {"web": "MESSE_PORT", "rasa": "RASA_PORT", "aktionen": "AKTION_PORT"}
HEALTH = {"web": "/programm/katalog.json", "rasa": "/webhooks/rest/", "aktionen": "/health"}


@dataclass
class Program:
    """A process that is killed and started again, as systemd would."""

    command: list[str]
    folder: Path
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a process group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it and all that it has started, as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it politely."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(45)


@dataclass
class ScaledOut:
    """The running whole.

    Attributes:
        front: address of nginx, as browsers see it.
        ports: of each process and inner address, by the names of SHIPPED.
        programs: web-1 … aktionen-2 and nginx.
        redis: the Redis server.
        postgres: the PostgreSQL server.
        database: its address as MESSE_DATENBANK takes it.
    """

    front: str
    ports: Mapping[str, int]
    programs: dict[str, Program]
    redis: RedisServer
    postgres: PostgresServer
    database: str

    def address(self, name: str) -> str:
        """Of one process, past nginx."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def answers(self, name: str) -> bool:
        """Whether this process is ready."""
        return _answers(self.address(name) + HEALTH[name.partition("-")[0]])

    def is_ready(self) -> bool:
        """Whether nginx and everything behind it answer; a program that has ended fails at once, with its log."""
        for name, program in self.programs.items():
            assert program.is_alive(), f"{name} hat sich beendet: {program.log.read_text(errors='replace')[-3000:]}"
        return not self.not_ready()

    def not_ready(self) -> list[str]:
        """Which programs do not answer."""
        silent = [name for name in self.programs if "-" in name and not self.answers(name)]
        return silent if silent or _answers(f"{self.front}/health") else ["nginx"]

    def come_back(self, name: str) -> None:
        """Start a killed process again and wait until it answers."""
        self.programs[name].start()
        wait_for(lambda: self.answers(name), START_SECONDS, f"{name} wieder da")


def what_is_missing() -> str:
    """Why nginx or Redis cannot be started here; "" where they can."""
    from tests.integration.helpers.redis_server import PROGRAM

    return "" if PROGRAM and NGINX.exists() else "nginx oder Redis fehlt (Debian: nginx, redis-server)"


@contextmanager
def scaled_out(folder: Path, postgres: PostgresServer, counts: Mapping[str, int] | None = None) -> Iterator[ScaledOut]:
    """Everything started and ready, by default two of each kind; ended afterwards."""
    train_if_needed(print)
    numbers = COUNTS if counts is None else counts
    names = [f"{kind}-{number}" for kind, count in numbers.items() for number in range(1, count + 1)]
    inner = [kind for kind in SHIPPED if kind.startswith("innen")]
    front, redis_port, *free = spare_ports(2 + len(names) + len(inner))
    ports = dict(zip([*names, *inner], free, strict=True))
    redis, database = RedisServer(folder, redis_port), postgres.new_database()
    environment = shared_settings(folder, ports, database, redis)
    project = copy_project(folder / "projekt")
    programs = {
        name: part(name, project, {**environment, PORT_SETTINGS[name.partition("-")[0]]: str(ports[name])}, folder)
        for name in names
    }
    programs["nginx"] = nginx(folder, ports, front)
    whole = ScaledOut(f"http://127.0.0.1:{front}", ports, programs, redis, postgres, database)
    try:
        redis.start()
        for program in programs.values():
            program.start()
        wait_for(whole.is_ready, START_SECONDS, "alles bereit", missing=whole.not_ready)
        yield whole
    finally:
        for program in programs.values():
            program.stop()
        redis.kill()


def shared_settings(folder: Path, ports: Mapping[str, int], database: str, redis: RedisServer) -> dict[str, str]:
    """What docs/betrieb.md puts into /etc/messelotse.env; limits are left to their own tests."""
    own = settings(folder / "zustand", [0, 0, 0], PROGRAMM_QUELLE=str(ROOT / "programm"))
    return {
        **{key: value for key, value in own.items() if key not in PORT_SETTINGS.values()},
        "MESSE_DATENBANK": database, "MESSE_REDIS": redis.address, "MESSE_GEHEIMNIS": "probe-geheimnis-0123456789",
        "MESSE_KENNWORT": TOKEN, "MESSE_INHALT": str(folder / "inhalt"),
        "MESSE_RASA": f"http://127.0.0.1:{ports['innen-rasa']}", "MESSE_WEB": f"http://127.0.0.1:{ports['innen-web']}",
        "MESSE_AKTIONEN": f"http://127.0.0.1:{ports['innen-aktionen']}", "MESSE_UHR_ANKER": repr(time.time()),
        "MESSE_LAUSCHEN": "127.0.0.1", "MESSE_PROXY": "127.0.0.1", "MESSE_GRENZE_SITZUNG": "100000",
    }  # fmt: skip


def part(name: str, project: Path, environment: Mapping[str, str], folder: Path) -> Program:
    """``./messelotse teil …`` of a process, without the launcher's look at the packages."""
    command = [sys.executable, "-m", "bot", "teil", name.partition("-")[0]]
    return Program(command, project, environment, folder / f"{name}.log")


def nginx(folder: Path, ports: Mapping[str, int], front: int) -> Program:
    """nginx with the shipped file, its ports exchanged and without TLS."""
    site = SITE.read_text(encoding="utf-8")
    for kind, shipped in SHIPPED.items():
        site = exchange(
            site, shipped, [port for name, port in ports.items() if name.startswith(f"{kind}-") or name == kind]
        )
    site = site.replace("    listen 80;\n", f"    listen 127.0.0.1:{spare_port()};\n")
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{front};")
    site = re.sub(r"rate=\d+r/s", "rate=9999r/s", site)
    kept = [line for line in site.splitlines() if not line.strip().startswith("ssl_")]
    (folder / "seite.conf").write_text("\n".join(kept), encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/nginx-{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-fehler.log; worker_processes 1; "
        f"events {{ worker_connections 4096; }} http {{ {temporary} include {folder}/seite.conf; }}"
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    command = [str(NGINX), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx-fehler.log")]
    return Program(command, folder, dict(os.environ), folder / "nginx.log")


def exchange(site: str, shipped: Sequence[str], ports: Sequence[int]) -> str:
    """Other ports in place of the shipped ones, in as many lines as there are ports."""
    first, *others = shipped
    kept = [line for line in site.splitlines() if not any(f":{port}" in line for port in others)]
    found = [line for line in kept if f":{first}" in line]
    assert found, f"Port {first} fehlt in {SITE.name}"
    return "\n".join(
        line.replace(f":{first}", f":{port}") for line in kept for port in (ports if line in found else (0,))
    )


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=60, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
