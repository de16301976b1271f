"""Sources that fail, each seen from the store: it keeps what it had, tells since when, and makes nothing up."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.programme.exports.ical_export import calendar_of
from bot.programme.exports.yaml_export import write_folder
from bot.programme.sources.choose import schedule_format
from bot.programme.sources.files import FileSource, schedule_file, yaml_folder
from bot.programme.store import ProgrammeStore
from tests.samples.faulty_server import (
    FAULTS,
    GOOD,
    MEGABYTE,
    PROGRAMME,
    FaultyServer,
    answer,
    faulty_server,
    schedule_of,
    store_of,
)
from tests.samples.programme import FAIR, NOW, ZONE, ManualTime, at, clock, ids, session


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with faulty_server() as found:
        yield found


def seen(programme: ProgrammeStore) -> tuple[str, list[str], datetime | None]:
    """State, sessions, and since when the catalogue is an old copy."""
    return programme.status.state, ids(programme.catalogue.sessions), programme.catalogue.stale_since


@pytest.mark.parametrize("name", FAULTS)
async def test_fault_keeps_the_last_good_programme_and_its_time(server: FaultyServer, name: str) -> None:
    time = ManualTime()
    async with store_of(server, time) as programme:
        await programme.load()
        assert seen(programme) == ("bereit", ["a", "b"], None)
        server.handler, reason = FAULTS[name]
        time.seconds += 37 * 60
        await programme.load()
        assert seen(programme) == ("veraltet", ["a", "b"], at("10:05"))
        assert reason in programme.status.problem
        server.handler = answer(schedule_of(*PROGRAMME, session("c", "12:00", "13:00")))
        await programme.load()
        assert seen(programme) == ("bereit", ["a", "b", "c"], None)


async def test_source_down_later_and_back(server: FaultyServer) -> None:
    time = ManualTime()
    async with store_of(server, time) as programme:
        await programme.load()
        await server.stop()
        time.seconds += 37 * 60
        await programme.load()
        assert seen(programme) == ("veraltet", ["a", "b"], at("10:05"))
        await server.start()
        await programme.load()
        assert (seen(programme), programme.status.read_at) == (("bereit", ["a", "b"], None), at("10:42"))


async def test_source_down_at_the_first_start_is_said(server: FaultyServer) -> None:
    await server.stop()
    async with store_of(server, ManualTime()) as programme:
        await programme.load()
        assert (programme.status.state, programme.status.read_at) == ("fehlt", None)
        assert "nicht erreichbar (ConnectError)" in programme.status.problem


async def test_source_down_at_a_later_start_leaves_the_copy(
    server: FaultyServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    time = ManualTime()
    async with store_of(server, time, tmp_path) as programme:
        await programme.load()
    await server.stop()
    time.seconds += 3600
    async with store_of(server, time, tmp_path) as programme:
        await programme.load()
        assert seen(programme) == ("veraltet", ["a", "b"], at("10:05"))
        assert "es gilt der letzte gute Stand (10:05 Uhr)" in caplog.text


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("ending", [".json", ".ics"])
async def test_half_a_file_is_refused_whole(tmp_path: Path, ending: str, cut: float) -> None:
    raw = GOOD if ending == ".json" else calendar_of(PROGRAMME, FAIR, NOW, "x")
    path = tmp_path / f"plan{ending}"
    path.write_bytes(raw)
    programme = ProgrammeStore(
        schedule_file(path, ZONE, path.name, schedule_format(path.name, FAIR)), None, FAIR, clock(), None
    )
    await programme.load()
    path.write_bytes(raw[: int(len(raw) * cut)])
    await settled(programme, path)
    assert seen(programme) == ("veraltet", ["a", "b"], NOW)


async def settled(programme: ProgrammeStore, path: Path) -> None:
    """Read the file as one that nobody is writing to any more."""
    os.utime(path, (1, 1))
    await programme.load()


async def test_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    write_folder(tmp_path, PROGRAMME, (), FAIR, "x")
    path = tmp_path / "programm.yml"
    programme = ProgrammeStore(yaml_folder(tmp_path, FAIR, "x"), None, FAIR, clock(), None)
    await programme.load()
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("- id: b")], encoding="utf-8")  # half a file that looks like a whole one
    await programme.load()
    assert seen(programme) == ("bereit", ["a", "b"], None)
    path.write_text(text, encoding="utf-8")
    await settled(programme, path)
    assert seen(programme) == ("bereit", ["a", "b"], None)


async def test_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(GOOD)
    source: FileSource = schedule_file(path, ZONE, path.name, schedule_format(path.name, FAIR))
    programme = ProgrammeStore(source, None, FAIR, clock(), None)
    await programme.load()
    with path.open("r+b") as file:
        file.truncate(50 * MEGABYTE)
    await settled(programme, path)
    assert seen(programme) == ("veraltet", ["a", "b"], NOW)
    assert programme.status.problem == (
        "plan.json: größer als 20 MB, das ist kein Programm – bitte prüfen, ob es die richtige Datei ist"
    )


async def test_change_of_the_clocks_keeps_order_and_lengths(server: FaultyServer) -> None:
    """A night programme on the night when 2 o'clock comes twice."""
    moments = ["2025-10-26T01:30:00+02:00", "2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"]
    days = {
        "date": "2025-10-25",
        "rooms": {
            "Foyer": [{"guid": f"g{n}", "title": "x", "date": m, "duration": "01:00"} for n, m in enumerate(moments)]
        },
    }
    server.handler = answer(json.dumps({"schedule": {"conference": {"days": [days]}}}).encode())
    async with store_of(server, ManualTime()) as programme:
        await programme.load()
        found = [(item.start.isoformat(), item.end.isoformat()) for item in programme.catalogue.sessions]
    assert found == [
        ("2025-10-26T01:30:00+02:00", "2025-10-26T02:30:00+02:00"),
        ("2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"),
        ("2025-10-26T02:30:00+01:00", "2025-10-26T03:30:00+01:00"),
    ]
