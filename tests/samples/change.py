"""Changes of organisers for the tests, and a desk over a small programme."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from bot.core.database import open_sqlite
from bot.programme.changes.log import ChangeLog
from bot.programme.changes.model import Change, ChangeContent, ChangeKind, LogEntry, Target, TargetKind
from bot.programme.changes.service import ChangeService
from bot.programme.model import Booth, Session
from bot.programme.sources.base import SourceReading
from bot.programme.store import ProgrammeStore
from tests.samples.programme import FAIR, NOW, clock, session

SESSIONS = (
    session("a", room="Foyer", seats=20, seats_free=5),
    session("b", "10:30", "11:30", room="Großer Saal"),
)
BOOTHS = (Booth(number="B3", name="VR", room="Foyer"),)


class Source:
    """A source that gives whatever ``reading`` is, once each time it is set."""

    name = "probe"

    def __init__(self, *sessions: Session, booths: tuple[Booth, ...] = BOOTHS) -> None:
        self.reading: SourceReading | None = SourceReading(sessions or SESSIONS, booths)

    async def fetch(self) -> SourceReading | None:
        """The reading, or None when it is known."""
        reading, self.reading = self.reading, None
        return reading

    def pause(self) -> float:
        """Never again in a test."""
        return 3600.0

    async def close(self) -> None:
        """Nothing is open."""


def of_session(key: str) -> Target:
    return Target(kind=TargetKind.SESSION, key=key)


def of_booth(key: str) -> Target:
    return Target(kind=TargetKind.BOOTH, key=key)


def content(kind: str, key: str = "a", booth: str = "", **details: Any) -> ChangeContent:
    """What shall change at session ``key`` or at a booth."""
    return ChangeContent(kind=ChangeKind(kind), target=of_booth(booth) if booth else of_session(key), **details)


def change(
    number: int, wanted: ChangeContent, undone: bool = False, made_at: datetime = NOW, label: str = ""
) -> Change:
    """One recorded change."""
    entry = LogEntry(number=number + 100, author="Kim", reason="Irrtum", made_at=made_at) if undone else None
    recorded = wanted.copy(update={"label": label}) if label else wanted
    return Change(number=number, author="Kim", reason="Grund", made_at=made_at, content=recorded, undone=entry)


def log_in(folder: Path) -> ChangeLog:
    return ChangeLog(open_sqlite(folder / "probe.db"))


async def service_in(folder: Path, source: Source | None = None) -> tuple[ChangeService, ProgrammeStore]:
    """A desk over a programme that has been read."""
    log = log_in(folder)
    store = ProgrammeStore(source or Source(), None, FAIR, clock(), None, log)
    await store.load()
    return ChangeService(store, log, FAIR, clock()), store
