"""The live catalogue: put together from source and changes, read again in turns, handed to all that wait for it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.errors import Problem, ProgrammeUnavailable
from bot.fair.clock import FairClock
from bot.fair.model import Fair, Place, add_unknown_rooms, settle_room
from bot.programme.catalogue_history import CatalogueHistory
from bot.programme.changes.baseline import FILE, Announcement
from bot.programme.changes.log import CHECK_SECONDS, ChangeFeed, ChangeLog
from bot.programme.changes.model import Change, as_of
from bot.programme.changes.replay import Overlaid, lay_over
from bot.programme.exports.feed import Feed
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.sources.base import ProgrammeSource
from bot.programme.sources.choose import source_from
from bot.programme.sources.files import BOOTHS_FILE, booths_file


def settle_sessions(sessions: Iterable[Session], rooms: Sequence[Place]) -> tuple[Session, ...]:
    """Return the sessions with their rooms named as messe.yml names them."""
    return tuple(_settle_session(session, rooms) for session in sessions)


def assemble(
    sessions: Iterable[Session],
    booths: Iterable[Booth],
    rooms: Sequence[Place],
    read_at: datetime,
    stale_since: datetime | None = None,
) -> Catalogue:
    """Return the catalogue, sessions by start; rooms that only sessions or booths name are added to ``rooms``."""
    # A total order: two readings of the same programme must give the same version.
    ordered = tuple(sorted(sessions, key=lambda session: (session.start, session.room, session.title, session.id)))
    settled = tuple(booth.copy(update={"room": settle_room(booth.room, rooms)}) for booth in booths)
    names = [session.room for session in ordered] + [booth.room for booth in settled]
    draft = Catalogue(
        version="",
        read_at=read_at,
        stale_since=stale_since,
        sessions=ordered,
        booths=settled,
        rooms=add_unknown_rooms(rooms, names),
    )
    return draft.copy(update={"version": _version_of(draft)})


def _settle_session(session: Session, rooms: Sequence[Place]) -> Session:
    original = session.original
    if original.room is not None:
        original = original.copy(update={"room": settle_room(original.room, rooms)})
    return session.copy(update={"room": settle_room(session.room, rooms), "original": original})


def _version_of(catalogue: Catalogue) -> str:
    # Without read_at: reading the same programme again is no new version, and copies stay valid.
    content = catalogue.json(exclude={"version", "read_at"}, sort_keys=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:12]


SOURCE_VARIABLE = "PROGRAMM_QUELLE"
DEFAULT_FOLDER = "programm"
READY, STALE, MISSING = "bereit", "veraltet", "fehlt"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProgrammeStatus:
    """The state of the programme: "bereit", "veraltet" (last good one kept) or "fehlt", with its problem."""

    state: str
    source: str
    read_at: datetime | None
    problem: str
    warnings: tuple[Problem, ...] = ()


class ProgrammeStore:
    """The programme of this process."""

    def __init__(
        self,
        source: ProgrammeSource,
        booths_source: ProgrammeSource | None,
        fair: Fair,
        clock: FairClock,
        state_folder: Path | None = None,
        change_log: ChangeLog | None = None,
    ) -> None:
        """Prepare the store; nothing is read yet.

        Args:
            source: where the sessions come from, and the booths if it knows any.
            booths_source: where the booths come from otherwise.
            fair: for the rooms.
            clock: dates readings and changes.
            state_folder: remembers the announced programme and the last good one over restarts; None: not at all.
            change_log: the organisers' changes; None: there cannot be any.
        """
        self._main = Feed(source, clock, state_folder)
        self._booths = Feed(booths_source, clock, state_folder) if booths_source is not None else None
        self._fair = fair
        self._clock = clock
        self._announcement = Announcement(state_folder / FILE if state_folder else None, source.name)
        self._changes = ChangeFeed(change_log)
        self._ineffective: dict[int, Problem] = {}
        self._vanished: frozenset[str] = frozenset()
        self._marked: tuple[Session, ...] = ()
        self._history = CatalogueHistory()

    @property
    def catalogue(self) -> Catalogue:
        """The programme as of now.

        Raises:
            ProgrammeUnavailable: it could not be read even once.
        """
        if self._history.newest is None:
            raise ProgrammeUnavailable(self._main.problem or "Das Programm ist noch nicht gelesen.")
        return self._history.newest

    @property
    def status(self) -> ProgrammeStatus:
        """State, source, moment of the last success and the current problems ("" if none)."""
        feeds = self._feeds()
        problems = [*(feed.problem for feed in feeds), self._changes.problem]
        problem = "\n".join(each for each in problems if each)
        state = MISSING if self._history.newest is None else STALE if problem else READY
        warnings = tuple(warning for feed in feeds if feed.reading for warning in feed.reading.warnings)
        warnings += tuple(self._ineffective.values())
        return ProgrammeStatus(state, self._main.source.name, self._main.read_at, problem, warnings)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes of the organisers by number, those taken back included."""
        return self._changes.changes

    @property
    def ineffective(self) -> Mapping[int, Problem]:
        """The changes in force that found nothing to change, by number."""
        return self._ineffective

    @property
    def vanished(self) -> frozenset[str]:
        """Ids of sessions that the source no longer has; the catalogue shows them as cancelled."""
        return self._vanished

    async def load(self) -> None:
        """Read everything once; a fault shows in :attr:`status`."""
        for feed in self._feeds():
            await feed.refresh()
        await self._changes.refresh()
        self._publish(self._mark)

    async def refresh_changes(self) -> None:
        """Read new changes of the organisers now."""
        if await self._changes.refresh() and self._main.reading is not None:
            self._assemble()  # what the source says has not changed, nor has its comparison with the announced

    async def watch(self) -> None:
        """Follow the sources until cancelled; a bad reading leaves the last good programme in place."""
        await asyncio.gather(self._watch_changes(), *(self._watch(feed) for feed in self._feeds()))

    async def after(self, number: int) -> tuple[int, Catalogue]:
        """Wait for the catalogue after ``number``, see :meth:`CatalogueHistory.after`."""
        return await self._history.after(number)

    def at(self, number: int) -> Overlaid:
        """Return sessions and booths as they were after change ``number``."""
        return self._lay_over(as_of(self.changes, number))

    async def close(self) -> None:
        """Close the sources."""
        for feed in self._feeds():
            await feed.source.close()

    async def _watch(self, feed: Feed) -> None:
        while True:
            await asyncio.sleep(feed.source.pause())
            if await feed.refresh():
                self._publish(self._mark)

    async def _watch_changes(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.refresh_changes()

    def _mark(self, sessions: tuple[Session, ...], now: datetime) -> tuple[Session, ...]:
        """Mark changes; before the fair's first day the programme is still being made, and nothing is a change."""
        is_planning = bool(self._fair.days) and now.date() < self._fair.days[0].day
        return self._announcement.renew(sessions, now) if is_planning else self._announcement.mark(sessions, now)

    def _publish(self, mark: Callable[[tuple[Session, ...], datetime], tuple[Session, ...]]) -> None:
        if self._main.reading is None:
            return
        sessions = mark(settle_sessions(self._main.reading.sessions, self._fair.rooms), self._clock.now())
        # Marked as cancelled, though the source has dropped them: visitors who noted them must be told.
        self._vanished = frozenset(each.id for each in sessions) - {each.id for each in self._main.reading.sessions}
        self._marked = sessions
        self._assemble()

    def _assemble(self) -> None:
        overlaid = self._lay_over(self.changes)
        self._report(dict(overlaid.problems))
        now, stale = self._clock.now(), self._stale_since()
        self._history.add(assemble(overlaid.sessions, overlaid.booths, self._fair.rooms, now, stale))

    def _lay_over(self, changes: tuple[Change, ...]) -> Overlaid:
        return lay_over(self._marked, self._current_booths(), changes, self._clock.now(), self._vanished)

    def _report(self, ineffective: dict[int, Problem]) -> None:
        for number in ineffective.keys() - self._ineffective.keys():
            logger.warning("%s", ineffective[number])
        self._ineffective = ineffective

    def _stale_since(self) -> datetime | None:
        return self._main.read_at if self._main.problem else None

    def _current_booths(self) -> tuple[Booth, ...]:
        readings = (feed.reading for feed in self._feeds() if feed.reading is not None)
        booths = next((reading.booths for reading in readings if reading.booths is not None), ())
        return tuple(booth.copy(update={"room": settle_room(booth.room, self._fair.rooms)}) for booth in booths)

    def _feeds(self) -> tuple[Feed, ...]:
        return (self._main,) if self._booths is None else (self._main, self._booths)


def store_from_environment(
    root: Path,
    fair: Fair,
    clock: FairClock,
    state_folder: Path | None,
    environment: Mapping[str, str] = os.environ,
    change_log: ChangeLog | None = None,
) -> ProgrammeStore:
    """Create the store for PROGRAMM_QUELLE, by default the folder ``programm`` below ``root``.

    Raises:
        ConfigurationError: PROGRAMM_QUELLE names nothing that can be read.
    """
    value = environment.get(SOURCE_VARIABLE, "").strip() or DEFAULT_FOLDER
    own_booths = root / DEFAULT_FOLDER / BOOTHS_FILE
    is_folder = "://" not in value and (root / value).is_dir()
    # Foreign schedules know no booths; our own file serves beside them.
    booths_source = None if is_folder or not own_booths.is_file() else booths_file(own_booths, fair)
    source = source_from(value, root, fair, environment)
    return ProgrammeStore(source, booths_source, fair, clock, state_folder, change_log)
