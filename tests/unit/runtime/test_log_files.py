"""Logs stay small while a part runs, and never hold it up."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.runtime import log_files
from bot.runtime.log_files import LogFile, open_log


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_full_file_goes_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "web.log", largest=3, kept=2)
    for line in (b"eins", b"zwei", b"drei", b"vier"):
        log.write(line)
    assert read(tmp_path) == {"web.1.log": "drei", "web.2.log": "zwei", "web.log": "vier"}


def test_log_of_an_earlier_start_is_continued(tmp_path: Path) -> None:
    for line in (b"a\n", b"b\n"):
        LogFile(tmp_path / "web.log").write(line)
    assert read(tmp_path) == {"web.log": "a\nb\n"}


def test_folder_that_somebody_removed_comes_back(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "protokoll" / "web.log")
    log.write(b"a")
    (tmp_path / "protokoll" / "web.log").unlink()
    (tmp_path / "protokoll").rmdir()
    log.write(b"b")
    assert read(tmp_path / "protokoll") == {"web.log": "b"}


def test_what_a_full_disk_did_not_take_is_told_afterwards(tmp_path: Path) -> None:
    (blocked := tmp_path / "protokoll").touch()
    log = LogFile(blocked / "web.log")
    log.write(b"verloren\n")
    blocked.unlink()
    log.write(b"da\n")
    told = '{"stufe": "WARNING", "text": "9 Bytes Protokoll gingen verloren"}'
    assert read(blocked) == {"web.log": f"{told}\nda\n"}


async def test_flood_of_a_running_child_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_files.LogFile.__init__, "__defaults__", (100_000, 2))
    writing, ended = await open_log(tmp_path / "web.log")
    code = "import logging\nfor n in range(400): logging.error('x' * 9_999)"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=writing)
    os.close(writing)
    await child.wait()
    await ended.wait()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert (child.returncode, len(sizes), max(sizes) < 400_000) == (0, 3, True)


async def test_child_whose_log_nobody_reads_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_files._Reader, "connection_made", lambda _, pipe: pipe.pause_reading())
    writing, _ = await open_log(tmp_path / "web.log")
    code = "import logging\nfor n in range(40): logging.error('x' * 99_999)"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=writing)
    os.close(writing)
    assert await asyncio.wait_for(child.wait(), 60) == 0
