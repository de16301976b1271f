from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.errors import ContentError, Problem
from bot.fair.clock import FairClock
from bot.programme.exports.feed import Feed
from bot.programme.model import Booth
from bot.programme.reading_copy import Copy, CopyFile
from bot.programme.sources.base import SourceReading
from tests.samples.programme import NOW, ZONE, ManualTime, PreparedSource, at, session

SOURCE = "https://a.example/x.json"

FAULT = ContentError([Problem("x", 0, "kaputt", "bitte heilen")])
READING = SourceReading((session("a", note="ä"),), (Booth(number="A1", name="b"),))


def feed(*answers: SourceReading | Exception | None, state: Path | None = None, time: ManualTime | None = None) -> Feed:
    time = time or ManualTime()
    return Feed(PreparedSource(*answers, name=SOURCE), FairClock(ZONE, NOW, 1000.0, time), state, time)


async def test_news_are_readings_and_faults_that_begin_or_end() -> None:
    found = feed(READING, None, FAULT, FAULT, None, None)
    assert [await found.refresh() for _ in range(6)] == [True, False, True, False, True, False]


async def test_copy_takes_the_place_of_a_source_that_is_down_at_the_start(tmp_path: Path) -> None:
    await feed(READING, state=tmp_path).refresh()
    time = ManualTime()
    time.seconds += 3600
    found = feed(FAULT, state=tmp_path, time=time)
    assert (await found.refresh(), found.reading, found.read_at, found.problem) == (True, READING, NOW, str(FAULT))


async def test_copy_is_dated_anew_now_and_then(tmp_path: Path) -> None:
    time = ManualTime()
    found = feed(READING, state=tmp_path, time=time)
    moments = []
    for seconds in (0, 59, 1):
        time.seconds += seconds
        await found.refresh()
        copy = CopyFile(tmp_path, SOURCE).load()
        moments.append(copy.read_at if copy else None)
    assert moments == [NOW, NOW, at("10:06")]


def test_copies_of_other_sources_are_others(tmp_path: Path) -> None:
    CopyFile(tmp_path, "a").save(Copy(READING, NOW))
    assert (CopyFile(tmp_path, "a").load(), CopyFile(tmp_path, "b").load()) == (Copy(READING, NOW), None)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"read_at": "gestern", "sessions": [], "booths": null}'])
def test_spoilt_copy_is_none(tmp_path: Path, text: str) -> None:
    CopyFile(tmp_path, "a").save(Copy(READING, NOW))
    path = next(tmp_path.rglob("*.json"))
    assert json.loads(path.read_text(encoding="utf-8"))["source"] == "a"
    path.write_text(text, encoding="utf-8")
    assert CopyFile(tmp_path, "a").load() is None


def test_without_a_folder_nothing_is_kept() -> None:
    CopyFile(None, "a").save(Copy(READING, NOW))
    assert CopyFile(None, "a").load() is None


async def test_loss_of_most_sessions_is_told() -> None:
    many, few = SourceReading(tuple(map(session, "abcde"))), SourceReading(tuple(map(session, "ab")))
    found = feed(many, few)
    await found.refresh()
    await found.refresh()
    assert found.reading is not None
    assert [problem.what for problem in found.reading.warnings] == ["von 5 Sitzungen sind nur noch 2 da"]


async def test_kept_copy_is_named_with_its_day(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await feed(READING, state=tmp_path).refresh()
    time = ManualTime()
    time.seconds += 24 * 3600
    await feed(FAULT, state=tmp_path, time=time).refresh()
    assert "es gilt der letzte gute Stand (14.05., 10:05 Uhr)" in caplog.text
