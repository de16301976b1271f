"""Debian's PostgreSQL as a server of the tests' own: on loopback and a free port, ended and deleted afterwards.

PostgreSQL refuses to run as root: then it runs as the package's own user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from tests.integration.helpers.running_system import children_of, is_alive, wait_for
from tests.samples.ports import spare_port

USER = "postgres"  # also of the database
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]  # the newest version
PATIENCE = 180  # seconds for one command


@dataclass
class PostgresServer:
    """A running server; ``stop`` and ``start`` keep its data and its port."""

    folder: Path
    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def new_database(self) -> str:
        """The address (as MESSE_DATENBANK takes it) of a new, empty database."""
        name = f"probe_{next(self._numbers)}"
        engine = sa.create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT", future=True)
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self._address(name)

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._control("start", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        """End it at once, as a crash would."""
        self._control("stop", "-m", "immediate")

    def kill(self) -> None:
        """kill -9 the server; its own processes notice and end, which a new server must wait for."""
        number = int((self.folder / "daten" / "postmaster.pid").read_text().split()[0])
        others = [pid for pid, _ in children_of(number)]
        os.kill(number, signal.SIGKILL)
        wait_for(lambda: not any(map(is_alive, others)), PATIENCE, "PostgreSQL ganz beendet")

    def hang(self) -> None:
        """Stop all its processes where they are: connections stay open, and nothing comes any more."""
        self._send_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """After :meth:`hang`."""
        self._send_all(signal.SIGCONT)

    def _send_all(self, number: signal.Signals) -> None:
        main = int((self.folder / "daten" / "postmaster.pid").read_text().split()[0])
        for pid in [main, *(pid for pid, _ in children_of(main))]:
            os.kill(pid, number)

    def _address(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def _control(self, *arguments: str) -> None:
        run("pg_ctl", "-w", "-D", str(self.folder / "daten"), *arguments)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server."""
    folder = Path(tempfile.mkdtemp(prefix="messelotse-postgres-"))  # pytest's folders are closed to other users
    if is_root():
        shutil.chown(folder, USER, USER)
    run("initdb", "-D", str(folder / "daten"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    server = PostgresServer(folder, spare_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def what_is_missing() -> str:
    """Why there can be no server on this machine; "" where there can."""
    if not PROGRAMS:
        return "PostgreSQL ist nicht installiert (Debian: postgresql)"
    if is_root() and USER not in {each.pw_name for each in pwd.getpwall()}:
        return f"PostgreSQL läuft nicht als root, und den Benutzer {USER} gibt es nicht"
    return ""


def is_root() -> bool:
    """Whether this process may do everything."""
    return os.geteuid() == 0


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; what it says is only shown when it fails."""
    user = USER if is_root() else None
    # pg_ctl leaves the server with its own output: a file, because a pipe would never end.
    with tempfile.TemporaryFile() as said:
        status = subprocess.run(
            [str(PROGRAMS[0] / program), *arguments],
            cwd="/", user=user, group=user, stdout=said, stderr=said, timeout=PATIENCE, check=False,
        ).returncode  # fmt: skip
        said.seek(0)
        assert status == 0, said.read().decode(errors="replace")
