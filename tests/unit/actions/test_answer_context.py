from __future__ import annotations

from datetime import datetime

import pytest

from actions.answer_context import ProgrammeContext
from actions.reply import Reference
from bot.programme.client import Snapshot
from bot.programme.model import Catalogue
from bot.programme.search.synonyms import Synonyms
from tests.samples.fair import FAIR, NOW, at, view
from tests.samples.programme import catalogue, clock, session


class Client:
    """A programme client that hands out what it is given."""

    def __init__(self, served: Catalogue) -> None:
        self.served = served

    async def snapshot(self) -> Snapshot:
        """The catalogue as of 9:00, not live."""
        return Snapshot(self.served, at("9:00"), is_live=False)


@pytest.mark.parametrize(
    ("reference", "is_known"),
    [
        (Reference("sitzung", "ki"), True),
        (Reference("sitzung", "B3"), False),
        (Reference("stand", "B3"), True),
        (Reference("stand", "b3"), False),
        (Reference("raum", "Foyer"), True),
        (Reference("raum", "Eingang"), False),
    ],
)
def test_knows(reference: Reference, is_known: bool) -> None:
    assert view().knows(reference) == is_known


def programme_view(client: Client) -> ProgrammeContext:
    return ProgrammeContext(FAIR, clock(), client, Synonyms())  # type: ignore[arg-type]


async def test_view_carries_the_state_of_the_programme() -> None:
    shown = await programme_view(Client(catalogue(session("a")))).current()
    state: tuple[datetime, datetime, bool] = (shown.now, shown.as_of, shown.is_live)
    assert (state, shown.session("a") is not None) == ((NOW, at("9:00"), False), True)


async def test_index_is_kept_until_the_catalogue_changes() -> None:
    client = Client(catalogue(session("a")))
    programme = programme_view(client)
    first, second = (await programme.current()).index, (await programme.current()).index
    client.served = catalogue(session("b"))
    third = (await programme.current()).index
    assert (first is second, second is third) == (True, False)
