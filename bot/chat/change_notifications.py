"""Notify chats when a session or booth they asked about differs from what they were told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial

import sqlalchemy as sa

from bot.chat.answers import Button, make_answer
from bot.chat.interests import Interests, Reference, things_of
from bot.content.topics import payload
from bot.dialogue.change_news import Thing, facts_of, news_about
from bot.fair.clock import FairClock
from bot.german.phrases import as_text, clock_time
from bot.programme.model import Booth, Catalogue
from bot.programme.store import ProgrammeStore

RETRY_SECONDS = 2.0
logger = logging.getLogger(__name__)


class ChangePush:
    """Compares the live programme with the facts that chats were told."""

    def __init__(
        self, store: ProgrammeStore, interests: Interests, clock: FairClock, on_recorded: Callable[[], None]
    ) -> None:
        """Take the programme and the interests; ``on_recorded`` is called when bubbles were recorded."""
        self._store = store
        self._interests = interests
        self._clock = clock
        self._on_recorded = on_recorded
        self._before: Mapping[Reference, str] | None = None

    async def keep(self) -> None:
        """Follow the programme until cancelled."""
        number = 0
        while True:
            following, catalogue = await self._store.after(number)
            if following != number + 1:  # some are missed: all differences count
                self._before = None
            try:
                told = await asyncio.get_running_loop().run_in_executor(None, self.tell, catalogue)
            except sa.exc.SQLAlchemyError as error:  # nothing is lost: what was not told is told with the next try
                logger.error("Änderungen lassen sich gerade nicht mitteilen (%s)", type(error).__name__)
                self._before, number = None, 0
                await asyncio.sleep(RETRY_SECONDS)
                continue
            number = following
            if told:
                logger.info("Änderungen in %d Gesprächen mitgeteilt", told)
                self._on_recorded()

    def tell(self, catalogue: Catalogue) -> int:
        """Record the news in the chats concerned and return the number of bubbles.

        The first time all differences count: they arose while no process was looking. After that only those from one
        version of this process to the next, for another process may be ahead of this one.
        """
        things = things_of(catalogue)
        facts = {reference: facts_of(thing) for reference, thing in things.items()}
        before, count = self._before, 0
        for reference in self._interests.known_keys() & facts.keys():
            if before is None or before.get(reference) != facts[reference]:
                seen = None if before is None else before.get(reference, "")
                count += self._tell_about(things[reference], seen)
        self._before = facts
        return count

    def _tell_about(self, thing: Thing, seen: str | None) -> int:
        count = 0
        now = self._clock.now()
        for told in self._interests.told(thing):
            if seen is None or told in (seen, ""):
                text = news_about(thing, told, now)
                make = partial(make_answer, as_text(text), now, buttons=news_buttons(thing)) if text else None
                recorded = self._interests.tell(thing, told, make)
                count += recorded if text else 0
        return count


def news_buttons(thing: Thing) -> list[Button]:
    """Return the buttons that help next: the way there, or what runs instead."""
    if isinstance(thing, Booth):
        return (
            []
            if thing.cancelled
            else [{"titel": "Wo ist der Stand?", "payload": payload("wo_ist", stand=thing.number)}]
        )
    if not thing.cancelled:
        return [{"titel": "Wo ist das?", "payload": payload("wo_ist", sitzung=thing.id)}]
    when = f"am {thing.start.day}.{thing.start.month}. um {clock_time(thing.start)} Uhr"
    return [{"titel": "Was läuft stattdessen?", "payload": payload("programm_suche", zeit_text=when)}]
