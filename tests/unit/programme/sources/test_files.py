from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import ContentError, Problem
from bot.programme.sources.base import SourceReading
from bot.programme.sources.files import FileSource, schedule_file
from tests.samples.programme import ZONE, session


class Text:
    """Reads a text file as one session; „kaputt“ is a fault."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def read(self) -> SourceReading:
        self.count += 1
        text = self.path.read_text(encoding="utf-8")
        if text == "kaputt":
            raise ContentError([Problem(self.path.name, 1, "kaputt", "bitte heilen")])
        return SourceReading((session(text),))


def source(path: Path, text: str) -> tuple[Text, FileSource]:
    path.write_text(text, encoding="utf-8")
    reader = Text(path)
    return reader, FileSource("x", [path], reader.read)


async def test_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    reader, files = source(tmp_path / "x", "a")
    assert (await files.fetch(), await files.fetch(), reader.count) == (SourceReading((session("a"),)), None, 1)


@pytest.mark.parametrize(("text", "moment"), [("b", 1), ("bb", 0)])
async def test_other_time_or_size_is_read(tmp_path: Path, text: str, moment: int) -> None:
    _, files = source(tmp_path / "x", "a")
    os.utime(tmp_path / "x", (0, 0))
    await files.fetch()
    (tmp_path / "x").write_text(text, encoding="utf-8")
    os.utime(tmp_path / "x", (moment, moment))
    assert await files.fetch() == SourceReading((session(text),))


async def test_fault_is_raised_until_the_file_changes(tmp_path: Path) -> None:
    reader, files = source(tmp_path / "x", "kaputt")
    for _ in range(2):
        with pytest.raises(ContentError):
            await files.fetch()
    assert reader.count == 1
    (tmp_path / "x").write_text("heil", encoding="utf-8")
    os.utime(tmp_path / "x", (0, 0))
    assert await files.fetch() == SourceReading((session("heil"),))


async def test_missing_schedule_file_is_a_content_error(tmp_path: Path) -> None:
    def decode(raw: bytes, zone: ZoneInfo, name: str) -> SourceReading:
        raise AssertionError("nothing to decode")

    with pytest.raises(ContentError, match="x.json: Datei fehlt"):
        await schedule_file(tmp_path / "x.json", ZONE, "x", decode).fetch()
