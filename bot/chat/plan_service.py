"""A visitor's plan for the browser: as JSON, as calendar file, and the signed links that take it to a phone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import segno
from itsdangerous import BadData, URLSafeTimedSerializer

from bot.chat.plans import Plans
from bot.core.errors import ExpiredLink, NothingThere, ProgrammeUnavailable
from bot.dialogue.own_plan import OwnPlan
from bot.fair.clock import FairClock
from bot.fair.model import Fair
from bot.german.phrases import WEEKDAYS, relative_day, span
from bot.programme.exports.ical_export import calendar_of
from bot.programme.model import Catalogue, Session

LINK_SECONDS = 30 * 60
_SHORT_DAYS = {"heute", "morgen", "gestern"}


class PlanService:
    """Shows plans as JSON and as calendar files, by signed links."""

    def __init__(
        self, plans: Plans, catalogue: Callable[[], Catalogue], fair: Fair, clock: FairClock, secret: str
    ) -> None:
        """Take the plans; ``secret`` signs the links, ``catalogue`` may raise ProgrammeUnavailable."""
        self._plans = plans
        self._catalogue = catalogue
        self._fair = fair
        self._clock = clock
        self._signer = URLSafeTimedSerializer(secret, salt="messelotse.plan")

    def as_text(self, chat: str) -> str:
        """Return the plan as JSON text, identical as long as the plan is."""
        plan = self._plans.of(chat)
        return json.dumps({"sitzungen": [self._entry(each, plan) for each in self._sessions(plan)]}, ensure_ascii=False)

    def as_json(self, chat: str) -> dict[str, Any]:
        """Return the plan with fresh links to take it along."""
        token = str(self._signer.dumps(chat))
        body: dict[str, Any] = json.loads(self.as_text(chat))
        return {**body, "kalender": f"/chat/plan.ics?schein={token}", "qr": f"/chat/plan.svg?schein={token}"}

    def chat_of(self, token: str) -> str:
        """Return the chat whose plan a link shows.

        Raises:
            ExpiredLink: we have not signed it, or it is too old.
        """
        try:
            return str(self._signer.loads(token, max_age=LINK_SECONDS))
        except BadData as error:
            raise ExpiredLink(
                "Dieser Link gilt nicht mehr.", "Bitte öffnen Sie „Mein Plan“ im Chat noch einmal."
            ) from error

    def calendar(self, chat: str) -> bytes:
        """Return the plan as iCalendar.

        Raises:
            NothingThere: the plan is empty.
        """
        sessions = self._sessions(self._plans.of(chat))
        if not sessions:
            raise NothingThere("Auf diesem Plan steht nichts mehr.", "Bitte merken Sie sich im Chat etwas vor.")
        return calendar_of(sessions, self._fair, self._clock.now(), f"Mein Plan: {self._fair.name}")

    def _sessions(self, plan: OwnPlan) -> list[Session]:
        try:
            known = {session.id: session for session in self._catalogue().sessions}
        except ProgrammeUnavailable:
            return []
        return sorted((known[each] for each in plan.sessions if each in known), key=lambda each: each.start)

    def _entry(self, session: Session, plan: OwnPlan) -> dict[str, Any]:
        day = relative_day(session.start.date(), self._clock.now().date())
        return {
            "id": session.id,
            "titel": session.title,
            "tag": day if day in _SHORT_DAYS else WEEKDAYS[session.start.weekday()],
            "zeit": span(session.start, session.end),
            "raum": session.room,
            "hinweis": _note(session),
            "erinnerung": plan.reminders.get(session.id),
        }


def _note(session: Session) -> str:
    if session.cancelled:
        return "fällt aus"
    return "geändert" if session.original.start is not None or session.original.room is not None else ""


def qr_code(url: str) -> bytes:
    """Return an address as QR code (SVG)."""
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="svg", border=4, scale=4, light="#fff", xmldecl=False)
    return picture.getvalue()
