"""„Erinnere mich 10 Minuten vorher“: a bubble when it is time by the fair's clock, also after a restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import sqlalchemy as sa

from bot.chat.answers import Answer, Button, make_answer
from bot.chat.plans import Plans
from bot.content.topics import payload
from bot.core.database import beside
from bot.core.errors import ProgrammeUnavailable
from bot.dialogue.session_names import name_of
from bot.fair.clock import FairClock
from bot.german.phrases import as_text, clock_time, in_room
from bot.programme.model import Catalogue, Session
from bot.programme.sources.moments import elapsed

CHECK_SECONDS = 1.0
LATE = timedelta(seconds=90)  # from here on a reminder says that it is late
logger = logging.getLogger(__name__)


class Reminders:
    """Looks once a second for due reminders."""

    def __init__(
        self,
        plans: Plans,
        catalogue: Callable[[], Catalogue],
        clock: FairClock,
        on_recorded: Callable[[], None],
    ) -> None:
        """Take the plans; ``catalogue`` may raise ProgrammeUnavailable."""
        self._plans = plans
        self._catalogue = catalogue
        self._clock = clock
        self._on_recorded = on_recorded

    async def keep(self) -> None:
        """Remind until cancelled."""
        while True:
            try:
                if await beside(self.remind):
                    self._on_recorded()
            except ProgrammeUnavailable:
                pass  # without times nothing is due; the programme is read again and again
            except sa.exc.SQLAlchemyError as error:
                logger.error("Erinnerungen lassen sich gerade nicht lesen (%s)", type(error).__name__)
            await asyncio.sleep(CHECK_SECONDS)

    def remind(self) -> int:
        """Record the reminders due now and return their number."""
        waiting = self._plans.waiting()
        if not waiting:
            return 0
        now = self._clock.now()
        sessions = {session.id: session for session in self._catalogue().sessions}
        return sum(self._settle(each, sessions[each[0]], now) for each in waiting if each[0] in sessions)

    def _settle(self, waiting: tuple[str, int, str], session: Session, now: datetime) -> int:
        """Settle a reminder; a moved session is reminded of again, one that is over or cancelled is not."""
        _, minutes, done = waiting
        start = session.start.astimezone(timezone.utc).isoformat()
        left, wanted = elapsed(now, session.start), timedelta(minutes=minutes)
        if done == start or left > wanted or session.cancelled:
            return 0
        if left < -LATE:
            self._plans.settle(waiting, start, None)
            return 0
        return self._plans.settle(waiting, start, lambda: reminder_bubble(session, now, wanted - left > LATE))


def reminder_bubble(session: Session, now: datetime, is_late: bool) -> Answer:
    """``Erinnerung: In 10 Minuten, um 11:00 Uhr, beginnt der Vortrag „…“ im Großen Saal.``"""
    left = round(elapsed(now, session.start).total_seconds() / 60)
    when = "Jetzt" if left < 1 else "In einer Minute" if left == 1 else f"In {left} Minuten"
    if left % 60 == 0 and left:
        when = "In einer Stunde" if left == 60 else f"In {left // 60} Stunden"
    where = f" {in_room(session.room)}" if session.room else ""
    late = " Entschuldigung, diese Erinnerung kommt später als gewünscht." if is_late else ""
    text = f"Erinnerung: {when}, um {clock_time(session.start)} Uhr, beginnt {name_of(session).the}{where}.{late}"
    where_button: Button = {"titel": "Wo ist das?", "payload": payload("wo_ist", sitzung=session.id)}
    return make_answer(as_text(text), now, buttons=[where_button])
