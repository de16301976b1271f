from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError, ContentError, Problem, ProgrammeUnavailable
from bot.core.settings import ROOT
from bot.fair.file import load_fair
from bot.fair.model import Place
from bot.programme.model import Booth, Catalogue, Original
from bot.programme.sources.base import SourceReading
from bot.programme.store import ProgrammeStatus, ProgrammeStore, assemble, settle_sessions, store_from_environment
from tests.samples.programme import FAIR, NOW, ManualTime, PreparedSource, at, catalogue, clock, ids, session


def test_sessions_are_ordered_by_start() -> None:
    assert ids(catalogue(session("b", "11:00", "12:00"), session("a")).sessions) == ["a", "b"]


def test_version_depends_on_the_content_only() -> None:
    first = assemble([session("a")], [], FAIR.rooms, NOW)
    later = assemble([session("a")], [], FAIR.rooms, at("11:00"))
    other = assemble([session("a", seats_free=1)], [], FAIR.rooms, NOW)
    assert (first.version == later.version, first.version == other.version) == (True, False)


def test_unknown_rooms_are_added() -> None:
    result = catalogue(session("a", room="Keller"), booths=(Booth(number="A1", name="x", room="Hof"),))
    assert result.rooms == (*FAIR.rooms, Place(name="Keller"), Place(name="Hof"))


def test_other_room_names_are_settled() -> None:
    before = session("a", room="saal", original=Original(room="Eingang"))
    after = session("a", room="Großer Saal", original=Original(room="Foyer"))
    assert settle_sessions([before], FAIR.rooms) == (after,)
    assert catalogue(booths=(Booth(number="A1", name="x", room="eingang"),)).booths[0].room == "Foyer"


A, MOVED = session("a"), session("a", "10:30")
BOOTH = Booth(number="A1", name="x", room="Foyer")
FAULT = ContentError([Problem("programm.yml", 3, "„titel“ fehlt", "bitte ergänzen")])


Answer = SourceReading | Exception | None


def store(*answers: Answer, booths: PreparedSource | None = None, state: Path | None = None) -> ProgrammeStore:
    return ProgrammeStore(PreparedSource(*answers), booths, FAIR, clock(), state)


async def watched(programme: ProgrammeStore, version: str) -> Catalogue:
    """The next good programme: a fault that begins or ends is news, too."""
    task = asyncio.create_task(programme.watch())
    try:
        number, changed = await asyncio.wait_for(programme.after(0), 60)
        while changed.stale_since is not None or changed.version == version:
            number, changed = await asyncio.wait_for(programme.after(number), 60)
        return changed
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_nothing_read_yet() -> None:
    programme = store()
    assert programme.status == ProgrammeStatus("fehlt", "x", None, "")
    with pytest.raises(ProgrammeUnavailable):
        assert programme.catalogue


async def test_good_reading_is_ready() -> None:
    warning = Problem("programm.yml", 3, "Raum „Keller“ steht nicht in messe.yml", "bitte prüfen")
    programme = store(SourceReading((A,), (BOOTH,), (warning,)))
    await programme.load()
    assert (programme.catalogue.sessions, programme.catalogue.booths) == ((A,), (BOOTH,))
    assert programme.status == ProgrammeStatus("bereit", "x", NOW, "", (warning,))


async def test_bad_first_reading_is_missing_and_named() -> None:
    programme = store(FAULT)
    await programme.load()
    assert programme.status == ProgrammeStatus("fehlt", "x", None, str(FAULT))
    with pytest.raises(ProgrammeUnavailable, match="programm.yml:3"):
        assert programme.catalogue


async def test_bad_reading_keeps_the_last_good_one_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    programme = store(SourceReading((A,)), FAULT, FAULT)
    for _ in range(3):
        await programme.load()
    assert (programme.catalogue.sessions, programme.status.state) == ((A,), "veraltet")
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    await programme.load()
    assert programme.status == ProgrammeStatus("bereit", "x", NOW, "")


async def test_unexpected_fault_of_a_source_is_kept_like_any_other() -> None:
    programme = store(SourceReading((A,)), KeyError("huch"))
    await programme.load()
    await programme.load()
    assert programme.status == ProgrammeStatus("veraltet", "x", NOW, "x: unerwarteter Fehler (KeyError('huch'))")


async def test_watch_publishes_changes_after_faults() -> None:
    programme = store(SourceReading((A,)), FAULT, None, SourceReading((MOVED,)))
    await programme.load()
    changed = await watched(programme, programme.catalogue.version)
    assert [(item.start, item.original.start, item.changed_at) for item in changed.sessions] == [
        (at("10:30"), at("10:00"), NOW)
    ]


async def test_change_taken_back_restores_the_version() -> None:
    programme = store(SourceReading((A,)), SourceReading((MOVED,)), SourceReading((A,)))
    versions = []
    for _ in range(3):
        await programme.load()
        versions.append(programme.catalogue.version)
    assert (versions[0] == versions[1], versions[0] == versions[2]) == (False, True)


async def test_restart_remembers_the_announced_programme(tmp_path: Path) -> None:
    await store(SourceReading((A,)), state=tmp_path).load()
    programme = store(SourceReading((MOVED,)), state=tmp_path)
    await programme.load()
    assert programme.catalogue.sessions[0].original.start == at("10:00")


async def test_foreign_schedule_takes_booths_from_their_own_source() -> None:
    programme = store(SourceReading((A,)), booths=PreparedSource(SourceReading((), (BOOTH,)), name="staende.yml"))
    await programme.load()
    assert (programme.catalogue.sessions, programme.catalogue.booths) == ((A,), (BOOTH,))


async def test_bad_booths_do_not_hide_the_sessions() -> None:
    programme = store(SourceReading((A,)), booths=PreparedSource(FAULT, name="staende.yml"))
    await programme.load()
    assert (programme.catalogue.sessions, programme.status.state) == ((A,), "veraltet")


async def test_other_room_name_is_no_change() -> None:
    programme = store(SourceReading((session("a", room="Saal"),)), SourceReading((session("a", room="Großer Saal"),)))
    await programme.load()
    await programme.load()
    assert programme.catalogue.sessions == (session("a", room="Großer Saal"),)


async def test_close_closes_every_source() -> None:
    first, second = PreparedSource(), PreparedSource()
    await ProgrammeStore(first, second, FAIR, clock(), None).close()
    assert (first.is_closed, second.is_closed) == (True, True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "programm", tmp_path / "programm")
    event = {"guid": "g", "title": "Fremd", "date": "2025-05-14T10:00:00+02:00", "duration": "01:00", "room": "Keller"}
    plan = {"schedule": {"conference": {"days": [{"date": "2025-05-14", "events": [event]}]}}}
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    return tmp_path


async def test_default_is_the_sample_programme(root: Path) -> None:
    programme = store_from_environment(root, load_fair(), clock(), None, {})
    await programme.load()
    assert (programme.status.state, programme.status.source) == ("bereit", "programm")
    assert all(item.room in {room.name for room in load_fair().rooms} for item in programme.catalogue.sessions)


async def test_edit_of_the_folder_is_seen(root: Path) -> None:
    programme = store_from_environment(root, load_fair(), clock(), None, {"PROGRAMM_QUELLE": " "})
    await programme.load()
    file = root / "programm" / "programm.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("titel: Eröffnung", "titel: Auftakt"), encoding="utf-8")
    changed = await watched(programme, programme.catalogue.version)
    assert "Auftakt der Hausmesse" in [item.title for item in changed.sessions]


async def test_foreign_file_with_own_booths(root: Path) -> None:
    programme = store_from_environment(root, FAIR, clock(), None, {"PROGRAMM_QUELLE": "plan.json"})
    await programme.load()
    assert (ids(programme.catalogue.sessions), bool(programme.catalogue.booths)) == (["g"], True)
    assert "Keller" in [room.name for room in programme.catalogue.rooms]


def test_unusable_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="nirgends gibt es nicht"):
        store_from_environment(tmp_path, FAIR, clock(), None, {"PROGRAMM_QUELLE": "nirgends"})


async def test_reading_is_dated_by_the_fairs_clock() -> None:
    time = ManualTime()
    programme = ProgrammeStore(PreparedSource(SourceReading((A,)), None), None, FAIR, clock(time), None)
    await programme.load()
    time.seconds += 60
    await programme.load()
    assert programme.status.read_at == at("10:06")
