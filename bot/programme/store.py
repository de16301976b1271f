"""The live programme: reads its sources, marks changes, and holds the catalogue that everybody is served from."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import Problem, ProgrammeUnavailable
from bot.programme.announcement import FILE, Announcement
from bot.programme.assembly import assemble, settle_sessions
from bot.programme.clock import FairClock
from bot.programme.feed import Feed
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.sources.base import ProgrammeSource
from bot.programme.sources.choose import source_from
from bot.programme.sources.yaml_folder import BOOTHS_FILE, booths_file
from bot.settings import Fair

SOURCE_VARIABLE = "PROGRAMM_QUELLE"
DEFAULT_FOLDER = "programm"
READY, STALE, MISSING = "bereit", "veraltet", "fehlt"


@dataclass(frozen=True)
class ProgrammeStatus:
    """How the programme is doing: ``state`` is "bereit", "veraltet" (last good one kept) or "fehlt"."""

    state: str
    source: str
    read_at: datetime | None
    problem: str
    warnings: tuple[Problem, ...] = ()


class ProgrammeStore:
    """Owns the programme of this process."""

    def __init__(
        self,
        source: ProgrammeSource,
        booths_source: ProgrammeSource | None,
        fair: Fair,
        clock: FairClock,
        state_folder: Path | None = None,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            source: where the sessions come from, and the booths if it knows any.
            booths_source: where the booths come from otherwise.
            fair: for the rooms.
            clock: dates readings and changes.
            state_folder: remembers the announced programme over restarts; None: not at all.
        """
        self._main = Feed(source, clock)
        self._booths = Feed(booths_source, clock) if booths_source is not None else None
        self._fair = fair
        self._clock = clock
        self._announcement = Announcement(state_folder / FILE if state_folder else None, source.name)
        self._catalogue: Catalogue | None = None
        self._news = asyncio.Event()

    @property
    def catalogue(self) -> Catalogue:
        """The programme as of now.

        Raises:
            ProgrammeUnavailable: it could not be read even once.
        """
        if self._catalogue is None:
            raise ProgrammeUnavailable(self._main.problem or "Das Programm ist noch nicht gelesen.")
        return self._catalogue

    @property
    def status(self) -> ProgrammeStatus:
        """State, source, moment of the last success and what is wrong ("" if nothing)."""
        feeds = self._feeds()
        problem = "\n".join(feed.problem for feed in feeds if feed.problem)
        state = MISSING if self._catalogue is None else STALE if problem else READY
        warnings = tuple(warning for feed in feeds if feed.reading for warning in feed.reading.warnings)
        return ProgrammeStatus(state, self._main.source.name, self._main.read_at, problem, warnings)

    async def load(self) -> None:
        """Read everything once; a fault shows in :attr:`status`."""
        for feed in self._feeds():
            await feed.refresh()
        self._publish(self._mark)

    async def watch(self) -> None:
        """Follow the sources until cancelled; a bad reading leaves the last good programme in place."""
        await asyncio.gather(*(self._watch(feed) for feed in self._feeds()))

    async def changed_from(self, version: str) -> Catalogue:
        """Wait until the catalogue differs from ``version``."""
        while self._catalogue is None or self._catalogue.version == version:
            await self._news.wait()
        return self._catalogue

    def announce(self) -> None:
        """Declare the programme as read now the announced one: all marks but those in the source disappear."""
        self._publish(self._announcement.renew)

    async def close(self) -> None:
        """Close the sources."""
        for feed in self._feeds():
            await feed.source.close()

    async def _watch(self, feed: Feed) -> None:
        while True:
            await asyncio.sleep(feed.source.pause())
            if await feed.refresh():
                self._publish(self._mark)

    def _mark(self, sessions: tuple[Session, ...], now: datetime) -> tuple[Session, ...]:
        """Before the fair's first day the programme is still being made: what changes then is simply the programme."""
        is_planning = bool(self._fair.days) and now.date() < self._fair.days[0].day
        return self._announcement.renew(sessions, now) if is_planning else self._announcement.mark(sessions, now)

    def _publish(self, mark: Callable[[tuple[Session, ...], datetime], tuple[Session, ...]]) -> None:
        if self._main.reading is None:
            return
        now = self._clock.now()
        sessions = mark(settle_sessions(self._main.reading.sessions, self._fair.rooms), now)
        self._catalogue = assemble(sessions, self._current_booths(), self._fair.rooms, now)
        self._news.set()
        self._news = asyncio.Event()

    def _current_booths(self) -> tuple[Booth, ...]:
        readings = (feed.reading for feed in self._feeds() if feed.reading is not None)
        return next((reading.booths for reading in readings if reading.booths is not None), ())

    def _feeds(self) -> tuple[Feed, ...]:
        return (self._main,) if self._booths is None else (self._main, self._booths)


def store_from_environment(
    root: Path,
    fair: Fair,
    clock: FairClock,
    state_folder: Path | None,
    environment: Mapping[str, str] = os.environ,
) -> ProgrammeStore:
    """The store for PROGRAMM_QUELLE, by default the folder ``programm`` below ``root``.

    Raises:
        ConfigurationError: PROGRAMM_QUELLE names nothing that can be read.
    """
    value = environment.get(SOURCE_VARIABLE, "").strip() or DEFAULT_FOLDER
    own_booths = root / DEFAULT_FOLDER / BOOTHS_FILE
    is_folder = "://" not in value and (root / value).is_dir()
    booths_source = None if is_folder or not own_booths.is_file() else booths_file(own_booths, fair)
    return ProgrammeStore(source_from(value, root, fair), booths_source, fair, clock, state_folder)
