"""Backups that somebody has tampered with, links that lead out, and whose files they are afterwards."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import tracemalloc
import warnings
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from bot.core.database import open_sqlite
from bot.core.errors import ConfigurationError
from bot.core.migration import HEAD
from bot.operations import archive, database_rows
from bot.operations.archive import MANIFEST, BackupError
from bot.operations.backup import make_backup
from bot.operations.database_rows import HEADER, RowsError, read_rows
from bot.operations.restore import apply_restore, plan_restore
from bot.runtime.locks import LOCK_FILE, lock_state

TOPIC = "inhalt/data/themen/parken.yml"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


def write_archive(path: Path, files: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> Path:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = {"format": 1, "erstellt": "2025-05-14T10:00:00", "dateien": sums}
    with ZipFile(path, "w", compression) as target:
        for name, content in files.items():
            target.writestr(name, content)
        target.writestr(MANIFEST, json.dumps(manifest))
    return path


def told(backup: Path, root: Path) -> str:
    """What is said of a backup; whatever it is, nothing is written."""
    with pytest.raises(BackupError) as caught:
        apply_restore(plan_restore(backup, root, root / "zustand"), root / "zustand")
    return str(caught.value) if not root.exists() else "etwas wurde geschrieben"


def test_large_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    backup = write_archive(tmp_path / "s.zip", {TOPIC: bytes(50 << 20)})
    tracemalloc.start()
    apply_restore(plan_restore(backup, tmp_path / "neu", tmp_path / "z"), tmp_path / "z")
    make_backup(tmp_path / "t.zip", tmp_path / "neu", tmp_path / "z")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (peak < 10 << 20, (tmp_path / "neu/data/themen/parken.yml").stat().st_size) == (True, 50 << 20)


def test_more_than_any_backup_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = write_archive(tmp_path / "s.zip", {TOPIC: bytes(2_000)})
    for limit, what in (("MOST_UNPACKED", "wäre entpackt"), ("MOST_DIRECTORY", "zu viele Dateien"),
                        ("MOST_MANIFEST", "keine lesbare Sicherung")):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(archive, limit, 90)
            assert what in told(backup, tmp_path / "neu")


def test_missing_room_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = write_archive(tmp_path / "s.zip", {TOPIC: bytes(3_000_000)})
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage())
    assert "nötig 3 MB, frei 1 MB – bitte Platz schaffen" in told(backup, tmp_path / "neu")


class _Usage:
    free = 1_000_000


def test_file_that_comes_twice_is_refused(tmp_path: Path) -> None:
    backup = write_archive(tmp_path / "s.zip", {TOPIC: b"a"})
    with warnings.catch_warnings(), ZipFile(backup, "a") as target:
        warnings.simplefilter("ignore")
        target.writestr(TOPIC, "b")
    assert "eine Datei doppelt" in told(backup, tmp_path / "neu")


@pytest.mark.parametrize("name", ["inhalt/data/../../x", "inhalt//etc/x", "/etc/x", "zustand/../x", "inhalt/data/./x"])
def test_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert "das gehört nicht hinein" in told(write_archive(tmp_path / "s.zip", {name: b"x"}), tmp_path / "neu")


def test_unusual_compression_and_an_encrypted_file_are_refused(tmp_path: Path) -> None:
    packed = write_archive(tmp_path / "b.zip", {TOPIC: b"x"}, ZIP_BZIP2)
    locked = write_archive(tmp_path / "c.zip", {TOPIC: b"x"})
    raw = bytearray(locked.read_bytes())
    for start in (raw.find(b"PK\3\4") + 6, raw.find(b"PK\1\2") + 8):
        raw[start] |= 1
    locked.write_bytes(raw)
    assert [told(each, tmp_path / "neu")[-53:] for each in (packed, locked)] == [
        "ist keine lesbare Sicherung – bitte die Datei prüfen."
    ] * 2


def test_no_damage_of_a_bit_is_more_than_a_sentence(tmp_path: Path) -> None:
    files = {TOPIC: bytes(range(256)) * 100, "zustand/geheimnis": b"x" * 99}
    whole = write_archive(tmp_path / "s.zip", files).read_bytes()
    chance, refused = random.Random(20), 0
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        (tmp_path / "s.zip").write_bytes(damaged)
        try:
            plan_restore(tmp_path / "s.zip", tmp_path / "neu", tmp_path / "z")
        except BackupError as error:  # anything else would be a traceback
            refused += " – bitte " in str(error) and "\n" not in str(error)
    assert refused > 200


PASSING = ("betrieb.lock", "start.sperre", ".probe-1", "dienst/web.json", "kanal-1/web", "tief/rasa-wechsel.lock")


def test_lock_that_is_held_stays_so_after_a_restore_of_an_old_backup(tmp_path: Path) -> None:
    state = tmp_path / "z"
    state.mkdir()
    backup = write_archive(tmp_path / "s.zip", {f"zustand/{name}": b"99" for name in (*PASSING, "geheimnis")})
    with lock_state(state):
        apply_restore(plan_restore(backup, tmp_path / "neu", state), state)
        with pytest.raises(ConfigurationError, match="läuft schon"):
            lock_state(state)
    assert sorted(path.name for path in state.iterdir()) == [LOCK_FILE, "geheimnis"]


def test_what_passes_is_in_no_backup(tmp_path: Path) -> None:
    for name in (*PASSING, "geheimnis"):
        (tmp_path / "z" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "z" / name).write_text("x", encoding="utf-8")
    make_backup(tmp_path / "s.zip", tmp_path / "neu", tmp_path / "z")
    with ZipFile(tmp_path / "s.zip") as made:
        assert made.namelist() == ["zustand/geheimnis", MANIFEST]


def test_link_in_a_backup_becomes_a_file(tmp_path: Path) -> None:
    backup = write_archive(tmp_path / "s.zip", {})
    info = ZipInfo(TOPIC)
    info.external_attr = 0o120777 << 16
    with ZipFile(backup, "w") as target:
        target.writestr(info, "/etc/passwd")
        sums = {TOPIC: hashlib.sha256(b"/etc/passwd").hexdigest()}
        target.writestr(MANIFEST, json.dumps({"format": 1, "erstellt": "2025-05-14", "dateien": sums}))
    apply_restore(plan_restore(backup, tmp_path / "neu", tmp_path / "z"), tmp_path / "z")
    path = tmp_path / "neu/data/themen/parken.yml"
    assert (path.is_symlink(), path.read_text(encoding="utf-8")) == (False, "/etc/passwd")


def test_restore_follows_no_link_out_of_the_installation(tmp_path: Path) -> None:
    backup, outside = write_archive(tmp_path / "s.zip", {TOPIC: b"x"}), tmp_path / "anderswo"
    outside.mkdir()
    (tmp_path / "neu" / "data").mkdir(parents=True)
    (tmp_path / "neu" / "data" / "themen").symlink_to(outside)
    with pytest.raises(BackupError, match="führt aus der Installation hinaus"):
        plan_restore(backup, tmp_path / "neu", tmp_path / "z")


@pytest.mark.parametrize("place", ["data/themen/parken.yml", "zustand/geheimnis"])
def test_backup_follows_no_link_out_of_the_installation(tmp_path: Path, place: str) -> None:
    root = tmp_path / "hier"
    (root / place).parent.mkdir(parents=True)
    (tmp_path / "fremd").write_text("fremdes Geheimnis", encoding="utf-8")
    (root / place).symlink_to(tmp_path / "fremd")
    with pytest.raises(BackupError, match="führt aus der Installation hinaus – bitte statt der Verknüpfung"):
        make_backup(tmp_path / "s.zip", root, root / "zustand")
    assert [path.name for path in tmp_path.iterdir() if "zip" in path.name] == []


def test_name_that_could_not_be_put_back_is_told(tmp_path: Path) -> None:
    (tmp_path / "hier" / "data").mkdir(parents=True)
    Path(os.fsdecode(bytes(tmp_path / "hier" / "data") + b"/\xff.yml")).write_text("x", encoding="utf-8")
    with pytest.raises(BackupError, match="ist kein Name für eine Sicherung"):
        make_backup(tmp_path / "s.zip", tmp_path / "hier", tmp_path / "z")


@as_root
def test_files_stay_their_accounts_whoever_puts_them_back(tmp_path: Path) -> None:
    state = tmp_path / "neu" / "zustand"
    names = {"zustand/geheimnis": b"neu", "zustand/modelle/neu/m": b"neu", TOPIC: b"neu"}
    backup = write_archive(tmp_path / "s.zip", names)
    state.mkdir(parents=True)
    (state / "geheimnis").write_bytes(b"alt")
    (state / "geheimnis").chmod(0o640)
    for path, owner in ((tmp_path / "neu", 1001), (state, 1002), (state / "geheimnis", 1002)):
        os.chown(path, owner, 1003)
    apply_restore(plan_restore(backup, tmp_path / "neu", state), state)
    lock_state(state).close()
    places = ("geheimnis", "modelle", "modelle/neu", "modelle/neu/m", LOCK_FILE, "../data/themen/parken.yml")
    found = [((state / place).stat().st_uid, (state / place).stat().st_gid) for place in places]
    modes = [(state / place).stat().st_mode & 0o777 for place in ("geheimnis", "modelle/neu/m")]
    assert (found, modes) == ([(1002, 1003)] * 5 + [(1001, 1003)], [0o640, 0o600])


def test_nothing_is_replaced_unless_everything_could_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = write_archive(tmp_path / "s.zip", {"inhalt/messe.yml": b"neu", TOPIC: b"neu"})
    root = tmp_path / "neu"
    root.mkdir()
    (root / "messe.yml").write_text("alt", encoding="utf-8")
    (root / "data").write_text("kein Ordner", encoding="utf-8")
    with pytest.raises(BackupError, match="bitte Platz und Rechte prüfen"):
        apply_restore(plan_restore(backup, root, root / "z"), root / "z")
    assert [path.read_text(encoding="utf-8") for path in sorted(root.iterdir())] == ["kein Ordner", "alt"]


@pytest.mark.parametrize(
    "line",
    [b'{"tabelle": "gibtsnicht", "werte": {"a": 1}}', b"kein JSON", b"[1]", b"[" * 100_000, b"{}",
     b'{"tabelle": "users", "werte": [1]}', b'"' + b"x" * 5_000 + b'"'],
)  # fmt: skip
def test_rows_that_are_none_of_ours_change_nothing(
    tmp_path: Path, line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_rows, "LONGEST_LINE", 4_000)
    first = json.dumps({HEADER: HEAD}).encode()
    with pytest.raises(RowsError, match="nicht lesbar – bitte ihre Herkunft prüfen"):
        read_rows(open_sqlite(tmp_path / "x.db"), io.BytesIO(first + b"\n" + line))
