from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.core.database import open_sqlite
from bot.core.errors import MesselotseError
from bot.programme.changes.log import Outdated
from bot.programme.changes.model import ChangeContent
from bot.programme.changes.rules import ChangeRefused, NotThere, Pointless
from bot.programme.model import BoothHours
from bot.programme.sources.base import SourceReading
from bot.programme.store import ProgrammeStore
from tests.samples.change import BOOTHS, SESSIONS, Source, content, log_in, of_session, service_in
from tests.samples.programme import FAIR, NOW, at, clock, ids, session

DELAY = content("verspaetung", minutes=15)
NEW = content("neu", "", session=session("", "14:00", "15:00", title="Über Nacht", room="saal"))


async def test_change_is_live_at_once(tmp_path: Path) -> None:
    service, store = await service_in(tmp_path)
    version = store.catalogue.version
    recorded = await service.record(DELAY, "Kim", "Technik", {of_session("a"): 0})
    assert (store.catalogue.version != version, store.catalogue.sessions[0].start) == (True, at("10:15"))
    assert (recorded.change.number, recorded.change.content.label, service.revision_of(of_session("a"))) == (1, "a", 1)


async def test_change_taken_back_restores_the_version(tmp_path: Path) -> None:
    service, store = await service_in(tmp_path)
    version = store.catalogue.version
    await service.record(DELAY, "Kim", "Technik")
    await service.undo(1, "Kim", "Irrtum")
    assert (store.catalogue.version, service.revision_of(of_session("a"))) == (version, 2)


async def test_second_organiser_is_told(tmp_path: Path) -> None:
    service, _ = await service_in(tmp_path)
    await service.record(DELAY, "Kim", "Technik", {of_session("a"): 0})
    with pytest.raises(Outdated, match="jetzt Nr. 1"):
        await service.record(content("absage"), "Alex", "krank", {of_session("a"): 0})


async def test_new_session_gets_an_id_that_stays_taken(tmp_path: Path) -> None:
    service, store = await service_in(tmp_path)
    await service.record(NEW, "Kim", "Nachfrage")
    await service.undo(1, "Kim", "Irrtum")
    again = await service.record(NEW, "Kim", "Nachfrage")
    assert (again.change.content.target.key, ids(store.catalogue.sessions)) == (
        "ueber-nacht-2",
        ["a", "b", "ueber-nacht-2"],
    )
    assert store.catalogue.sessions[2].room == "Großer Saal"


async def test_changes_outlive_restart_and_new_reading(tmp_path: Path) -> None:
    service, _ = await service_in(tmp_path)
    await service.record(DELAY, "Kim", "Technik")
    source = Source(session("a", "12:00", "13:00", room="Foyer"))
    _, store = await service_in(tmp_path, source)
    assert store.catalogue.sessions[0].start == at("12:15")


async def test_other_process_sees_the_change(tmp_path: Path) -> None:
    service, _ = await service_in(tmp_path)
    _, other = await service_in(tmp_path)
    watching = asyncio.create_task(other.watch())
    number, _ = await other.after(0)
    await service.record(DELAY, "Kim", "Technik")
    _, changed = await asyncio.wait_for(other.after(number), 60)
    watching.cancel()
    assert changed.sessions[0].start == at("10:15")


async def test_change_of_a_vanished_session_is_reported_until_it_is_back(tmp_path: Path) -> None:
    source = Source()
    service, store = await service_in(tmp_path, source)
    await service.record(content("raum", room="Saal"), "Kim", "Platz")
    source.reading = SourceReading(SESSIONS[1:], BOOTHS)
    await store.load()
    what = "Änderung Nr. 1 (Neuer Raum) betrifft die Sitzung „a“ (a): das steht nicht mehr im Programm"
    assert [problem.what for problem in store.status.warnings] == [what]
    assert (list(service.ineffective), set(store.vanished)) == ([1], {"a"})
    source.reading = SourceReading(SESSIONS, BOOTHS)
    await store.load()
    assert (store.status.warnings, store.catalogue.sessions[0].room) == ((), "Großer Saal")


async def test_log_that_cannot_be_read_keeps_the_last_changes(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    store = ProgrammeStore(Source(), None, FAIR, clock(), None, log)
    log.append(DELAY, "Kim", "Technik", NOW)
    await store.load()
    with open_sqlite(tmp_path / "probe.db").begin() as connection:
        connection.exec_driver_sql("DROP TABLE aenderungen")
    await store.refresh_changes()
    assert (store.status.state, store.catalogue.sessions[0].start) == ("veraltet", at("10:15"))


REFUSED: list[tuple[ChangeContent, type[MesselotseError], str]] = [
    (content("absage", "weg"), NotThere, "sitzung"),
    (content("absage", booth="Z9"), NotThere, "stand"),
    (content("raumtausch", partner="weg"), NotThere, "mit"),
    (content("raum", room="Foyer"), Pointless, "raum"),
    (content("raum", booth="B3", room="eingang"), Pointless, "raum"),
    (content("raum", room="Keller"), ChangeRefused, "raum"),
    (content("zeit", start=at("10:00")), Pointless, "beginn"),
    (content("zeit", start=at("10:00", 17)), ChangeRefused, "beginn"),
    (content("zeit", start=at("10:00"), end=at("09:00")), ChangeRefused, "ende"),
    (content("plaetze", seats_free=21), ChangeRefused, "frei"),
    (content("hinweis", note=""), Pointless, "hinweis"),
    (content("zeiten", hours=()), ChangeRefused, "art"),
    (content("verspaetung", booth="B3", minutes=5), ChangeRefused, "art"),
    (content("zeiten", booth="B3", hours=(BoothHours(opens=at("12:00"), closes=at("11:00")),)), ChangeRefused, "bis"),
]


@pytest.mark.parametrize(("wanted", "kind", "field"), REFUSED)
async def test_change_that_makes_no_sense_is_refused(
    tmp_path: Path, wanted: ChangeContent, kind: type[ChangeRefused], field: str
) -> None:
    service, _ = await service_in(tmp_path)
    with pytest.raises(ChangeRefused) as refused:
        await service.record(wanted, "Kim", "Grund")
    assert (type(refused.value), refused.value.field, service.changes) == (kind, field, ())


async def test_cancelling_twice_is_refused(tmp_path: Path) -> None:
    service, _ = await service_in(tmp_path)
    await service.record(content("absage"), "Kim", "krank")
    for wanted in (content("absage"), DELAY):
        with pytest.raises(Pointless):
            await service.record(wanted, "Kim", "krank")


async def test_room_unknown_so_far_can_be_insisted_on(tmp_path: Path) -> None:
    service, store = await service_in(tmp_path)
    await service.record(content("raum", room=" Zelt  im Hof"), "Kim", "Wasserschaden", new_room=True)
    assert (store.catalogue.sessions[0].room, store.catalogue.rooms[-1].name) == ("Zelt im Hof", "Zelt im Hof")


@pytest.mark.parametrize(
    ("wanted", "hints"),
    [
        (content("raum", room="Saal"), ("Großer Saal ist dann auch belegt: „b“, 10:30–11:30 Uhr.",)),
        (
            content("zeit", start=at("16:00")),
            ("„a“ endet um 17:00 Uhr, nach Schluss der Messe (16:30 Uhr).",),
        ),
        (content("zeit", start=at("09:00")), ("„a“ ist schon vorbei.",)),
        (DELAY, ()),
        (content("absage"), ()),
    ],
)
async def test_author_is_told_what_follows(tmp_path: Path, wanted: ChangeContent, hints: Any) -> None:
    service, _ = await service_in(tmp_path)
    assert (await service.record(wanted, "Kim", "Grund")).hints == hints
