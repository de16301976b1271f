from __future__ import annotations

from bot.fair.model import Place
from bot.programme.model import Booth, Original
from bot.programme.store import assemble, settle_sessions
from tests.samples.programme import FAIR, NOW, at, catalogue, ids, session


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
