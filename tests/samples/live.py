"""A chat database with interests and plans over a programme that tests can change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.chat.conversations import Conversations
from bot.core.database import open_sqlite
from bot.core.errors import ProgrammeUnavailable
from bot.fair.clock import FairClock
from bot.programme.catalogue_history import CatalogueHistory
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.store import assemble
from bot.web.chat.live_chat import LiveChat, make_live_chat
from tests.samples.fair import BOOTHS, FAIR, NOW, ROOMS, SESSIONS
from tests.samples.programme import ZONE

SECRET = "ein Geheimnis für Tests"


class Programme:
    """In the place of the store: the sessions as a test wants them."""

    def __init__(self, sessions: Sequence[Session] = SESSIONS, booths: Sequence[Booth] = BOOTHS) -> None:
        self.history = CatalogueHistory()
        self.history.add(assemble(tuple(sessions), tuple(booths), ROOMS, NOW))
        self.is_missing = False

    @property
    def catalogue(self) -> Catalogue:
        """The programme, or the error of a missing one."""
        if self.is_missing or self.history.newest is None:
            raise ProgrammeUnavailable("weg")
        return self.history.newest

    async def after(self, number: int) -> tuple[int, Catalogue]:
        """As the store's."""
        return await self.history.after(number)

    def change(self, key: str, **values: object) -> Catalogue:
        """Change one session or booth."""
        catalogue = self.catalogue
        sessions = tuple(each.copy(update=values) if each.id == key else each for each in catalogue.sessions)
        booths = tuple(each.copy(update=values) if each.number == key else each for each in catalogue.booths)
        self.history.add(assemble(sessions, booths, ROOMS, NOW))
        return self.catalogue


def clock_at(moment: datetime = NOW) -> FairClock:
    """A clock that stands still."""
    return FairClock(ZONE, moment, 0.0, lambda: 0.0)


def live_chat(folder: Path, programme: Programme, moment: datetime = NOW) -> LiveChat:
    """The parts as a process has them; the same folder again is the process after a restart."""
    database = open_sqlite(folder / "chats.db")
    conversations = Conversations(database)
    return make_live_chat(database, programme, FAIR, clock_at(moment), conversations, SECRET)  # type: ignore[arg-type]


def texts(live: LiveChat, chat: str) -> list[str]:
    """What the chat has been told."""
    return [bubble["text"] for bubble in live.conversations.history(chat)]
