"""What happens to a database is caused for real: visitors get their answer or an honest German sentence."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.core.settings import ROOT
from bot.operations.backup import copy_database
from tests.integration.helpers.faulty_rasa import DATABASE, PATIENCE, FakeRasa, Web
from tests.integration.helpers.running_system import CLOCK, wait_for
from tests.samples.ports import spare_port


def in_database(web: Web, accident: Callable[[Path], Callable[[], None]]) -> tuple[object, object, object]:
    """Before, during and after the accident; ``accident`` returns what ends it."""
    path, number = web.state / "messelotse.db", str(uuid.uuid4())
    before = web.ask("Eins")
    end = accident(path)
    try:
        during = web.ask("Zwei", number)
    finally:
        end()
    after = wait_for(lambda: found if (found := web.ask("Zwei", number))[0] == 200 else None, PATIENCE, "wieder da")
    assert web.history() == ["Eins", "Guten Tag!", "Zwei", "Guten Tag!"]
    return before, during, after


GOOD_AFTER_A_WORD = ((200, "Guten Tag!"), (503, DATABASE), (200, "Guten Tag!"))


def test_locked_database_is_told_and_the_conversation_goes_on(web: Web, good: FakeRasa) -> None:
    def lock(path: Path) -> Callable[[], None]:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        return connection.close

    assert in_database(web, lock) == GOOD_AFTER_A_WORD


def test_full_disk_costs_the_history_not_the_answer(web: Web, good: FakeRasa) -> None:
    """No file of the web process may grow: what a full disk does, without filling that of others."""

    def fill(path: Path) -> Callable[[], None]:
        _, hard = resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE, (1, hard))

        def free() -> None:
            resource.prlimit(web.process.pid, resource.RLIMIT_FSIZE, (hard, hard))

        return free

    assert in_database(web, fill) == ((200, "Guten Tag!"),) * 3


def test_read_only_database_costs_the_history_not_the_answer(rasa: FakeRasa, tmp_path: Path) -> None:
    state = tmp_path / "zustand"
    state.mkdir()
    web = Web(state, rasa.port)
    before = web.ask("Eins")
    web.stop()
    usual = dict(web.environment)
    web.environment["MESSE_DATENBANK"] = f"sqlite:///file:{state / 'messelotse.db'}?mode=ro&uri=true"
    web.start()
    told, history = web.ask("Zwei"), web.history()
    web.stop()
    web.environment = usual
    web.start()
    after = web.ask("Zwei")
    web.stop()
    assert ((before, told, after), history) == (((200, "Guten Tag!"),) * 3, ["Eins", "Guten Tag!"])


def test_damaged_database_is_told_until_the_backup_is_back(rasa: FakeRasa, tmp_path: Path) -> None:
    state = tmp_path / "zustand"
    state.mkdir()
    web = Web(state, rasa.port)
    before = web.ask("Eins")
    web.stop()
    path, kept = state / "messelotse.db", tmp_path / "sicherung.db"
    copy_database(path, kept)
    _damage(path)
    web.start()
    told = web.ask("Zwei")
    web.stop()
    shutil.copy(kept, path)
    web.start()
    after, history = web.ask("Zwei"), web.history()
    web.stop()
    assert (before, told, after) == GOOD_AFTER_A_WORD
    assert history == ["Eins", "Guten Tag!", "Zwei", "Guten Tag!"]


def _damage(path: Path) -> None:
    """Overwrite the pages of the bubbles; the list of tables stays, so that the damage shows only in use."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = [
            row[0]
            for row in connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'messages' AND rootpage > 1"
            )
        ]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def test_file_that_is_no_database_is_one_german_line(tmp_path: Path) -> None:
    (tmp_path / "messelotse.db").write_bytes(b"das war einmal eine Datenbank " * 500)
    environment = {**os.environ, "MESSE_ZUSTAND": str(tmp_path), "MESSE_PORT": str(spare_port())}
    done = subprocess.run(
        [sys.executable, "-m", "bot.web"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 3,
    )
    assert (done.returncode, "ist beschädigt" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_ten_thousand_sessions_do_not_disturb_a_conversation(web: Web, good: FakeRasa) -> None:
    columns = "session, message_id, role, body, time, stored_at"
    with closing(sqlite3.connect(web.state / "messelotse.db")) as connection:
        (body,) = connection.execute("SELECT body FROM messages LIMIT 1").fetchone()
        rows = ((f"sitzung-{number % 10_000}", "", "bot", body, CLOCK, int(time.time())) for number in range(40_000))
        connection.executemany(f"INSERT INTO messages ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
    assert (web.ask("Hallo"), web.history()) == ((200, "Guten Tag!"), ["Hallo", "Guten Tag!"])
