"""Each fault of a source as a visitor hears of it: the answer comes from the copy and says of when that is."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_context import ProgrammeContext
from actions.registry import ListSessions
from bot.programme.client import ProgrammeClient
from bot.programme.search.synonyms import Synonyms
from bot.programme.store import ProgrammeStore
from tests.samples.fair import message
from tests.samples.faulty_server import FAULTS, FaultyServer, faulty_server, store_of
from tests.samples.programme import FAIR, ManualTime, clock

OF_THE_COPY = "(Stand 10:05 Uhr; aktuellere Daten erreiche ich gerade nicht.)"


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with faulty_server() as found:
        yield found


class Chat:
    """The action server's side of a chat, which asks this programme service over HTTP."""

    def __init__(self, programme: ProgrammeStore, time: ManualTime, patch: pytest.MonkeyPatch) -> None:
        self._programme = programme
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._serve))
        client = ProgrammeClient("http://127.0.0.1/programm/katalog.json", clock(time), http=http, real_time=time)
        view = ProgrammeContext(FAIR, clock(time), client, Synonyms())
        patch.setattr("actions.action.shared_programme", lambda: view)

    def _serve(self, request: httpx.Request) -> httpx.Response:
        if self._programme.status.state == "fehlt":
            return httpx.Response(503)
        return httpx.Response(200, text=self._programme.catalogue.json())

    async def ask(self, text: str) -> list[str]:
        """The lines of the answer."""
        dispatcher = CollectingDispatcher()
        tracker = Tracker("x", {}, message(text, "programm_suche"), [], False, None, {}, "action_listen")
        await ListSessions().run(dispatcher, tracker, {})
        return str(dispatcher.messages[0]["text"]).splitlines()


@pytest.mark.parametrize("name", FAULTS)
async def test_answer_in_a_fault_says_of_when_it_is(
    server: FaultyServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = ManualTime()
    async with store_of(server, time) as programme:
        chat = Chat(programme, time, monkeypatch)
        await programme.load()
        good = await chat.ask("Was gibt es heute?")
        server.handler, _ = FAULTS[name]
        time.seconds += 37 * 60
        await programme.load()
        assert await chat.ask("Was gibt es heute?") == [*good, OF_THE_COPY]


async def test_answer_without_programme_and_copy_makes_nothing_up(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.stop()
    time = ManualTime()
    async with store_of(server, time) as programme:
        await programme.load()
        assert await Chat(programme, time, monkeypatch).ask("Was gibt es heute?") == [
            "Das Programm kann ich gerade nicht abrufen. Bitte versuchen Sie es gleich noch einmal, "
            "oder fragen Sie am Infostand, Telefon 0202."
        ]
