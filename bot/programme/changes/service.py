"""Where changes of the day are handed in, whatever way they come: checked, recorded, live at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.fair.clock import FairClock
from bot.fair.model import Fair
from bot.german.slugs import slug, unique
from bot.programme.changes.log import ChangeLog, Outdated, UnknownChange
from bot.programme.changes.model import Change, ChangeContent, ChangeKind, Target, TargetKind, revisions
from bot.programme.changes.rules import Situation, hints, validate
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.store import ProgrammeStore


@dataclass(frozen=True)
class Recorded:
    """A change that is live now, and what its author should know."""

    change: Change
    hints: tuple[str, ...] = ()


class ChangeService:
    """Takes changes for one programme."""

    def __init__(self, store: ProgrammeStore, log: ChangeLog, fair: Fair, clock: FairClock) -> None:
        self._store = store
        self._log = log
        self._fair = fair
        self._clock = clock

    @property
    def catalogue(self) -> Catalogue:
        """The programme with all changes.

        Raises:
            ProgrammeUnavailable: it could not be read even once.
        """
        return self._store.catalogue

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes by number, those taken back included."""
        return self._store.changes

    @property
    def ineffective(self) -> Mapping[int, str]:
        """Why a change in force has no effect, by its number."""
        return {number: f"{problem.what} – {problem.remedy}" for number, problem in self._store.ineffective.items()}

    @property
    def situation(self) -> Situation:
        """What changes are checked against right now."""
        return Situation(self.catalogue, self._fair, self._clock.now(), self._store.vanished)

    def revision_of(self, target: Target) -> int:
        """The number of the target's last change, 0 without any."""
        return revisions(self.changes).get(target, 0)

    async def record(
        self, content: ChangeContent, author: str, reason: str,
        expected: Mapping[Target, int] | None = None, new_room: bool = False,
    ) -> Recorded:  # fmt: skip
        """Record a change and publish it.

        Args:
            content: what shall be changed; a new session gets its id here.
            author: who changes it.
            reason: why, for the other organisers.
            expected: the revision that the author has seen, by target.
            new_room: whether a room may be one that the programme does not know yet.

        Raises:
            Refused: the change cannot be made.
            Outdated: somebody else has changed the target in the meantime.
            ProgrammeUnavailable: there is no programme yet.
        """
        await self._store.refresh_changes()
        self._check_revisions(expected or {})
        if content.kind is ChangeKind.ADD:
            content, expected = self._identified(content)
        settled = validate(content, self.situation, new_room)
        change = await asyncio.to_thread(self._log.append, settled, author, reason, self._clock.now(), expected)
        await self._store.refresh_changes()
        return Recorded(change, self.hints_of(change))

    async def undo(self, number: int, author: str, reason: str) -> Recorded:
        """Take a change back and publish that.

        Raises:
            UnknownChange: there is none with this number.
            AlreadyUndone: it has been taken back before.
        """
        change = await asyncio.to_thread(self._log.undo, number, author, reason, self._clock.now())
        await self._store.refresh_changes()
        return Recorded(change, self.hints_of(change))

    def find(self, number: int) -> Change:
        """The change with this number.

        Raises:
            UnknownChange: there is none.
        """
        found = next((change for change in self.changes if change.number == number), None)
        if found is None:
            raise UnknownChange(f"Eine Änderung Nr. {number} gibt es nicht.")
        return found

    def seen(self, target: Target, revision: int) -> Session | Booth | None:
        """The session or booth as it was at this revision; None when it was not there."""
        overlaid = self._store.at(revision)
        if target.kind is TargetKind.BOOTH:
            return next((booth for booth in overlaid.booths if booth.number == target.key), None)
        return next((session for session in overlaid.sessions if session.id == target.key), None)

    def _check_revisions(self, expected: Mapping[Target, int]) -> None:
        """Before anything else: who has an old view shall hear that, not what follows from it."""
        for target, revision in expected.items():
            if self.revision_of(target) != revision:
                raise Outdated(target, self.revision_of(target))

    def _identified(self, content: ChangeContent) -> tuple[ChangeContent, dict[Target, int]]:
        """The new session with an id that nothing has or had; at revision 0, so that nobody else takes it."""
        assert content.session is not None
        taken = {each.id for each in self.catalogue.sessions}
        taken |= {target.key for change in self.changes for target in change.content.targets}
        identifier = unique(slug(content.session.title) or "sitzung", taken)
        target = Target(kind=TargetKind.SESSION, key=identifier)
        session = content.session.copy(update={"id": identifier})
        return content.copy(update={"target": target, "session": session}), {target: 0}

    def hints_of(self, change: Change) -> tuple[str, ...]:
        """What the author should know about everything that a change touches, as it is now."""
        keys = [target.key for target in change.content.targets if target.kind is TargetKind.SESSION]
        sessions = [session for session in self.catalogue.sessions if session.id in keys]
        situation = self.situation
        found = [hint for session in sessions for hint in hints(session, situation)]
        return tuple(dict.fromkeys(found))
