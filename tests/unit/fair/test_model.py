from __future__ import annotations

import pytest

from bot.fair.model import Place, add_unknown_rooms, settle_room
from tests.samples.programme import FAIR


@pytest.mark.parametrize(
    ("name", "expected"),
    [("großer  saal", "Großer Saal"), ("Saal", "Großer Saal"), ("Keller", "Keller"), ("", "")],
)
def test_settle_room(name: str, expected: str) -> None:
    assert settle_room(name, FAIR.rooms) == expected


def test_unknown_rooms_are_added_once() -> None:
    rooms = add_unknown_rooms(FAIR.rooms, ["Keller", "Saal", "", "keller"])
    assert rooms == (*FAIR.rooms, Place(name="Keller"))
