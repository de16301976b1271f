"""Record changes of the day from any surface: checked, logged, live at once."""

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
    """A change that is live now, with hints for its author."""

    change: Change
    hints: tuple[str, ...] = ()


class ChangeService:
    """Takes changes for one programme; used by the organisers' pages and the API alike."""

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
        """The state that changes are checked against right now."""
        return Situation(self.catalogue, self._fair, self._clock.now(), self._store.vanished)

    def revision_of(self, target: Target) -> int:
        """Return the number of the target's last change, 0 without any."""
        return revisions(self.changes).get(target, 0)

    async def record(
        self, content: ChangeContent, author: str, reason: str,
        expected: Mapping[Target, int] | None = None, new_room: bool = False,
    ) -> Recorded:  # fmt: skip
        """Record a change and publish it.

        Args:
            content: the change; a new session gets its id here.
            author: who makes it.
            reason: why, for the other organisers.
            expected: the revision that the author has seen, by target.
            new_room: whether a room may be one that the programme does not know yet.

        Raises:
            ChangeRefused: the change cannot be made.
            Outdated: another change to the target came first.
            ProgrammeUnavailable: there is no programme yet.
        """
        # The log may have grown in another process since the last look.
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
            UnknownChange: there is no change with this number.
            AlreadyUndone: it has been taken back before.
        """
        change = await asyncio.to_thread(self._log.undo, number, author, reason, self._clock.now())
        await self._store.refresh_changes()
        return Recorded(change, self.hints_of(change))

    def find(self, number: int) -> Change:
        """Return the change with this number.

        Raises:
            UnknownChange: there is none.
        """
        found = next((change for change in self.changes if change.number == number), None)
        if found is None:
            raise UnknownChange(f"Eine Änderung Nr. {number} gibt es nicht.")
        return found

    def seen(self, target: Target, revision: int) -> Session | Booth | None:
        """Return the session or booth as it was at this revision; None when it was not there."""
        overlaid = self._store.at(revision)
        if target.kind is TargetKind.BOOTH:
            return next((booth for booth in overlaid.booths if booth.number == target.key), None)
        return next((session for session in overlaid.sessions if session.id == target.key), None)

    def _check_revisions(self, expected: Mapping[Target, int]) -> None:
        """Check these first: an outdated view must be reported as such, not by an error that follows from it."""
        for target, revision in expected.items():
            if self.revision_of(target) != revision:
                raise Outdated(target, self.revision_of(target))

    def _identified(self, content: ChangeContent) -> tuple[ChangeContent, dict[Target, int]]:
        """Return the new session with an unused id, expected at revision 0 so that no other change can take it."""
        assert content.session is not None
        taken = {each.id for each in self.catalogue.sessions}
        # Ids of removed sessions stay taken: their log entries would otherwise belong to the new session.
        taken |= {target.key for change in self.changes for target in change.content.targets}
        identifier = unique(slug(content.session.title) or "sitzung", taken)
        target = Target(kind=TargetKind.SESSION, key=identifier)
        session = content.session.copy(update={"id": identifier})
        return content.copy(update={"target": target, "session": session}), {target: 0}

    def hints_of(self, change: Change) -> tuple[str, ...]:
        """Return hints on every session that a change touches, as it is now."""
        keys = [target.key for target in change.content.targets if target.kind is TargetKind.SESSION]
        sessions = [session for session in self.catalogue.sessions if session.id in keys]
        situation = self.situation
        found = [hint for session in sessions for hint in hints(session, situation)]
        return tuple(dict.fromkeys(found))
